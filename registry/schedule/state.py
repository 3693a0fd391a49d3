"""How a planned visit stands on a day: from its stored dates alone."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

# Days after the window in which a visit is overdue, before it counts as missed.
GRACE = 30


class State(StrEnum):
    """How a visit stands; each day has exactly one."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    DONE = "done"
    DONE_OUT_OF_WINDOW = "done_out_of_window"
    NOT_APPLICABLE = "not_applicable"


class Dated(Protocol):
    """What a state is read from."""

    @property
    def opens_on(self) -> date: ...
    @property
    def closes_on(self) -> date: ...
    @property
    def optional(self) -> bool: ...
    @property
    def answered(self) -> str: ...
    @property
    def answered_on(self) -> date | None: ...
    @property
    def ended(self) -> str: ...


def state_on(visit: Dated, today: date) -> State:
    """Return how ``visit`` stands on ``today``.

    A visit that was answered is done for good. One that ended, or an optional one
    whose window is over, is not applicable. The others go from upcoming over due
    (in the window) and overdue (``GRACE`` days) to missed.
    """
    if visit.answered:
        on = visit.answered_on
        inside = on is None or visit.opens_on <= on <= visit.closes_on
        return State.DONE if inside else State.DONE_OUT_OF_WINDOW
    if visit.ended:
        return State.NOT_APPLICABLE
    if today < visit.opens_on:
        return State.UPCOMING
    if today <= visit.closes_on:
        return State.DUE
    if visit.optional:
        return State.NOT_APPLICABLE
    overdue = today <= missed_after(visit.closes_on)
    return State.OVERDUE if overdue else State.MISSED


def missed_after(closes_on: date) -> date:
    """Return the last day on which an open visit is overdue, not yet missed."""
    return closes_on + timedelta(days=GRACE)
