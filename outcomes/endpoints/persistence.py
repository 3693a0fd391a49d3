"""CAR-T cells that are lost, and neutrophils that come back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from outcomes.endpoints import ends
from outcomes.endpoints.endpoint import INFUSION, Endpoint
from outcomes.endpoints.outcome import Candidate, Frame, Outcome, first_event
from outcomes.endpoints.tested import (
    BETWEEN_TESTS,
    REGISTRY,
    known,
    of_course,
    tested,
)
from outcomes.endpoints.timeline import IndexEvent, Timeline
from outcomes.endpoints.wording import (
    BOOST,
    CAR_T_LOST,
    DEATH,
    LAST_TEST,
    NEUTROPHILS_BACK,
    NEXT_HSCT,
    NEXT_INFUSION,
    Wording,
)

# How long a count speaks for: the widest gap.
BETWEEN_COUNTS = 7
LOW, DAYS_BACK = 0.5, 3
NEUTROPHIL_DAYS = 90
ICAHT = "Rejeski K et al. Blood 2023;142:865 (EHA/EBMT)"


def car_t_persistence(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome | None:
    """Return the first (1) of two tests in a row that find no CAR-T cells.

    It counts once cells were found; of who never had any from the first test on. None
    without a test.
    """
    until = timeline.next_treatment(index.day0)
    found: dict[date, bool] = {}
    for one in timeline.persistence:
        if of_course(one.on, index, until):
            found[one.on] = one.found or found.get(one.on, False)
    days = sorted(found)
    if not days:
        return None
    first = next((day for day in days if found[day]), days[0])
    lost = [
        Candidate(day, 1, CAR_T_LOST)
        for day, following in pairwise(day for day in days if day >= first)
        if not found[day] and not found[following]
    ]
    return tested(
        "CARPERS",
        lost,
        timeline,
        index,
        start=index.day0,
        seen=days[-1],
        data_cut=data_cut,
    )


def neutrophil_recovery(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome | None:
    """Return the first (1) of three counted days above 0.5 × 10⁹/L.

    Time begins on the first day at or below it, between infusion and whatever ends the
    course's counts; None for who never was.
    """
    until = _counts_end(timeline, index)
    counts = [
        (day, value)
        for day, value in sorted(timeline.neutrophils)
        if of_course(day, index, until)
    ]
    start = next((day for day, value in counts if value <= LOW), None)
    if start is None:
        return None
    after = [(day, value) for day, value in counts if day > start]
    back = [
        Candidate(three[0][0], 1, NEUTROPHILS_BACK)
        for three in zip(after, after[1:], after[2:], strict=False)
        if all(value > LOW for _day, value in three)
    ]
    seen = counts[-1][0]
    return first_event(
        "ICAHTREC",
        [
            *back,
            *known(ends.hsct(timeline, index, 3), seen, BETWEEN_COUNTS),
            *known(ends.boost(timeline, index, 4), seen, BETWEEN_COUNTS),
            *known(ends.death(timeline, 2), seen, BETWEEN_COUNTS),
        ],
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(start=start, days=NEUTROPHIL_DAYS, seen=(seen, LAST_TEST)),
    )


def _counts_end(timeline: Timeline, index: IndexEvent) -> date | None:
    """Return the last day of the course's counts, None where nothing ends them."""
    days = [*timeline.infusions, *timeline.transplants, *timeline.boosts]
    days += [one.on for one in timeline.relapses]
    days += [one.on for one in timeline.therapies]
    later = [day for day in days if day > index.day0]
    return min(later) - timedelta(1) if later else None


ENTRIES = (
    Endpoint(
        "CARPERS",
        "car-t-loss",
        Wording("Loss of CAR-T cells", "CAR-T细胞转阴"),
        Wording(
            "Of patients tested: time from infusion to the first of two consecutive "
            "days of testing without CAR-T cells, once any were found. Death, HSCT and "
            f"a new CAR-T infusion compete, up to {BETWEEN_TESTS} days after the last "
            "test. Others are censored at their last test.",
            "限检测过者：自回输起，在曾检出之后连续两次检测均未检出CAR-T细胞的首日的时间。"
            f"死亡、移植与再次CAR-T回输（末次检测后{BETWEEN_TESTS}天内）为竞争事件。"
            "其余患者在末次检测日删失。",
        ),
        (CAR_T_LOST, DEATH, NEXT_HSCT, NEXT_INFUSION),
        "aalen_johansen",
        "persistence",
        INFUSION,
        REGISTRY,
        car_t_persistence,
    ),
    Endpoint(
        "ICAHTREC",
        "neutrophil-recovery",
        Wording("Neutrophil recovery after CAR-T", "CAR-T后中性粒细胞恢复"),
        Wording(
            "Of patients with neutrophils of 0.5 × 10⁹/L or less: time from the first "
            "such day to the first of three consecutive counted days above it, "
            f"followed for {NEUTROPHIL_DAYS} days. Death, HSCT and a stem-cell boost "
            f"compete, up to {BETWEEN_COUNTS} days after the last count. Others are "
            "censored at their last count; relapse and a further therapy end the "
            "counts.",
            "限中性粒细胞曾≤0.5×10⁹/L者：自首个低值日起至连续三个检测日>0.5×10⁹/L的首日的"
            f"时间，随访{NEUTROPHIL_DAYS}天。死亡、移植与干细胞补充（末次血象后"
            f"{BETWEEN_COUNTS}天内）为竞争事件。其余患者在末次血象日删失；复发与后续治疗"
            "终止血象。",
        ),
        (NEUTROPHILS_BACK, DEATH, NEXT_HSCT, BOOST),
        "aalen_johansen",
        "toxicity",
        INFUSION,
        ICAHT,
        neutrophil_recovery,
        begins=Wording("first neutrophils of 0.5 or less", "首个中性粒细胞≤0.5日"),
        days=NEUTROPHIL_DAYS,
        read_at=30,
    ),
)
