"""Overall survival, leukaemia-free survival, relapse and non-relapse mortality."""

from __future__ import annotations

from datetime import date

from outcomes.endpoints.outcome import Candidate, NotDerivable, Outcome, first_event
from outcomes.endpoints.timeline import (
    DEATH_OF_DISEASE_CAUSE,
    IndexEvent,
    Timeline,
)
from outcomes.endpoints.wording import (
    DEATH,
    DEATH_OF_DISEASE,
    NON_RELAPSE_DEATH,
    RELAPSE,
    Wording,
)


def overall_survival(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of death from any cause."""
    dead = timeline.death
    died = [] if dead is None else [Candidate(dead.on, 1, DEATH, dead.imputed)]
    return first_event("OS", died, timeline, index, data_cut=data_cut)


def leukaemia_free_survival(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of relapse, progression or death, whichever is first."""
    events = _failures(timeline, index, relapse=1, death=1)
    return first_event("LFS", events, timeline, index, data_cut=data_cut)


def relapse_incidence(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of relapse (cause 1) or of death without relapse (cause 2)."""
    events = _failures(timeline, index, relapse=1, death=2)
    return first_event("RI", events, timeline, index, data_cut=data_cut)


def non_relapse_mortality(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of death without relapse (cause 1) or of relapse (cause 2)."""
    events = _failures(timeline, index, relapse=2, death=1)
    return first_event("NRM", events, timeline, index, data_cut=data_cut)


def _failures(
    timeline: Timeline, index: IndexEvent, *, relapse: int, death: int
) -> list[Candidate]:
    """Return relapses before the death, so that on one day relapse counts.

    A relapse after death is refused: one of the two dates is wrong.
    """
    died = timeline.death
    if "relapse" in timeline.undated:
        raise NotDerivable("a relapse has no date: enter its day, or its month or year")
    relapses = [entry.on for entry in timeline.relapses]
    if died is not None and any(day > died.on for day in relapses):
        raise NotDerivable(
            f"a relapse ({max(relapses)}) is dated after death ({died.on}): correct one"
        )
    candidates = [
        Candidate(entry.on, relapse, RELAPSE, entry.imputed)
        for entry in timeline.relapses
    ]
    if died is not None:
        of_disease, event = _kind_of_death(timeline, index)
        cause = relapse if of_disease else death
        candidates.append(Candidate(died.on, cause, event, died.imputed))
    return candidates


def _kind_of_death(timeline: Timeline, index: IndexEvent) -> tuple[bool, Wording]:
    """Return whether a death without a dated relapse is one of the disease.

    It is when its recorded cause says so, or when the patient was assessed after
    day 0 and never found in remission.
    """
    of_disease = (
        timeline.death is not None and timeline.death.cause == DEATH_OF_DISEASE_CAUSE
    ) or timeline.never_in_remission_from(index.day0)
    return of_disease, DEATH_OF_DISEASE if of_disease else NON_RELAPSE_DEATH
