"""Cells that come back, from the infusion or from when they were found missing."""

from __future__ import annotations

from datetime import date
from functools import partial

from outcomes.endpoints.endpoint import INFUSION, Endpoint
from outcomes.endpoints.outcome import Candidate, Outcome
from outcomes.endpoints.tested import BETWEEN_TESTS, REGISTRY, of_course, tested
from outcomes.endpoints.timeline import Compartment, IndexEvent, Timeline
from outcomes.endpoints.wording import (
    CELLS_BACK,
    DEATH,
    NEXT_HSCT,
    NEXT_INFUSION,
    Wording,
)


def aplasia_recovery(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    compartment: Compartment,
    from_aplasia: bool = False,
) -> Outcome | None:
    """Return the recovery (1) of cells from the infusion; None without a test.

    ``from_aplasia`` begins on the first day on which they were found missing instead:
    of the tests that come before the recovery the first.
    """
    until = timeline.next_treatment(index.day0)
    tests = [
        one
        for one in timeline.aplasia
        if one.compartment == compartment and of_course(one.on, index, until)
    ]
    if not tests:
        return None
    back = [
        Candidate(one.recovered, 1, CELLS_BACK)
        for one in tests
        if one.recovered and of_course(one.recovered, index, until)
    ]
    seen = max(one.on for one in tests)
    start = index.day0
    if from_aplasia:
        low = [one.on for one in tests if not one.recovered or one.recovered > one.on]
        if not low:
            return None
        start = min(low)
    return tested(
        paramcd, back, timeline, index, start=start, seen=seen, data_cut=data_cut
    )


def _aplasia(
    code: str, slug: str, name: Wording, compartment: Compartment, *, first: bool
) -> Endpoint:
    cells = Wording(
        *(("B cells", "B细胞") if compartment == "B_cell" else ("T cells", "T细胞"))
    )
    whom, since = (
        (
            Wording("whose %s were missing", "%s缺乏"),
            Wording("the first day on which they were found missing", "首次检出缺乏日"),
        )
        if first
        else (
            Wording("whose %s were tested", "检测过%s"),
            Wording("infusion", "回输"),
        )
    )
    return Endpoint(
        f"{code}FIRST" if first else code,
        f"{slug}-from-aplasia" if first else slug,
        Wording(f"{name.en}, from its first day", f"{name.zh}（自首次检出缺乏起）")
        if first
        else name,
        Wording(
            f"Of patients {whom.en % cells.en}: time from {since.en} to the stated day "
            "of their recovery. Death, HSCT and a new CAR-T infusion compete, up to "
            f"{BETWEEN_TESTS} days after the last test. Others are censored at their "
            "last test.",
            f"限{whom.zh % cells.zh}者：自{since.zh}起至所填报的恢复日的时间。死亡、"
            f"移植与再次CAR-T回输（末次检测后{BETWEEN_TESTS}天内）为竞争事件。"
            "其余患者在末次检测日删失。",
        ),
        (CELLS_BACK, DEATH, NEXT_HSCT, NEXT_INFUSION),
        "aalen_johansen",
        "persistence",
        INFUSION,
        REGISTRY,
        partial(
            aplasia_recovery,
            f"{code}FIRST" if first else code,
            compartment=compartment,
            from_aplasia=first,
        ),
        begins=Wording("first aplasia", "首次检出缺乏") if first else None,
        option_of=code if first else "",
    )


B_CELLS = (
    "BCA",
    "b-cell-recovery",
    Wording("Recovery from B-cell aplasia", "B细胞缺乏恢复"),
)
T_CELLS = (
    "TCA",
    "t-cell-recovery",
    Wording("Recovery from T-cell aplasia", "T细胞缺乏恢复"),
)

ENTRIES = (
    _aplasia(*B_CELLS, "B_cell", first=False),
    _aplasia(*T_CELLS, "T_cell", first=False),
    _aplasia(*B_CELLS, "B_cell", first=True),
    _aplasia(*T_CELLS, "T_cell", first=True),
)
