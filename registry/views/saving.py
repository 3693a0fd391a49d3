"""Try to save what was typed; whatever happens, nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.access.sent import whole
from registry.checks import Finding
from registry.forms.record_form import RecordForm
from registry.models import Patient
from registry.services.drafts import drop_draft, keep_draft
from registry.services.errors import Locked, NotConsistent, ReasonNeeded, Stale
from registry.services.records import Saved
from registry.variables.labels import sentences
from registry.views.conflict import chosen, conflict_of, unchosen
from registry.views.entry import Entry
from registry.views.marks_panel import lock_told
from registry.views.query_marks import marks_of, settled_words
from registry.views.record_page import item_url, next_of
from registry.views.times import clock

UNPROCESSABLE, PRECONDITION_FAILED, LOCKED = 422, 412, 423


@dataclass
class Outcome:
    """What became of a save: the form again with its findings, or where to go on."""

    form: RecordForm
    status: int = 200
    findings: list[Finding] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    saved: bool = False
    was_new: bool = False
    leaves: bool = False
    next_url: str = ""
    words: str = ""


def attempt(posted: QueryDict, entry: Entry) -> Outcome:
    """Save what was posted, or say why it was not saved."""
    data: Mapping[str, Any] = chosen(posted, entry)
    form = entry.form(data)
    version = whole(posted.get("version"))
    reason = posted.get("reason", "").strip()
    was_new, was_enrolling = entry.is_new, entry.enrolling
    if unchosen(posted) and not was_new:
        return _conflict(entry, form, posted)
    if not form.is_valid():
        return _problems(entry, form, posted)
    try:
        saved = entry.save(form, reason, version)
    except (NotConsistent, ReasonNeeded, Stale, Locked) as refused:
        return _refused(entry, form, posted, refused)
    if not was_enrolling:
        _forget(entry, was_new)
    return _done(entry, form, saved, posted, was_new=was_new)


def _forget(entry: Entry, was_new: bool) -> None:
    drop_draft(
        actor=entry.actor,
        patient=entry.patient,
        form=entry.form_name,
        record_id=None if was_new else entry.record.pk,
    )


def _done(
    entry: Entry, form: RecordForm, saved: Saved, posted: QueryDict, *, was_new: bool
) -> Outcome:
    entry.record = saved.record
    entry.reread()
    version = entry.record.version
    left = entry.unexplained(entry.findings())
    form.setting.queries = marks_of(entry.record, entry.queries)
    outcome = Outcome(form, findings=left, saved=True, was_new=was_new)
    said = {"form": entry.record._meta.verbose_name, "version": version}
    words = [_("%(form)s saved, version %(version)s.") % said]
    outcome.words = sentences([*words, *settled_words(saved.queries)])
    outcome.next_url = _goes_to(entry, posted, was_new=was_new)
    # Where it belongs was chosen on the page and cannot be chosen again.
    placed = was_new and any(not one.is_hidden for one in form.place_fields)
    settled = placed or bool(posted.getlist("differs"))
    outcome.leaves = settled or outcome.next_url != entry.url
    state = {"code": "", "text": _saved_words(entry, len(left), saved)}
    outcome.shown = {"version": version, "save_state": state}
    return outcome


def _goes_to(entry: Entry, posted: QueryDict, *, was_new: bool) -> str:
    """Return the page after a save: this one, the next form, or the patient's."""
    patient_page = reverse("patient", args=[entry.patient.pk])
    if posted.get("then") == "next":
        following = next_of(entry)
        return item_url(entry, following) if following else patient_page
    enrolled = isinstance(entry.record, Patient) and was_new
    return patient_page if enrolled else entry.url


def _saved_words(entry: Entry, findings: int, saved: Saved) -> str:
    at = clock(timezone.now(), entry.patient.centre)
    said = {"at": at, "version": entry.record.version}
    words = [_("Saved %(at)s, version %(version)s") % said]
    words += [_checks(findings)] if findings else []
    return " · ".join([*words, *settled_words(saved.queries)])


def _checks(number: int) -> str:
    return ngettext(
        "%(number)s check to look at", "%(number)s checks to look at", number
    ) % {"number": number}


def _problems(
    entry: Entry,
    form: RecordForm,
    posted: QueryDict,
    findings: list[Finding] | None = None,
    *,
    reason_missing: bool = False,
) -> Outcome:
    """Return the form again with everything that is wrong; the typing is a draft."""
    version = whole(posted.get("version")) or 0
    record_state = entry.record.state
    entry.take(form)
    if findings is None:
        findings = entry.findings()
    kept = _keep(entry, form, version)
    entry.record.state = record_state
    shown = {
        "version": version,
        "draft_kept": kept,
        "reason": posted.get("reason", ""),
        "reason_missing": reason_missing,
    }
    outcome = Outcome(form, UNPROCESSABLE, findings, shown)
    shown["save_state"] = {"code": "not", "text": _not_saved(entry)}
    return outcome


def _refused(
    entry: Entry, form: RecordForm, posted: QueryDict, refused: Exception
) -> Outcome:
    """Return why nothing was saved."""
    if isinstance(refused, NotConsistent):
        return _problems(entry, form, posted, refused.findings)
    if isinstance(refused, Locked):
        return _locked(entry, form, posted, refused)
    if isinstance(refused, Stale):
        return _conflict(entry, form, posted)
    return _problems(entry, form, posted, reason_missing=True)


def _locked(entry: Entry, form: RecordForm, posted: QueryDict, met: Locked) -> Outcome:
    """Return who locked it meanwhile, and keep what was typed for afterwards."""
    version = whole(posted.get("version")) or 0
    _keep(entry, form, version)
    if not entry.is_new:
        entry.record.refresh_from_db()
    entry.patient.refresh_from_db()
    for name in ("records", "case", "lock"):
        entry.__dict__.pop(name, None)
    shown = {
        "version": version,
        "met_lock": lock_told(met, entry.patient),
        "kept_draft": clock(timezone.now(), entry.patient.centre)[:5],
        "save_state": {"code": "not", "text": _not_saved(entry)},
    }
    return Outcome(entry.form(), LOCKED, [], shown)


def _keep(entry: Entry, form: RecordForm, version: int) -> bool:
    if entry.enrolling:
        return False
    keep_draft(
        actor=entry.actor,
        patient=entry.patient,
        form=entry.form_name,
        record_id=entry.record.pk,
        version=version,
        typed=form.typed(),
    )
    return True


def _not_saved(entry: Entry) -> str:
    if entry.is_new:
        return _("Not saved yet")
    return _("Not saved, version %(version)s stands") % {
        "version": entry.record.version
    }


def _conflict(entry: Entry, form: RecordForm, posted: QueryDict) -> Outcome:
    """Return both sides; the version posted next time is the one shown here."""
    version = whole(posted.get("version")) or 0
    entry.record.refresh_from_db()
    entry.reread()
    conflict = conflict_of(entry, form, version, posted)
    if not conflict["fields"]:
        # Both typed the same: there is nothing to choose.
        return _done(entry, form, Saved(entry.record), posted, was_new=False)
    _keep(entry, form, version)
    shown = {
        "version": entry.record.version,
        "conflict": conflict,
        "reason": posted.get("reason", ""),
        "save_state": {"code": "not", "text": _not_saved(entry)},
    }
    entry.take(form)
    return Outcome(form, PRECONDITION_FAILED, [], shown)
