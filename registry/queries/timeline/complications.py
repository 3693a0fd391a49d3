"""Complications and late effects on the timeline."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.checks.spoken import plain
from registry.queries.sentences import says
from registry.queries.timeline.mark import Mark, Timeline
from registry.queries.wording import Facts, derived, word

Marks = Iterator[Mark]
FULL_DONOR = Decimal(95)
SEVERITY = {"mild": 1, "moderate": 2, "severe": 3, "very_severe": 4}


def event(
    lane: str, form: str, days: tuple[str, str], grade: str, label: Callable[..., str]
) -> Callable[[Facts, Case, Timeline], Marks]:
    """Return what marks a complication from its first day to its last, by grade."""

    def marks(facts: Facts, case: Case, line: Timeline) -> Marks:
        onset, end = (line.day(facts.get(name)) for name in days)
        if onset is None:
            return
        found = facts.get(grade)
        number = SEVERITY.get(str(found), 0) or _number(found)
        yield Mark(
            *(lane, "graded", form, facts["id"], onset, end),
            label=label(facts, case),
            inside=str(number or ""),
            grade=number,
        )

    return marks


def _number(grade: object) -> int:
    return int(str(grade)) if str(grade).isdigit() else 0


def _iec_hs(facts: Facts, case: Case) -> str:
    return "IEC-HS"


def _infection(facts: Facts, case: Case) -> str:
    what = facts.get("organism_other") or word("infection", "organism", facts)
    return what or word("infection", "infection_type", facts) or _("Infection")


def _toxicity(facts: Facts, case: Case) -> str:
    return word("other_toxicity", "tox_term", facts)


def _sos(facts: Facts, case: Case) -> str:
    severity = word("sos_vod", "sos_recorded_severity", facts)
    return f"SOS/VOD {severity}".strip()


infection = event(
    "other",
    "infection",
    ("infection_onset_date", "infection_resolved_date"),
    "infection_grade",
    _infection,
)
toxicity = event(
    "other",
    "other_toxicity",
    ("tox_onset_date", "tox_resolved_date"),
    "tox_grade",
    _toxicity,
)
sos = event("hsct", "sos_vod", ("sos_onset_date", ""), "sos_recorded_severity", _sos)


def iec_hs(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark IEC-HS with the grade by findings, else with the recorded one."""
    found = derived("iec_hs", facts, case).get("iec_hs_grade")
    grade = facts.get("iec_hs_recorded_grade") if found is None else found
    mark = event("other", "iec_hs", ("iec_hs_onset_date", ""), "grade", _iec_hs)
    yield from mark({**facts, "grade": grade}, case, line)


def tma(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the onset of TA-TMA."""
    yield from point(("hsct", "ta_tma", "tma_onset_date"), "TA-TMA", facts, line)


def dli(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark donor lymphocytes."""
    yield from point(("treatment", "dli", "dli_date"), "DLI", facts, line)


def chimerism(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark chimerism that is not full; the others stand in the table of forms."""
    share = facts.get("donor_pct")
    if share is not None and share < FULL_DONOR:
        label = _("donor %(number)s %%") % {"number": plain(share)}
        yield from point(("hsct", "chimerism", "chimerism_date"), label, facts, line)


def subsequent(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the start of a later therapy."""
    form = "subsequent_therapy"
    label = word(form, "subsequent_class", facts) or _("Subsequent therapy")
    yield from point(("treatment", form, "subsequent_start"), label, facts, line)


def malignancy(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark a second malignancy; a vector test stands in the table of forms."""
    form = "second_malignancy"
    label = says(form, facts, case)
    yield from point(("other", form, "malignancy_date"), label, facts, line)


def bridging(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the days of bridging therapy."""
    start, end = (line.day(facts.get(f"bridging_{name}")) for name in ("start", "end"))
    if start is not None:
        label = _("Bridging")
        yield Mark("treatment", "span", "bridging", facts["id"], start, end, label)


def point(
    place: tuple[str, str, str], label: str, facts: Facts, line: Timeline
) -> Marks:
    """Mark one day; ``place`` is lane, form and the field of the day."""
    lane, form, field = place
    day = line.day(facts.get(field))
    if day is not None:
        yield Mark(lane, "point", form, facts["id"], day, label=label)
