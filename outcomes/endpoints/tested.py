"""What tests tell of: between them nobody looks.

Who has no event is censored at the last test; death or a further treatment competes
only while the test before it still says something.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from outcomes.endpoints import ends
from outcomes.endpoints.outcome import Candidate, Frame, Outcome, first_event
from outcomes.endpoints.timeline import IndexEvent, Timeline
from outcomes.endpoints.wording import LAST_TEST

# How long a test speaks for: until the next is due.
BETWEEN_TESTS = 183
REGISTRY = "Registry rule"


def tested(
    paramcd: str,
    events: list[Candidate],
    timeline: Timeline,
    index: IndexEvent,
    *,
    start: date,
    seen: date,
    data_cut: date | None,
) -> Outcome:
    """Return the first of these events, or of what competes; ``seen``: last test."""
    candidates = [
        *events,
        *known(ends.hsct(timeline, index, 3), seen, BETWEEN_TESTS),
        *known(ends.new_infusion(timeline, index, 4), seen, BETWEEN_TESTS),
        *known(ends.death(timeline, 2), seen, BETWEEN_TESTS),
    ]
    return first_event(
        paramcd,
        candidates,
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(start=start, seen=(seen, LAST_TEST)),
    )


def known(found: Sequence[Candidate], seen: date, days: int) -> list[Candidate]:
    """Keep what came before the last test, or while it still said something."""
    return [one for one in found if one.on <= seen + timedelta(days)]


def of_course(day: date, index: IndexEvent, until: date | None) -> bool:
    """Tell whether a day lies between the infusion and what follows it."""
    return day >= index.day0 and (until is None or day <= until)
