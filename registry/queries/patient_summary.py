"""The head of a patient's page: who it is, what was done, how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.checks import Case
from registry.codelists.general import CONSENT, SEX
from registry.models import FORMS, Change, Patient, Record, State, User
from registry.queries.sentences import says
from registry.queries.timeline.mark import number
from registry.queries.wording import mrd_words, word
from registry.variables.labels import headed, series

LONG_DASH = "–"


@dataclass(frozen=True, slots=True)
class Touch:
    """Who changed a record last, and when."""

    who: str
    at: Any


@dataclass(frozen=True, slots=True)
class Chip:
    """One fact about how the case stands."""

    text: str
    tone: str = ""
    drawing: str = ""


def facts(patient: Patient, case: Case) -> list[tuple[str, str]]:
    """Return (what, answer) for the line under the study number."""
    told = [
        (_("Centre"), patient.centre.code),
        (_("Age, sex"), _age_and_sex(patient, case)),
        (_("Diagnosis"), _of_first(case, "diagnosis")),
        (_("CAR-T"), _treatment(case)),
        (_("HSCT"), _transplant(case)),
        (_("Last contact"), _contact(case)),
    ]
    return [(what, answer) for what, answer in told if answer]


def _age_and_sex(patient: Patient, case: Case) -> str:
    sex = SEX.label(patient.sex).in_language(get_language()).lower()
    when = case.first_infusion or case.first_hsct
    age = case.age_on(when or case.today)
    if case.first_infusion:
        words = _("%(age)s y at infusion, %(sex)s")
    elif case.first_hsct:
        words = _("%(age)s y at HSCT, %(sex)s")
    else:
        words = _("%(age)s y, %(sex)s")
    return words % {"age": age, "sex": sex}


def _of_first(case: Case, form: str) -> str:
    records = case.of(form)
    return says(form, records[0], case) if records else ""


def _treatment(case: Case) -> str:
    if not case.first_infusion:
        return ""
    products = [one.get("product") for one in case.of("apheresis_product")]
    told = _("day 0 = %(date)s") % {"date": case.first_infusion.isoformat()}
    return series([*filter(None, products[:1]), told])


def _transplant(case: Case) -> str:
    if not case.first_hsct:
        return ""
    return _with_day(case.first_hsct, case.first_infusion)


def _with_day(on: date, day_zero: date | None) -> str:
    if day_zero is None or on == day_zero:
        return on.isoformat()
    day = number((on - day_zero).days)
    return _("%(date)s, day %(number)s") % {"date": on.isoformat(), "number": day}


def last_visit(case: Case) -> Mapping[str, Any] | None:
    """Return the last dated contact."""
    dated = [one for one in case.of("follow_up") if one.get("visit_date")]
    return max(dated, key=lambda one: one["visit_date"], default=None)


def _contact(case: Case) -> str:
    last, zero = last_visit(case), case.first_infusion or case.first_hsct
    if case.death and not case.death_date:
        return str((case.death.get("as_entered") or {}).get("death_date", ""))
    on = case.death_date or (last["visit_date"] if last else None)
    return _with_day(on, zero) if on else ""


def chips(
    patient: Patient,
    case: Case,
    records: Mapping[str, list[Record]],
    *,
    findings: int,
    due: int,
) -> list[Chip]:
    """Return how the case stands: life, MRD, what is open, consent."""
    begun = sum(one.state == State.BEGUN for some in records.values() for one in some)
    told = [_life(case), _mrd(case)]
    if due:
        told.append(Chip(_("%(number)s overdue") % {"number": due}, "err", "overdue"))
    if findings:
        words = _("%(number)s to check") % {"number": findings}
        told.append(Chip(words, "warn", "warn"))
    if begun:
        words = _("%(number)s forms begun") % {"number": begun}
        told.append(Chip(words, "", "begun"))
    if patient.consent_status:
        status = CONSENT.label(patient.consent_status).in_language(get_language())
        day = patient.consent_date
        if patient.consent_status == "withdrawn":
            day = patient.consent_withdrawn_date
        on = day.isoformat() if day else ""
        words = _("Consent: %(status)s") % {"status": f"{status.lower()} {on}".rstrip()}
        told.append(Chip(words, "err" if patient.withdrawn else "", "signed"))
    return [chip for chip in told if chip is not None]


def mark_chips(patient: Patient, *, lost: int) -> list[Chip]:
    """Return what is locked, and how many signatures a change made void."""
    told = []
    if patient.case_locked_at:
        told.append(Chip(_("Case locked"), "", "locked"))
    if lost:
        words = ngettext(
            "%(number)s signature void", "%(number)s signatures void", lost
        )
        told.append(Chip(words % {"number": lost}, "warn", "warn"))
    return told


def _life(case: Case) -> Chip | None:
    if case.death is not None:
        cause = word("death", "cause_of_death", case.death)
        return Chip(headed(_("Died"), cause) if cause else _("Died"), "", "info")
    last = last_visit(case)
    if last is None or not last.get("vital_status"):
        return None
    vital = word("follow_up", "vital_status", last).capitalize()
    in_remission = last.get("in_remission") == "yes" and not case.of("relapse")
    text = series([vital, _("in remission")]) if in_remission else vital
    return Chip(text, "ok" if last["vital_status"] == "alive" else "", "done")


def _mrd(case: Case) -> Chip | None:
    at_28 = [a for a in case.of("disease_assessment") if a.get("time_point") == "D28"]
    told = mrd_words(at_28[0], case) if at_28 else ""
    if not told:
        return None
    return Chip(_("%(mrd)s at day 28") % {"mrd": told}, "", "complete")


def last_touches(
    patient: Patient, before: int | None = None
) -> dict[tuple[str, int], Touch]:
    """Return who changed each record last, or last before a change: two queries."""
    tables = {model._meta.db_table: form for form, model in FORMS.items()}
    rows = Change.objects.filter(patient_id=patient.pk, table__in=tables)
    if before is not None:
        rows = rows.filter(id__lt=before)
    newest = rows.values("table", "record_id").annotate(last=Max("id")).values("last")
    last = list(
        rows.filter(id__in=newest).values_list("table", "record_id", "actor_id", "at")
    )
    people = dict(
        User.objects.filter(pk__in={row[2] for row in last if row[2]}).values_list(
            "pk", "username"
        )
    )
    return {
        (tables[table], record): Touch(people.get(actor or 0, _("system")), at)
        for table, record, actor, at in last
    }
