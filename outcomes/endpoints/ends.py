"""What ends follow-up for many endpoints: relapse, death, the next treatment."""

from __future__ import annotations

from datetime import date

from outcomes.endpoints.outcome import Candidate, NotDerivable
from outcomes.endpoints.timeline import (
    DEATH_OF_DISEASE_CAUSE,
    IndexEvent,
    Timeline,
)
from outcomes.endpoints.wording import (
    BOOST,
    DEATH,
    DEATH_OF_DISEASE,
    DLI,
    NEXT_HSCT,
    NEXT_INFUSION,
    NEXT_THERAPY,
    NON_RELAPSE_DEATH,
    NRM_OF,
    RELAPSE,
    RESCUE,
    SECOND_HSCT,
    Wording,
)


def failures(
    timeline: Timeline, index: IndexEvent, *, relapse: int, death: int
) -> list[Candidate]:
    """Return relapses before the death, so that on one day relapse counts.

    A relapse after death is refused: one of the two dates is wrong.
    """
    candidates = relapses(timeline, relapse)
    died = timeline.death
    if died is not None:
        of_disease, event = _kind_of_death(timeline, index)
        cause = relapse if of_disease else death
        candidates.append(Candidate(died.on, cause, event, died.imputed))
    return candidates


def relapses(timeline: Timeline, cause: int) -> list[Candidate]:
    """Return every relapse or progression. Raises NotDerivable as ``failures`` does."""
    died = timeline.death
    if "relapse" in timeline.undated:
        raise NotDerivable("a relapse has no date: enter its day, or its month or year")
    days = [entry.on for entry in timeline.relapses]
    if died is not None and any(day > died.on for day in days):
        raise NotDerivable(
            f"a relapse ({max(days)}) is dated after death ({died.on}): correct one"
        )
    return [Candidate(one.on, cause, RELAPSE, one.imputed) for one in timeline.relapses]


def death(timeline: Timeline, cause: int) -> list[Candidate]:
    """Return the death from any cause."""
    died = timeline.death
    return [] if died is None else [Candidate(died.on, cause, DEATH, died.imputed)]


def second_hsct(timeline: Timeline, index: IndexEvent, cause: int) -> list[Candidate]:
    """Return the transplants after this one."""
    return _after(timeline.transplants, index.day0, cause, SECOND_HSCT)


def rescue(timeline: Timeline, index: IndexEvent, cause: int) -> list[Candidate]:
    """Return the transplants after this one that were given for graft failure."""
    return _after(tuple(timeline.rescues), index.day0, cause, RESCUE)


def dli(timeline: Timeline, index: IndexEvent, cause: int) -> list[Candidate]:
    """Return the infusions of donor lymphocytes after day 0."""
    return _after(timeline.dlis, index.day0, cause, DLI)


def hsct(timeline: Timeline, index: IndexEvent, cause: int) -> list[Candidate]:
    """Return the transplants after an infusion."""
    return _after(timeline.transplants, index.day0, cause, NEXT_HSCT)


def new_infusion(timeline: Timeline, index: IndexEvent, cause: int) -> list[Candidate]:
    """Return the infusions after this one."""
    return _after(timeline.infusions, index.day0, cause, NEXT_INFUSION)


def boost(timeline: Timeline, index: IndexEvent, cause: int) -> list[Candidate]:
    """Return the stem-cell boosts after day 0."""
    return _after(timeline.boosts, index.day0, cause, BOOST)


def next_therapy(timeline: Timeline, index: IndexEvent, cause: int) -> list[Candidate]:
    """Return whatever treatment follows: infusion, transplant, another therapy."""
    days = [*timeline.infusions, *timeline.transplants]
    days += [one.on for one in timeline.therapies]
    return _after(tuple(days), index.day0, cause, NEXT_THERAPY)


def _after(
    days: tuple[date, ...], day0: date, cause: int, event: Wording
) -> list[Candidate]:
    return [Candidate(day, cause, event) for day in days if day > day0]


def _kind_of_death(timeline: Timeline, index: IndexEvent) -> tuple[bool, Wording]:
    """Return whether a death without a dated relapse is one of the disease.

    It is when its recorded cause says so, or when the patient was assessed after
    day 0 and never found in remission.
    """
    died = timeline.death
    of_disease = (
        died is not None and died.cause == DEATH_OF_DISEASE_CAUSE
    ) or timeline.never_in_remission_from(index.day0)
    if of_disease:
        return True, DEATH_OF_DISEASE
    category = died.category if died else None
    return False, NRM_OF.get(category or "", NON_RELAPSE_DEATH)
