"""Recovery of neutrophils and of platelets after a transplant."""

from __future__ import annotations

from dataclasses import dataclass
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
    RELAPSE,
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
    days: int,
    by_relapse: bool = False,
) -> Outcome:
    """Return the day of recovery (1), of death (2) or of a second HSCT (3).

    days : how long is looked at; by_relapse : whether relapse competes too (4)
    """
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
        *(ends.relapses(timeline, 4) if by_relapse else []),
        *ends.second_hsct(timeline, index, 3),
        *ends.death(timeline, 2),
    ]
    return first_event(
        paramcd,
        candidates,
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(days=days),
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


@dataclass(frozen=True, slots=True)
class Recovery:
    """One recovery: the code and slug of its endpoint, and the rule in words."""

    code: str
    slug: str
    lineage: Lineage
    rule: Wording


OF_NEUTROPHILS = Recovery(
    "ANCENG",
    "neutrophil-engraftment",
    "neutrophils",
    Wording(
        "the first of three consecutive neutrophil counts of 0.5 × 10⁹/L or more",
        "中性粒细胞连续三次≥0.5×10⁹/L的首日",
    ),
)
OF_PLATELETS = Recovery(
    "PLTENG",
    "platelet-engraftment",
    "platelets",
    Wording(
        "the first of seven days of 20 × 10⁹/L platelets or more without transfusion",
        "无输注连续七天血小板≥20×10⁹/L的首日",
    ),
)


def _usual(one: Recovery) -> Endpoint:
    days = DAYS[one.lineage]
    return _entry(one, one.code, one.slug, EVENT[one.lineage], days=days)


def _to_reading(one: Recovery) -> Endpoint:
    """Return the option that ends on the day at which recovery is read."""
    name, days = EVENT[one.lineage], READ_AT[one.lineage]
    words = Wording(f"{name.en} by day {days}", f"{name.zh}（至第{days}天）")
    code, slug = f"{one.code}{days}", f"{one.slug}-day-{days}"
    return _entry(one, code, slug, words, days=days)


def _against_relapse(one: Recovery) -> Endpoint:
    """Return the option in which relapse competes."""
    name = EVENT[one.lineage]
    words = Wording(f"{name.en}, relapse competing", f"{name.zh}（复发为竞争事件）")
    code, slug, days = f"{one.code}R", f"{one.slug}-before-relapse", DAYS[one.lineage]
    return _entry(one, code, slug, words, days=days, by_relapse=True)


def _entry(
    one: Recovery,
    code: str,
    slug: str,
    name: Wording,
    *,
    days: int,
    by_relapse: bool = False,
) -> Endpoint:
    lineage, at, rule = one.lineage, READ_AT[one.lineage], one.rule
    derive: Derive = partial(
        engraftment, code, lineage=lineage, days=days, by_relapse=by_relapse
    )
    competing = Wording(
        *(
            ("Death, a second HSCT and relapse compete", "死亡、第二次移植与复发")
            if by_relapse
            else ("Death and a second HSCT compete", "死亡与第二次移植")
        )
    )
    return Endpoint(
        code,
        slug,
        name,
        Wording(
            f"Time from HSCT to {rule.en}, from the daily counts where they reach it, "
            f"else as recorded; never below counts as day 0. {competing.en}. Followed "
            f"to day {days}, read at day {at}. Who is followed past day {at} without a "
            "statement is left out.",
            f"自移植起至{rule.zh}的时间；先按逐日血象推导，否则按记录日期，从未低于阈值者"
            f"计为第0天。{competing.zh}为竞争事件。随访至第{days}天，第{at}天读数。"
            f"随访超过第{at}天而未填报者不计入。",
        ),
        (EVENT[lineage], DEATH, SECOND_HSCT, *([RELAPSE] if by_relapse else [])),
        "aalen_johansen",
        "engraftment",
        HSCT,
        ASTCT,
        derive,
        days=days,
        read_at=at,
        option_of="" if code == one.code else one.code,
    )


ENTRIES = tuple(
    make(one)
    for make in (_usual, _to_reading, _against_relapse)
    for one in (OF_NEUTROPHILS, OF_PLATELETS)
)
