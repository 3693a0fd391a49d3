"""Onset of CRS and of ICANS after CAR-T."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Literal

from outcomes.endpoints import ends
from outcomes.endpoints.endpoint import INFUSION, Derive, Endpoint
from outcomes.endpoints.outcome import (
    Candidate,
    Doubt,
    Frame,
    Outcome,
    first_event,
)
from outcomes.endpoints.stated import ungraded, unstated
from outcomes.endpoints.timeline import Episode, IndexEvent, Timeline
from outcomes.endpoints.wording import (
    CRS,
    DEATH,
    ICANS,
    NEXT_THERAPY,
    Wording,
)

DAYS = 30
NAMES = {"crs": CRS, "icans": ICANS}
LEE = "Lee DW et al. Biol Blood Marrow Transplant 2019;25:625 (ASTCT)"


def onset(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    what: Literal["crs", "icans"],
    grade: int,
) -> Outcome:
    """Return the onset (1) of CRS or ICANS of that grade or more within 30 days."""
    episodes = timeline.crs if what == "crs" else timeline.icans
    events = _onsets(episodes, index, NAMES[what], grade)
    doubts = unstated(timeline, index, what)
    if grade > 1:
        doubts += ungraded(episodes, index, what)
    return _within_30_days(
        paramcd, events, timeline, index, doubts=doubts, data_cut=data_cut
    )


def _onsets(
    episodes: tuple[Episode, ...], index: IndexEvent, event: Wording, grade: int
) -> list[Candidate]:
    """Return the onsets; an open grade is one of any."""
    return [
        Candidate(one.onset, 1, event, one.imputed)
        for one in episodes
        if one.onset >= index.day0
        and (grade == 1 if one.grade is None else one.grade >= grade)
    ]


def _within_30_days(
    paramcd: str,
    events: list[Candidate],
    timeline: Timeline,
    index: IndexEvent,
    *,
    doubts: list[Doubt],
    data_cut: date | None,
) -> Outcome:
    candidates = [
        *events,
        *ends.next_therapy(timeline, index, 3),
        *ends.death(timeline, 2),
    ]
    return first_event(
        paramcd,
        candidates,
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(days=DAYS),
        doubts=doubts,
    )


def _onset(code: str, slug: str, name: Wording, derive: Derive) -> Endpoint:
    return Endpoint(
        code,
        slug,
        name,
        Wording(
            f"Time from infusion to the onset of {name.en} (ASTCT), followed to day "
            f"{DAYS}. Death and the next therapy compete. Who is followed to day "
            f"{DAYS} without a statement whether it occurred is left out.",
            f"自回输起至{name.zh}（ASTCT）发生的时间，随访至第{DAYS}天。死亡与后续治疗为"
            f"竞争事件。随访至第{DAYS}天而未填报是否发生者不计入。",
        ),
        (name, DEATH, NEXT_THERAPY),
        "aalen_johansen",
        "toxicity",
        INFUSION,
        LEE,
        derive,
        days=DAYS,
        read_at=DAYS,
    )


ENTRIES = (
    _onset("CRSONS", "crs-onset", CRS, partial(onset, "CRSONS", what="crs", grade=1)),
    _onset(
        "CRSONS3",
        "crs-onset-grade-3",
        Wording("CRS of grade 3 or more", "≥3级CRS"),
        partial(onset, "CRSONS3", what="crs", grade=3),
    ),
    _onset(
        "ICANSONS",
        "icans-onset",
        ICANS,
        partial(onset, "ICANSONS", what="icans", grade=1),
    ),
    _onset(
        "ICANSON3",
        "icans-onset-grade-3",
        Wording("ICANS of grade 3 or more", "≥3级ICANS"),
        partial(onset, "ICANSON3", what="icans", grade=3),
    ),
)
