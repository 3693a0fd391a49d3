"""One patient's way as marks on lanes of days. Plain facts in, plain marks out."""

from datetime import date

from registry.checks import Case
from registry.queries.timeline.about import about, midway
from registry.queries.timeline.mark import Mark, Timeline
from registry.queries.timeline.marks import MARKS

YEAR = 365

__all__ = ["Mark", "Timeline", "timeline"]


def timeline(case: Case) -> Timeline | None:
    """Return the case as a timeline; None while nothing has a date to count from.

    Day 0 is the first infusion, else the first transplant, else the diagnosis. Today
    is shown while it lies within a year of the last mark and the patient lives.
    """
    origin, day_zero = _origin(case)
    if day_zero is None:
        return None
    line = Timeline(origin, day_zero, _transplant(case, origin, day_zero))
    for form, marks in MARKS.items():
        for facts in case.of(form):
            day = midway(form, facts)
            known = {**facts, **day} if day else facts
            made = marks(known, case, line)
            line.marks.extend(
                about(mark, form, facts, line) if day else mark for mark in made
            )
    today = (case.today - day_zero).days
    if line.marks and not case.death and today - line.last <= YEAR:
        line.today = today
    return line if line.marks else None


def _origin(case: Case) -> tuple[str, date | None]:
    if case.first_infusion:
        return "infusion", case.first_infusion
    if case.first_hsct:
        return "hsct", case.first_hsct
    return "diagnosis", case.diagnosis_date


def _transplant(case: Case, origin: str, day_zero: date) -> int | None:
    """Return the day of the first transplant after the infusion that is day 0."""
    days = [(one["hsct_date"] - day_zero).days for one in case.hscts]
    after = [number for number in days if number > 0]
    return after[0] if origin == "infusion" and after else None
