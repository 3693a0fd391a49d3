"""What is locked is not written; who wants to is told who locked it, and when."""

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.models import WHOLE_CASE, Attestation, Kind, Patient, Versioned
from registry.services.errors import Locked


def require_open(record: Versioned, patient: Patient) -> None:
    """Raise Locked unless ``record``, saved or new, may be written."""
    if locked := lock_of(record, patient):
        raise locked


def lock_of(record: Versioned, patient: Patient) -> Locked | None:
    """Return the lock on ``record``: its own or its case's, or None: no query then."""
    if patient.case_locked_at:
        by = _locked_by(WHOLE_CASE, patient.pk)
        return Locked(record, patient.case_locked_at, by, whole_case=True)
    if record.locked_at:
        by = _locked_by(record.form, record.pk)
        return Locked(record, record.locked_at, by)
    return None


def _locked_by(form: str, record_id: int) -> str:
    held = Attestation.objects.filter(
        form=form, record_id=record_id, kind=Kind.LOCKED, voided_at__isnull=True
    )
    return held.values_list("printed_name", flat=True).first() or ""


def lock_words(locked: Locked, patient: Patient) -> tuple[str, str]:
    """Return since when and by whom it is locked, and whom to ask."""
    at = timezone.localtime(locked.at, ZoneInfo(patient.centre.time_zone))
    told = {
        "form": locked.record._meta.verbose_name,
        "number": patient.study_no,
        "at": at.strftime("%Y-%m-%d %H:%M"),
        "who": locked.by or _("the system"),
    }
    if locked.whole_case:
        says = _("The case of %(number)s is locked since %(at)s, by %(who)s.")
    else:
        says = _("“%(form)s” is locked since %(at)s, by %(who)s.")
    fix = _("Ask your centre's administrator to unlock it, and say why.")
    return says % told, fix
