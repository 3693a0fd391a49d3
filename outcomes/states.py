"""On which day after day 0 a patient's later states begin. Pure.

A state is what a patient is in from some day on: transplanted, with GVHD, relapsed. A
group that is made of one has to know the day (landmark, time-dependent state).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from outcomes.endpoints import IndexEvent, Timeline
from registry.checks import Case

Days = dict[str, int | None]
CLINICAL_ACUTE_GVHD = 2


def states_of(case: Case, timeline: Timeline, index: IndexEvent) -> Days:
    """Return by column the days, from day 0, on which states begin; None for never."""
    relapses = (relapse.on for relapse in timeline.relapses)
    days = {"relapse_day": _first(relapses, index)}
    if index.kind == "infusion":
        return days | _transplanted(case, index)
    acute = (
        episode.onset
        for episode in timeline.acute_gvhd
        if (episode.grade or 0) >= CLINICAL_ACUTE_GVHD
    )
    chronic = (episode.onset for episode in timeline.chronic_gvhd)
    return days | {
        "agvhd_day": _first(acute, index),
        "cgvhd_day": _first(chronic, index),
    }


def _transplanted(case: Case, index: IndexEvent) -> Days:
    """Return the day of the next HSCT, and the last one before its conditioning."""
    later = [one for one in case.hscts if one["hsct_date"] > index.day0]
    if not later:
        return {"hsct_day": None, "before_hsct_day": None}
    on, start = later[0]["hsct_date"], later[0].get("conditioning_start")
    left = on
    if isinstance(start, date) and start <= on:
        left = start - timedelta(days=1)
    return {
        "hsct_day": (on - index.day0).days,
        "before_hsct_day": max(0, (left - index.day0).days),
    }


def _first(days: Iterable[date], index: IndexEvent) -> int | None:
    after = [(day - index.day0).days for day in days if day >= index.day0]
    return min(after, default=None)
