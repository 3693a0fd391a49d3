"""Response on the timeline: expansion, assessments, remission, relapse."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.checks.case import in_remission
from registry.checks.spoken import plain
from registry.queries.timeline.mark import Mark, Timeline, number
from registry.queries.wording import Facts, amount, mrd_words, word
from registry.variables.labels import series

Marks = Iterator[Mark]
FAILED = ("NR", "relapse", "PD", "PMD")


def expansion(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the highest measurement alone; the others stand in the table of forms."""
    day, copies = line.day(facts.get("expansion_date")), facts.get("copies_per_ug")
    every = [one.get("copies_per_ug") or 0 for one in case.of("expansion")]
    if day is not None and copies and copies == max(every):
        yield Mark(
            "response",
            "small",
            "expansion",
            facts["id"],
            day,
            label=_("peak %(number)s") % {"number": amount(copies)},
            note=_("copies/µg, day %(day)s") % {"day": number(day)},
        )


def assessment(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark an assessment, and the remission that begins with it."""
    day = line.day(facts.get("assessment_date"))
    if day is None:
        return
    form, answers = (
        "disease_assessment",
        ("response", "lymphoma_response", "myeloma_response"),
    )
    response = next((facts[name] for name in answers if facts.get(name)), "")
    blasts = facts.get("bm_blasts_pct")
    said = [response, mrd_words(facts, case)]
    if not any(said) and blasts is not None:
        said = [_("blasts %(number)s %%") % {"number": plain(blasts)}]
    good = in_remission(facts)
    kind = "good" if good else "poor" if response in FAILED else "point"
    method = facts.get("mrd_method")
    if method == "flow":  # the other codes are names that every reader knows
        method = _("flow")
    told = [_("day %(number)s") % {"number": number(day)}, method]
    label = series(filter(None, said)) or word(form, "time_point", facts)
    note = series(filter(None, told))
    if good and facts["id"] == _first_remission(case, line):
        end = _end_of_remission(case, line)
        if end > day:
            yield Mark("response", "remission", form, facts["id"], day, end)
    yield Mark("response", kind, form, facts["id"], day, label=label, note=note)


def relapse(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark a relapse."""
    day = line.day(facts["relapse_date"])
    if day is not None:
        yield Mark(
            "response",
            "relapse",
            "relapse",
            facts["id"],
            day,
            label=_("Relapse"),
            note=word("relapse", "relapse_type", facts),
        )


def _first_remission(case: Case, line: Timeline) -> Any:
    found = [
        (one["assessment_date"], one["id"])
        for one in case.of("disease_assessment")
        if one.get("assessment_date") and in_remission(one)
    ]
    return min((f for f in found if f[0] >= line.day_zero), default=(None, None))[1]


def _end_of_remission(case: Case, line: Timeline) -> int:
    """Return the day of relapse, of death, or of the last contact."""
    relapses = [one.get("relapse_date") for one in case.of("relapse")]
    ends = [day for day in (*relapses, case.death_date) if day]
    ends = ends or [day for day in [last_contact(case)] if day]
    return line.day(min(ends, default=line.day_zero)) or 0


def last_contact(case: Case) -> Any:
    """Return the day of the last contact, where there is one."""
    days = [one.get("visit_date") for one in case.of("follow_up")]
    return max((day for day in days if day), default=None)
