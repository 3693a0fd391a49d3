"""From candidate events to one outcome: the first counts, ties by their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outcomes.endpoints.timeline import IndexEvent, Timeline
from outcomes.endpoints.wording import (
    DATA_CUT,
    LAST_ASSESSMENT,
    LAST_CONTACT,
    TIME_IS_OVER,
    Wording,
)

OF_INTEREST = 1


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
class Doubt:
    """From ``since`` on nobody can tell whether the event happened, and what to do."""

    since: date
    why: str


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


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an endpoint's time begins and ends, other than day 0 and last contact.

    start : time zero; days : how long is looked at from there
    seen : the last day that could tell of the event, and the words of a censoring then
    """

    start: date | None = None
    days: int | None = None
    seen: tuple[date, Wording] | None = None


def first_event(
    paramcd: str,
    candidates: Sequence[Candidate],
    timeline: Timeline,
    index: IndexEvent,
    *,
    data_cut: date | None = None,
    frame: Frame | None = None,
    doubts: Sequence[Doubt] = (),
) -> Outcome:
    """Return the first candidate on or after time zero, or the censoring.

    Of candidates on one day the earlier in the list counts. Events come at the end
    of their day, so an event on the day of last contact or of the data cut counts.

    Raises
    ------
    NotDerivable
        If death or last contact lie before time zero, neither is known, or the data
        cut lies before it; or if a doubt comes before the end that was found. No
        negative day is ever returned.
    """
    frame = frame or Frame()
    start = frame.start or index.day0
    last, why = _end_of_observation(timeline, index, start, data_cut)
    if frame.days is not None and start + timedelta(frame.days) < last:
        last, why = start + timedelta(frame.days), TIME_IS_OVER
    counted = [c for c in candidates if start <= c.on <= last]
    if counted:
        first = min(counted, key=lambda candidate: candidate.on)
        _refuse_doubt(doubts, first.on, first.cause)
        day, event = (first.on - start).days, first.event.en
        end = (start, first.on, first.imputed)
        return Outcome(paramcd, day, first.cause, event, None, *end)
    if frame.seen is not None and frame.seen[0] < last:
        last, why = frame.seen
    _refuse_doubt(doubts, last, 0)
    return Outcome(paramcd, (last - start).days, 0, "", why.en, start, last)


def until_assessed(timeline: Timeline, start: date) -> Frame:
    """Return the frame of time that ends, without event, at the last assessment.

    It ends on ``start`` itself where nobody was assessed from then on.
    """
    seen = [one.on for one in timeline.responses if one.on >= start]
    last = max(seen, default=start)
    return Frame(start=start, seen=(last, LAST_ASSESSMENT))


def _refuse_doubt(doubts: Sequence[Doubt], end: date, cause: int) -> None:
    """Raise the first doubt before the end; on one day the event itself settles it."""
    open_ones = [
        doubt
        for doubt in doubts
        if doubt.since < end or (doubt.since == end and cause != OF_INTEREST)
    ]
    if open_ones:
        raise NotDerivable(min(open_ones, key=lambda doubt: doubt.since).why)


def _end_of_observation(
    timeline: Timeline, index: IndexEvent, start: date, data_cut: date | None
) -> tuple[date, Wording]:
    """Return the last day on which the patient is known, and what ends it."""
    end = last_known(timeline)
    for day, name in ((end, "death or last contact"), (data_cut, "the data cut")):
        if day is not None and day < start:
            raise NotDerivable(
                f"{name} ({day}) lies before {index.kind} {index.number} "
                f"({start}): correct the date, or leave this {index.kind} out"
            )
    if data_cut is not None and data_cut < end:
        return data_cut, DATA_CUT
    return end, LAST_CONTACT


def last_known(timeline: Timeline) -> date:
    """Return the day of death, else the last day known alive, relapses included.

    Raises NotDerivable where neither has a day.
    """
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
