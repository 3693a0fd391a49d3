"""Resolution of CRS, of each episode from its own onset."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from outcomes.endpoints import ends
from outcomes.endpoints.endpoint import INFUSION, Endpoint
from outcomes.endpoints.outcome import (
    Candidate,
    Doubt,
    Frame,
    Outcome,
    first_event,
)
from outcomes.endpoints.timeline import Episode, IndexEvent, Timeline
from outcomes.endpoints.toxicity import DAYS, LEE
from outcomes.endpoints.wording import CRS_RESOLVED, DEATH, NEXT_HSCT, Wording

# Time zero, and of whom.
Words = tuple[Wording, Wording]


def resolution_of_crs(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    episode: int,
) -> Outcome | None:
    """Return the end (1) of an episode of the course's CRS; None without that many.

    episode : 1 for the first
    """
    until = timeline.next_treatment(index.day0)
    own = [
        one
        for one in timeline.crs
        if one.onset >= index.day0 and (until is None or one.onset < until)
    ]
    if len(own) < episode:
        return None
    its = sorted(own, key=_in_time)[episode - 1]
    resolved = [Candidate(its.resolved, 1, CRS_RESOLVED)] if its.resolved else []
    doubts = []
    if not resolved:
        why = "the CRS has no day on which it resolved: enter it"
        doubts = [Doubt(its.onset + timedelta(DAYS), why)]
    return first_event(
        paramcd,
        [
            *resolved,
            *ends.hsct(timeline, index, 3),
            *ends.death(timeline, 2),
        ],
        timeline,
        index,
        data_cut=data_cut,
        frame=Frame(start=its.onset, days=DAYS),
        doubts=doubts,
    )


def _in_time(one: Episode) -> tuple[date, date]:
    return one.onset, one.resolved or date.max


def _resolution(episode: int, slug: str, name: Wording, words: Words) -> Endpoint:
    begins, which = words
    code = "CRSRES" if episode == 1 else f"CRSRES{episode}"
    return Endpoint(
        code,
        slug,
        name,
        Wording(
            f"Of patients with {which.en} of CRS: time from its onset to the day on "
            f"which it had resolved, followed for {DAYS} days. Death and HSCT compete. "
            f"Who is followed for {DAYS} days without a day of resolution is left out.",
            f"限CRS{which.zh}者：自该次发作起至缓解日的时间，随访{DAYS}天。死亡与移植为"
            f"竞争事件。随访满{DAYS}天而无缓解日期者不计入。",
        ),
        (CRS_RESOLVED, DEATH, NEXT_HSCT),
        "aalen_johansen",
        "toxicity",
        INFUSION,
        LEE,
        partial(resolution_of_crs, code, episode=episode),
        begins=begins,
        days=DAYS,
        read_at=14,
        option_of="" if code == "CRSRES" else "CRSRES",
    )


ENTRIES = (
    _resolution(
        1,
        "crs-resolution",
        Wording("Resolution of CRS", "CRS缓解"),
        (Wording("onset of CRS", "CRS发生"), Wording("a first episode", "首次发作")),
    ),
    _resolution(
        2,
        "crs-resolution-second-episode",
        Wording("Resolution of the second CRS", "第二次CRS缓解"),
        (
            Wording("onset of the second CRS", "第二次CRS发生"),
            Wording("a second episode", "第二次发作"),
        ),
    ),
    _resolution(
        3,
        "crs-resolution-third-episode",
        Wording("Resolution of the third CRS", "第三次CRS缓解"),
        (
            Wording("onset of the third CRS", "第三次CRS发生"),
            Wording("a third episode", "第三次发作"),
        ),
    ),
)
