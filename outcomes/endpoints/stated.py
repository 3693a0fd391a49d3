"""What no form says: whether something occurred, on which day, how badly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from outcomes.endpoints.outcome import Doubt
from outcomes.endpoints.timeline import Episode, IndexEvent, Occurrence, Timeline

# The days by which the schedule asks whether it occurred.
ASKED_BY: dict[Occurrence, int] = {
    "acute_gvhd": 100,
    "chronic_gvhd": 365,
    "crs": 30,
    "icans": 30,
}
NAMES: dict[Occurrence, str] = {
    "acute_gvhd": "acute GVHD",
    "chronic_gvhd": "chronic GVHD",
    "crs": "CRS",
    "icans": "ICANS",
}


def unstated(timeline: Timeline, index: IndexEvent, what: Occurrence) -> list[Doubt]:
    """Return the doubt where no form says whether it occurred, or on which day.

    An absent form is no "no": without a statement the doubt begins on the day by which
    the registry asks for one. Until then nothing was reported, which counts.
    """
    name = NAMES[what]
    said = [
        one
        for one in timeline.statements
        if one.what == what and one.day0 == index.day0
    ]
    if any(one.occurred and not one.dated for one in said):
        return [Doubt(index.day0, f"{name} has no day of onset: enter it")]
    if any(one.occurred is not None for one in said):
        return []
    asked_by = index.day0 + timedelta(ASKED_BY[what])
    return [Doubt(asked_by, f"whether {name} occurred is not stated: fill in its form")]


def ungraded(
    episodes: Iterable[Episode], index: IndexEvent, what: Occurrence
) -> Iterator[Doubt]:
    """Yield the doubt of each episode whose grade the findings leave open."""
    for one in episodes:
        if one.grade is None and one.onset >= index.day0:
            why = f"the grade of the {NAMES[what]} of {one.onset} is open: complete it"
            yield Doubt(one.onset, why)
