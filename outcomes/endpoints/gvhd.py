"""Acute and chronic GVHD, and survival free of both: after an allogeneic HSCT.

An episode counts from the day of its onset, with its worst grade: the registry has no
day on which a grade was reached. A form that is absent is no "no": once the day has
passed on which the registry asks whether it occurred, the endpoint is not derived.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from outcomes.endpoints import ends
from outcomes.endpoints.outcome import (
    Candidate,
    Doubt,
    Frame,
    Outcome,
    first_event,
)
from outcomes.endpoints.stated import ungraded, unstated
from outcomes.endpoints.timeline import ChronicGvhd, IndexEvent, Timeline
from outcomes.endpoints.wording import ACUTE_GVHD, CHRONIC_GVHD, TREATED_GVHD, Wording

SEVERE, MODERATE_OR_SEVERE = ("severe",), ("moderate", "severe")
ANY_SEVERITY = ("mild", *MODERATE_OR_SEVERE)


def acute_gvhd(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    grade: int,
    days: int,
) -> Outcome | None:
    """Return the onset of acute GVHD of that grade or more, within ``days``."""
    if not allogeneic(timeline, index):
        return None
    return first_event(
        paramcd,
        [*_acute(timeline, index, grade), *_competing(timeline, index)],
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(days=days),
        doubts=_acute_doubts(timeline, index),
    )


def chronic_gvhd(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    severities: tuple[str, ...],
) -> Outcome | None:
    """Return the onset of chronic GVHD of these severities."""
    if not allogeneic(timeline, index):
        return None
    return first_event(
        paramcd,
        [*_chronic(timeline, index, severities), *_competing(timeline, index)],
        timeline,
        index,
        data_cut=data_cut,
        doubts=[*_chronic_doubts(timeline, index, severities)],
    )


def gvhd_and_relapse_free(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    severities: tuple[str, ...] | None,
    acute: bool,
) -> Outcome | None:
    """Return the first of GVHD, relapse and death.

    severities : of chronic GVHD; None for what needs systemic therapy
    acute : whether acute GVHD III-IV counts too
    """
    if not allogeneic(timeline, index):
        return None
    events, doubts = [], []
    if acute:
        events += _acute(timeline, index, 3)
        doubts += _acute_doubts(timeline, index)
    if severities is None:
        events += _treated(timeline, index)
        doubts += [*_treated_doubts(timeline, index)]
    else:
        events += _chronic(timeline, index, severities)
        doubts += [*_chronic_doubts(timeline, index, severities)]
    events += ends.failures(timeline, index, relapse=1, death=1)
    return first_event(
        paramcd, events, timeline, index, data_cut=data_cut, doubts=doubts
    )


def allogeneic(timeline: Timeline, index: IndexEvent) -> bool:
    """Tell whether GVHD can follow: unless the transplant is said to be autologous."""
    return index.day0 not in timeline.autologous


def _competing(timeline: Timeline, index: IndexEvent) -> list[Candidate]:
    """Return death (2), relapse (3) and second transplant (4), in order of a day."""
    return [
        *ends.relapses(timeline, 3),
        *ends.second_hsct(timeline, index, 4),
        *ends.death(timeline, 2),
    ]


def _acute(timeline: Timeline, index: IndexEvent, grade: int) -> list[Candidate]:
    return [
        Candidate(one.onset, 1, ACUTE_GVHD, one.imputed)
        for one in timeline.acute_gvhd
        if one.grade is not None and one.grade >= grade and one.onset >= index.day0
    ]


def _acute_doubts(timeline: Timeline, index: IndexEvent) -> list[Doubt]:
    return [
        *unstated(timeline, index, "acute_gvhd"),
        *ungraded(timeline.acute_gvhd, index, "acute_gvhd"),
    ]


def _chronic(
    timeline: Timeline, index: IndexEvent, severities: tuple[str, ...]
) -> list[Candidate]:
    return [
        Candidate(one.onset, 1, CHRONIC_GVHD, one.imputed)
        for one in timeline.chronic_gvhd
        if one.onset >= index.day0
        and (severities == ANY_SEVERITY or one.severity in severities)
    ]


def _chronic_doubts(
    timeline: Timeline, index: IndexEvent, severities: tuple[str, ...]
) -> Iterator[Doubt]:
    yield from unstated(timeline, index, "chronic_gvhd")
    if severities == ANY_SEVERITY:
        return
    for one in timeline.chronic_gvhd:
        if one.severity is None and one.onset >= index.day0:
            yield _severity_is_open(one)


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
            yield _severity_is_open(one)


def _severity_is_open(one: ChronicGvhd) -> Doubt:
    why = f"the severity of the chronic GVHD of {one.onset} is open: complete it"
    return Doubt(one.onset, why)
