"""What happened to a patient after an index event, in days from it. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from outcomes.endpoints import IndexEvent, Timeline
from outcomes.endpoints.toxicity import DAYS
from registry.checks import Case
from registry.queries.derived.ordered import begun_by, dated, of_course

Record = Mapping[str, Any]
Values = dict[str, Any]
# Forms of episodes, with the days on which one begins and ends.
EPISODES = {
    "crs": ("crs_episode", "crs_onset_date", "crs_resolved_date"),
    "icans": ("icans_episode", "icans_onset_date", "icans_resolved_date"),
}
UNKNOWN_RESPONSE = (None, "", "not_evaluable")


def after_index(timeline: Timeline, case: Case, index: IndexEvent) -> Values:
    """Return how long a patient was followed from day 0, and how responses went.

    death_day : of death, None for who is not known to be dead
    last_day : death, else the last contact; None where that lies before day 0
    responses : [day, response] of every assessment that says another than the last
    """
    day0 = index.day0
    death = timeline.death.on if timeline.death else None
    last = death or timeline.last_contact
    return {
        "death_day": _days(day0, death),
        "last_day": _days(day0, last) if last and last >= day0 else None,
        "responses": list(_responses(case, day0)),
    }


def after_infusion(case: Case, infusion: Record, until: date | None) -> Values:
    """Return onset and duration of CRS and ICANS of a course, and its CAR copies.

    Onset is the day of the first episode; the duration reaches from there to the end
    of the last, None while one has no end; of those that ``last_onset`` lets count.
    copies : [day, copies or None where none
    were found, limit of detection or None]
    """
    day0, course = infusion["infusion_date"], infusion.get("course_no") or 1
    values: Values = {"copies": list(_copies(case, day0, until))}
    by = last_onset(day0, until)
    for name, (form, began, ended) in EPISODES.items():
        begun = begun_by(of_course(case.of(form), course), began, by)
        episodes = [one for one in begun if one.get(began)]
        onset = min((one[began] for one in episodes), default=None)
        ends = [one[ended] for one in episodes if one.get(ended)]
        last = max(ends, default=None) if len(ends) == len(episodes) else None
        values[f"{name}_onset_day"] = _days(day0, onset)
        values[f"{name}_days"] = _days(onset, last)
    return values


def last_onset(day0: date, until: date | None) -> date:
    """Return the last day on which an episode of CRS or ICANS is of this infusion.

    Day 30, or the day before the treatment that follows: so that whoever is grouped by
    grades at a landmark of day 30, or on the day of HSCT, is grouped by what had begun.
    """
    last = day0 + timedelta(DAYS)
    return last if until is None else min(last, until - timedelta(1))


def _days(start: date | None, end: date | None) -> int | None:
    return None if start is None or end is None else (end - start).days


def _responses(case: Case, day0: date) -> Iterator[list[Any]]:
    said = None
    for one in dated(case.of("disease_assessment"), "assessment_date", since=day0):
        response = one.get("response")
        if response not in UNKNOWN_RESPONSE and response != said:
            said = response
            yield [(one["assessment_date"] - day0).days, response]


def _copies(case: Case, day0: date, until: date | None) -> Iterator[list[Any]]:
    for one in dated(case.of("expansion"), "expansion_date", since=day0, until=until):
        copies, limit = one.get("copies_per_ug"), one.get("lod")
        absent = (one.get("absent") or {}).get("copies_per_ug")
        if copies is None and absent != "below_detection":
            continue
        yield [
            (one["expansion_date"] - day0).days,
            _found(copies, limit),
            None if limit is None else float(limit),
        ]


def _found(copies: Any, limit: Any) -> float | None:
    """Return copies that were found, None where they are below detection."""
    if copies is None or copies == 0 or copies < (limit or 0):
        return None
    return float(copies)
