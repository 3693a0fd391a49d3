"""Acute and chronic GVHD, and survival free of both: after an allogeneic HSCT.

An episode counts from the day of its onset, with its worst grade: the registry has no
day on which a grade was reached. A form that is absent is no "no": once the day has
passed on which the registry asks whether it occurred, the endpoint is not derived.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

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
from outcomes.endpoints.wording import ACUTE_GVHD, CHRONIC_GVHD

SEVERE, MODERATE_OR_SEVERE = ("severe",), ("moderate", "severe")
ANY_SEVERITY = ("mild", *MODERATE_OR_SEVERE)
Competitor = Literal["death", "relapse", "second_hsct", "dli"]
# Causes 2, 3, ... of GVHD, and of the options by which it can be read.
USUAL: tuple[Competitor, ...] = ("death", "relapse", "second_hsct")
THROUGH_RELAPSE: tuple[Competitor, ...] = ("death", "second_hsct")
WITH_DLI: tuple[Competitor, ...] = (*USUAL, "dli")


def acute_gvhd(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    grade: int,
    days: int,
    competing: tuple[Competitor, ...] = USUAL,
) -> Outcome | None:
    """Return the onset of acute GVHD of that grade or more, within ``days``.

    competing : what ends the time without it, as causes 2, 3, ...
    """
    if not allogeneic(timeline, index):
        return None
    return first_event(
        paramcd,
        [*acute(timeline, index, grade), *_ending(timeline, index, competing)],
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(days=days),
        doubts=acute_doubts(timeline, index),
    )


def chronic_gvhd(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    severities: tuple[str, ...],
    competing: tuple[Competitor, ...] = USUAL,
) -> Outcome | None:
    """Return the onset of chronic GVHD of these severities; competing as above."""
    if not allogeneic(timeline, index):
        return None
    return first_event(
        paramcd,
        [*chronic(timeline, index, severities), *_ending(timeline, index, competing)],
        timeline,
        index,
        data_cut=data_cut,
        doubts=[*chronic_doubts(timeline, index, severities)],
    )


def allogeneic(timeline: Timeline, index: IndexEvent) -> bool:
    """Tell whether GVHD can follow: unless the transplant is said to be autologous."""
    return index.day0 not in timeline.autologous


def _ending(
    timeline: Timeline, index: IndexEvent, competing: tuple[Competitor, ...]
) -> list[Candidate]:
    """Return what competes, in order of a day: relapse, second HSCT, DLI, death."""
    cause = {name: number for number, name in enumerate(competing, start=2)}
    found: list[Candidate] = []
    if "relapse" in cause:
        found += ends.relapses(timeline, cause["relapse"])
    if "second_hsct" in cause:
        found += ends.second_hsct(timeline, index, cause["second_hsct"])
    if "dli" in cause:
        found += ends.dli(timeline, index, cause["dli"])
    return [*found, *ends.death(timeline, cause["death"])]


def acute(timeline: Timeline, index: IndexEvent, grade: int) -> list[Candidate]:
    """Return the onsets of acute GVHD of that grade or more."""
    return [
        Candidate(one.onset, 1, ACUTE_GVHD, one.imputed)
        for one in timeline.acute_gvhd
        if one.grade is not None and one.grade >= grade and one.onset >= index.day0
    ]


def acute_doubts(timeline: Timeline, index: IndexEvent) -> list[Doubt]:
    """Return what is not said of acute GVHD: whether it occurred, how badly."""
    return [
        *unstated(timeline, index, "acute_gvhd"),
        *ungraded(timeline.acute_gvhd, index, "acute_gvhd"),
    ]


def chronic(
    timeline: Timeline, index: IndexEvent, severities: tuple[str, ...]
) -> list[Candidate]:
    """Return the onsets of chronic GVHD of these severities."""
    return [
        Candidate(one.onset, 1, CHRONIC_GVHD, one.imputed)
        for one in timeline.chronic_gvhd
        if one.onset >= index.day0
        and (severities == ANY_SEVERITY or one.severity in severities)
    ]


def chronic_doubts(
    timeline: Timeline, index: IndexEvent, severities: tuple[str, ...]
) -> Iterator[Doubt]:
    """Yield what is not said of chronic GVHD: whether it occurred, how severe."""
    yield from unstated(timeline, index, "chronic_gvhd")
    if severities == ANY_SEVERITY:
        return
    for one in timeline.chronic_gvhd:
        if one.severity is None and one.onset >= index.day0:
            yield severity_is_open(one)


def severity_is_open(one: ChronicGvhd) -> Doubt:
    """Return the doubt of an episode of which nobody knows how severe it was."""
    why = f"the severity of the chronic GVHD of {one.onset} is open: complete it"
    return Doubt(one.onset, why)
