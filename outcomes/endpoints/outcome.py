"""From candidate events to one outcome: the first counts, ties by their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outcomes.endpoints.timeline import IndexEvent, Timeline
from outcomes.endpoints.wording import DATA_CUT, LAST_CONTACT, Wording


class NotDerivable(ValueError):
    """The patient's dates do not allow the endpoint; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that would end follow-up for the endpoint, and its cause."""

    on: date
    cause: int
    event: Wording
    imputed: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the analysis: whole days from ``start`` to ``end``, and why.

    cause : 0 censored, 1 the event of interest, 2 and up competing events
    event : what happened, in English; empty when censored
    censored : why follow-up ended without an event, in English; None for an event
    imputed : what was imputed of the event's day: D the day, M the month too
    """

    paramcd: str
    day: int
    cause: int
    event: str
    censored: str | None
    start: date
    end: date
    imputed: str = ""


def first_event(
    paramcd: str,
    candidates: Sequence[Candidate],
    timeline: Timeline,
    index: IndexEvent,
    *,
    data_cut: date | None = None,
) -> Outcome:
    """Return the first candidate on or after day 0, or the censoring.

    Of candidates on one day the earlier in the list counts. Events come at the end
    of their day, so an event on the day of last contact or of the data cut counts.

    Raises
    ------
    NotDerivable
        If death or last contact lie before day 0, neither is known, or the data cut
        lies before day 0. No negative day is ever returned.
    """
    observed_until, why = _end_of_observation(timeline, index, data_cut)
    counted = [c for c in candidates if index.day0 <= c.on <= observed_until]
    day0 = index.day0
    if counted:
        first = min(counted, key=lambda candidate: candidate.on)
        day, event = (first.on - day0).days, first.event.en
        end = (day0, first.on, first.imputed)
        return Outcome(paramcd, day, first.cause, event, None, *end)
    day = (observed_until - day0).days
    return Outcome(paramcd, day, 0, "", why.en, day0, observed_until)


def _end_of_observation(
    timeline: Timeline, index: IndexEvent, data_cut: date | None
) -> tuple[date, Wording]:
    """Return the last day on which the patient is known, and what ends it."""
    end = _last_known(timeline)
    for day, name in ((end, "death or last contact"), (data_cut, "the data cut")):
        if day is not None and day < index.day0:
            raise NotDerivable(
                f"{name} ({day}) lies before {index.kind} {index.number} "
                f"({index.day0}): correct the date, or leave this {index.kind} out"
            )
    if data_cut is not None and data_cut < end:
        return data_cut, DATA_CUT
    return end, LAST_CONTACT


def _last_known(timeline: Timeline) -> date:
    """Return the day of death, else the last day known alive, relapses included."""
    if timeline.death is not None:
        return timeline.death.on
    if "death" in timeline.undated:
        raise NotDerivable(
            "the patient died on a day that is not known: enter the date of death, or "
            "its month or year"
        )
    if timeline.last_contact is None:
        raise NotDerivable(
            "neither death nor last contact is known: enter a follow-up visit"
        )
    return max([timeline.last_contact, *(relapse.on for relapse in timeline.relapses)])
