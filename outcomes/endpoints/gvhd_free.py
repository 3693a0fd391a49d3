"""Survival free of GVHD and relapse, and which of them came first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from outcomes.endpoints import ends
from outcomes.endpoints.gvhd import (
    MODERATE_OR_SEVERE,
    acute,
    acute_doubts,
    allogeneic,
    chronic,
    chronic_doubts,
    severity_is_open,
)
from outcomes.endpoints.outcome import Candidate, Doubt, Outcome, first_event
from outcomes.endpoints.stated import unstated
from outcomes.endpoints.timeline import ChronicGvhd, IndexEvent, Timeline
from outcomes.endpoints.wording import (
    ACUTE_GVHD,
    CHRONIC_GVHD,
    DEATH_OF_DISEASE,
    RELAPSE,
    TREATED_GVHD,
    Wording,
)

# What came first, as a cause; whatever else ends it is death.
COMPONENT = {
    ACUTE_GVHD.en: 1,
    CHRONIC_GVHD.en: 2,
    TREATED_GVHD.en: 2,
    RELAPSE.en: 3,
    DEATH_OF_DISEASE.en: 3,
}
BY_DEATH = 4


def gvhd_and_relapse_free(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    severities: tuple[str, ...] | None,
    with_acute: bool,
    rescue: bool = False,
) -> Outcome | None:
    """Return the first of GVHD, relapse and death.

    severities : of chronic GVHD; None for what needs systemic therapy
    with_acute : whether acute GVHD III-IV counts too
    rescue : whether a second transplant for graft failure does
    """
    if not allogeneic(timeline, index):
        return None
    events: list[Candidate] = []
    doubts: list[Doubt] = []
    if with_acute:
        events += acute(timeline, index, 3)
        doubts += acute_doubts(timeline, index)
    if severities is None:
        events += _treated(timeline, index)
        doubts += [*_treated_doubts(timeline, index)]
    else:
        events += chronic(timeline, index, severities)
        doubts += [*chronic_doubts(timeline, index, severities)]
    if rescue:
        events += ends.rescue(timeline, index, 1)
    events += ends.failures(timeline, index, relapse=1, death=1)
    return first_event(
        paramcd, events, timeline, index, data_cut=data_cut, doubts=doubts
    )


def by_component(
    paramcd: str, timeline: Timeline, index: IndexEvent, data_cut: date | None
) -> Outcome | None:
    """Return GRFS with what ended it as the cause, so that all add up to 1 - GRFS."""
    found = gvhd_and_relapse_free(
        paramcd, timeline, index, data_cut, severities=None, with_acute=True
    )
    if found is None or not found.cause:
        return found
    return replace(found, cause=COMPONENT.get(found.event, BY_DEATH))


def _treated(timeline: Timeline, index: IndexEvent) -> list[Candidate]:
    """Return chronic GVHD by systemic therapy; unsaid, a moderate one counts."""
    return [
        Candidate(_began(one), 1, _words(one), one.imputed)
        for one in timeline.chronic_gvhd
        if one.onset >= index.day0 and _needs_therapy(one)
    ]


def _needs_therapy(one: ChronicGvhd) -> bool:
    if one.systemic_therapy is None:
        return one.severity in MODERATE_OR_SEVERE
    return one.systemic_therapy


def _began(one: ChronicGvhd) -> date:
    """Return the start of systemic therapy where it is known, else the onset."""
    start = one.systemic_start if one.systemic_therapy else None
    return max(start, one.onset) if start else one.onset


def _words(one: ChronicGvhd) -> Wording:
    return TREATED_GVHD if one.systemic_therapy else CHRONIC_GVHD


def _treated_doubts(timeline: Timeline, index: IndexEvent) -> Iterator[Doubt]:
    yield from unstated(timeline, index, "chronic_gvhd")
    for one in timeline.chronic_gvhd:
        unknown = one.systemic_therapy is None and one.severity is None
        if unknown and one.onset >= index.day0:
            yield severity_is_open(one)
