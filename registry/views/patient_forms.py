"""The table of a patient's forms: what each says, its day, its state, who and when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks import Case, Finding
from registry.models import FORMS, Patient, Record, State
from registry.queries.case_groups import DAY_OF, Group, groups
from registry.queries.patient_summary import Touch
from registry.queries.sentences import says
from registry.queries.timeline.mark import number
from registry.queries.wording import signed, word
from registry.views.links import address, record_address, with_query
from registry.views.times import at_centre

Touches = Mapping[tuple[str, int], Touch]


def form_groups(
    patient: Patient,
    case: Case,
    records: Mapping[str, Sequence[Record]],
    *,
    findings: Sequence[Finding],
    touches: Touches,
    editable: bool,
) -> list[dict[str, Any]]:
    """Return the groups of the table, each with its rows and what can be added."""
    states = {(f, r.pk): r.state for f, rows in records.items() for r in rows}
    open_checks = Counter((one.form, one.record) for one in findings)
    shown = []
    for group in groups(case):
        rows = [
            {
                **_row(patient, case, group, form, facts),
                **_state(states[form, facts["id"]], open_checks[form, facts["id"]]),
                **_touch(touches.get((form, facts["id"])), patient),
            }
            for form, facts in group.records
        ]
        if not (rows or editable or group.missing):
            continue
        title, scope = _title(group, case)
        shown.append(
            {
                "title": title,
                "scope": scope,
                "rows": rows,
                "missing": [_new(patient, group, form) for form in group.missing],
                "offered": [
                    _new(patient, group, form) for form in group.offered if editable
                ],
            }
        )
    return shown


def label_of(form: str) -> str:
    """Return a form's name in the reader's language."""
    model = FORMS.get(form, Patient)
    return model.label.in_language(get_language())


def _title(group: Group, case: Case) -> tuple[str, str]:
    if group.kind == "before":
        hsct_alone = case.first_hsct and not case.first_infusion
        return (_("Before HSCT") if hsct_alone else _("Before infusion")), ""
    if group.kind == "treatment":
        treated = case.first_infusion or case.first_hsct
        return (_("Further treatment") if treated else _("Treatment")), ""
    if group.kind == "after":
        return _("Follow-up"), ""
    on = group.day_zero.isoformat() if group.day_zero else _("not entered")
    name = _("CAR-T") if group.kind == "course" else _("HSCT")
    if group.number > 1:
        name = f"{name} {group.number}"
    title = _("%(name)s, day 0 = %(date)s") % {"name": name, "date": on}
    first = case.first_infusion
    if group.kind == "hsct" and first and group.day_zero:
        days = number((group.day_zero - first).days)
        return title, _("day %(number)s from infusion") % {"number": days}
    return title, ""


def _row(
    patient: Patient, case: Case, group: Group, form: str, facts: Mapping[str, Any]
) -> dict[str, Any]:
    day = facts.get(DAY_OF[form])
    zero = group.day_zero or case.first_infusion or case.first_hsct
    counted = (day - zero).days if day and zero else None
    if form in ("diagnosis", "prior_line"):
        counted = None
    shown = ""
    if counted is not None:
        shown = signed(counted) if group.kind == "hsct" else number(counted)
    return {
        "form": form,
        "label": _label(form, facts),
        "url": record_address(patient.pk, form, facts["id"]),
        "says": says(form, facts, case),
        "day": shown,
        "date": day.isoformat() if day else "",
    }


def _label(form: str, facts: Mapping[str, Any]) -> str:
    """Return the form's name, with the time point where there are many of it."""
    if form in ("disease_assessment", "expansion"):
        point = word(form, "time_point", facts)
        return f"{label_of(form)}, {point}" if point else label_of(form)
    return label_of(form)


def _state(state: str, checks: int) -> dict[str, str]:
    word = "begun" if state == State.BEGUN else "complete"
    if not checks:
        return {"state": word, "state_text": "", "checks": ""}
    return {
        "state": word,
        "state_text": "",
        "checks": _("%(number)s to check") % {"number": checks},
    }


def _touch(touch: Touch | None, patient: Patient) -> dict[str, str]:
    if touch is None:
        return {"who": "", "at": ""}
    at = at_centre(touch.at, patient.centre)
    return {"who": touch.who, "at": at.strftime("%Y-%m-%d")}


def _new(patient: Patient, group: Group, form: str) -> dict[str, str]:
    has_place = {field.name for field in FORMS[form]._meta.get_fields()}
    place = {name: no for name, no in group.place.items() if name in has_place}
    url = with_query(address("record-new", patient.pk, form), place)
    return {"label": label_of(form), "url": url}
