"""Recovery of neutrophils and of platelets after a transplant."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from outcomes.endpoints import ends
from outcomes.endpoints.endpoint import HSCT, Derive, Endpoint
from outcomes.endpoints.outcome import (
    Candidate,
    Doubt,
    Frame,
    Outcome,
    first_event,
)
from outcomes.endpoints.timeline import Engraftment, IndexEvent, Lineage, Timeline
from outcomes.endpoints.wording import (
    DEATH,
    NEUTROPHILS,
    PLATELETS,
    SECOND_HSCT,
    Wording,
)

DAYS: dict[Lineage, int] = {"neutrophils": 60, "platelets": 100}
# The days by which recovery is read, and from which on it must be stated.
READ_AT: dict[Lineage, int] = {"neutrophils": 28, "platelets": 60}
EVENT = {"neutrophils": NEUTROPHILS, "platelets": PLATELETS}
ASTCT = "Kharfan-Dabaja MA et al. Transplant Cell Ther 2021;27:642 (ASTCT)"


def engraftment(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    lineage: Lineage,
) -> Outcome:
    """Return the day of recovery (1), of death (2) or of a second HSCT (3)."""
    found = next(
        (
            one
            for one in timeline.engraftments
            if one.day0 == index.day0 and one.lineage == lineage
        ),
        Engraftment(index.day0, lineage, None),
    )
    recovered = [] if found.on is None else [Candidate(found.on, 1, EVENT[lineage])]
    candidates = [
        *recovered,
        *ends.second_hsct(timeline, index, 3),
        *ends.death(timeline, 2),
    ]
    return first_event(
        paramcd,
        candidates,
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(days=DAYS[lineage]),
        doubts=_doubts(found),
    )


def _doubts(found: Engraftment) -> list[Doubt]:
    name = f"{EVENT[found.lineage].en.lower()}"
    if found.engrafted and found.on is None:
        return [Doubt(found.day0, f"{name} has no day: enter it, or the daily counts")]
    if found.engrafted is None:
        by = found.day0 + timedelta(READ_AT[found.lineage])
        return [Doubt(by, f"{name} is not stated: fill in its form, or the counts")]
    return []


def _entry(
    code: str, slug: str, lineage: Lineage, name: Wording, rule: Wording
) -> Endpoint:
    at, days = READ_AT[lineage], DAYS[lineage]
    derive: Derive = partial(engraftment, code, lineage=lineage)
    return Endpoint(
        code,
        slug,
        name,
        Wording(
            f"Time from HSCT to {rule.en}, from the daily counts where they reach it, "
            "else as recorded; never below counts as day 0. Death and a second HSCT "
            f"compete. Followed to day {days}, read at day {at}. Who is followed past "
            f"day {at} without a statement is left out.",
            f"自移植起至{rule.zh}的时间；先按逐日血象推导，否则按记录日期，从未低于阈值者"
            f"计为第0天。死亡与第二次移植为竞争事件。随访至第{days}天，第{at}天读数。"
            f"随访超过第{at}天而未填报者不计入。",
        ),
        (EVENT[lineage], DEATH, SECOND_HSCT),
        "aalen_johansen",
        "engraftment",
        HSCT,
        ASTCT,
        derive,
        days=days,
        read_at=at,
    )


ENTRIES = (
    _entry(
        "ANCENG",
        "neutrophil-engraftment",
        "neutrophils",
        NEUTROPHILS,
        Wording(
            "the first of three consecutive neutrophil counts of 0.5 × 10⁹/L or more",
            "中性粒细胞连续三次≥0.5×10⁹/L的首日",
        ),
    ),
    _entry(
        "PLTENG",
        "platelet-engraftment",
        "platelets",
        PLATELETS,
        Wording(
            "the first of seven days of 20 × 10⁹/L platelets or more without "
            "transfusion",
            "无输注连续七天血小板≥20×10⁹/L的首日",
        ),
    ),
)
