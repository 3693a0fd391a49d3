"""The table of a patient's forms: what each says, its day, its state, who and when."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.checks import Case, Finding
from registry.checks.spoken import plain
from registry.models import FORMS, Patient, Record
from registry.models.standing import STANDINGS
from registry.queries.case_groups import Group, day_of, groups
from registry.queries.outline import DAILY
from registry.queries.patient_summary import Touch
from registry.queries.sentences import says
from registry.queries.timeline.mark import DASH, number
from registry.queries.wording import signed, word
from registry.variables.entered import PartialDate, earliest, latest
from registry.variables.labels import series
from registry.views.links import address, record_address, with_query
from registry.views.times import at_centre

Touches = Mapping[tuple[str, int], Touch]


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows need to know beside their own records."""

    patient: Patient
    case: Case
    states: Mapping[tuple[str, int], str]
    checks: Mapping[tuple[str, object], int]
    touches: Touches
    editable: bool
    lost: AbstractSet[tuple[str, int]]


def form_groups(
    patient: Patient,
    case: Case,
    records: Mapping[str, Sequence[Record]],
    *,
    findings: Sequence[Finding],
    touches: Touches,
    editable: bool,
    lost: AbstractSet[tuple[str, int]] = frozenset(),
) -> list[dict[str, Any]]:
    """Return the groups of the table, each with its rows and what can be added."""
    states = {(f, r.pk): r.standing for f, rows in records.items() for r in rows}
    checks = Counter((one.form, one.record) for one in findings)
    around = Around(patient, case, states, checks, touches, editable, lost)
    shown = [_group(group, around) for group in groups(case)]
    return [one for one in shown if one["rows"] or one["missing"] or one["offered"]]


def _group(group: Group, around: Around) -> dict[str, Any]:
    title, scope = group_title(group, around.case)
    offered = group.offered if around.editable else []
    return {
        "title": title,
        "scope": scope,
        "rows": list(_rows(group, around)),
        "missing": [_new(around.patient, group, form) for form in group.missing],
        "offered": [_new(around.patient, group, form) for form in offered],
    }


def label_of(form: str) -> str:
    """Return a form's name in the reader's language."""
    model = FORMS.get(form, Patient)
    return model.label.in_language(get_language())


def group_title(group: Group, case: Case) -> tuple[str, str]:
    """Return what a group of forms is called, and what is said beside it."""
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


def _rows(group: Group, around: Around) -> Iterator[dict[str, Any]]:
    """Yield a row for each record; one stands for all of a form of every day."""
    last = {form: facts for form, facts in group.records if form in DAILY}
    for form, facts in group.records:
        if form not in DAILY:
            yield _row(group, form, facts, around)
        elif facts is last[form]:
            some = [one for other, one in group.records if other == form]
            yield _daily_row(group, form, some, around)


def _daily_row(
    group: Group, form: str, some: Sequence[Mapping[str, Any]], around: Around
) -> dict[str, Any]:
    """Return the last record's row, with what there is of the form in all."""
    row = _row(group, form, some[-1], around)
    first = _day(group, form, day_of(form, some[0]), around.case)
    checks = sum(around.checks.get((form, one["id"]), 0) for one in some)
    order = list(STANDINGS)
    least = min((around.states[form, one["id"]] for one in some), key=order.index)
    days = ngettext("%(number)s day", "%(number)s days", len(some))
    lowest = [
        words % {"number": plain(min(known))}
        for words, name in ((_("neutrophils %(number)s"), "anc"),)
        if (known := [one[name] for one in some if one.get(name) is not None])
    ]
    said = [days % {"number": len(some)}]
    said += [_("lowest %(counts)s") % {"counts": one} for one in lowest]
    return {
        **row,
        "url": _counts_url(group, around.patient),
        "says": " · ".join(said),
        "day": row["day"] if len(some) == 1 else f"{first}{DASH}{row['day']}",
        "state": least,
        "checks": _("%(number)s to check") % {"number": checks} if checks else "",
    }


def _counts_url(group: Group, patient: Patient) -> str:
    """Return the page on which the counts of many days are typed at once."""
    return with_query(address("daily-counts", patient.pk), group.place)


def _row(
    group: Group, form: str, facts: Mapping[str, Any], around: Around
) -> dict[str, Any]:
    key, patient = (form, facts["id"]), around.patient
    checks = around.checks.get(key, 0)
    day = day_of(form, facts)
    return {
        "form": form,
        "label": _label(form, facts),
        "url": record_address(patient.pk, form, facts["id"]),
        "says": says(form, facts, around.case),
        "day": _day(group, form, day, around.case),
        "date": str(day or ""),
        "state": around.states[key],
        "lost": key in around.lost,
        "checks": _("%(number)s to check") % {"number": checks} if checks else "",
        **_touch(around.touches.get(key), patient),
    }


def _day(group: Group, form: str, day: date | PartialDate | None, case: Case) -> str:
    """Return the number of a day, from day 0 of its group or of the first treatment.

    A partial date has the numbers of the first and last day that it may stand for.
    """
    zero = group.day_zero or case.first_infusion or case.first_hsct
    if day is None or zero is None or form in ("diagnosis", "prior_line"):
        return ""
    write = signed if group.kind == "hsct" else number
    ends = dict.fromkeys(write((one(day) - zero).days) for one in (earliest, latest))
    return " … ".join(ends)


def _label(form: str, facts: Mapping[str, Any]) -> str:
    """Return the form's name, with the time point where there are many of it."""
    if form in ("disease_assessment", "expansion"):
        point = word(form, "time_point", facts)
        return series([label_of(form), point]) if point else label_of(form)
    return label_of(form)


def _touch(touch: Touch | None, patient: Patient) -> dict[str, str]:
    if touch is None:
        return {"who": "", "at": ""}
    at = at_centre(touch.at, patient.centre)
    return {"who": touch.who, "at": at.strftime("%Y-%m-%d")}


def _new(patient: Patient, group: Group, form: str) -> dict[str, str]:
    has_place = {field.name for field in FORMS[form]._meta.get_fields()}
    place = {name: no for name, no in group.place.items() if name in has_place}
    url = with_query(address("record-new", patient.pk, form), place)
    if form in DAILY:
        url = _counts_url(group, patient)
    return {"label": label_of(form), "url": url}
