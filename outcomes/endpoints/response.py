"""Event-free survival after CAR-T, and how long a response lasts."""

from __future__ import annotations

from datetime import date, timedelta

from outcomes.endpoints import ends
from outcomes.endpoints.outcome import (
    Candidate,
    Doubt,
    Frame,
    Outcome,
    first_event,
    until_assessed,
)
from outcomes.endpoints.survival import disease_of
from outcomes.endpoints.timeline import IndexEvent, Response, Timeline
from outcomes.endpoints.wording import NEW_THERAPY, NO_REMISSION, NO_RESPONSE

LEUKAEMIAS = frozenset({"T-ALL", "ETP-ALL", "B-ALL", "MPAL", "AML", "T-LBL", "B-LBL"})
LYMPHOMAS = frozenset(
    {"T-LBL", "B-LBL", "DLBCL", "FL", "MCL", "PMBCL", "BL", "PTCL", "CLL"}
)
BY_PARTIAL_RESPONSE = LYMPHOMAS - LEUKAEMIAS | {"MM", "PCL"}
# Of an evaluation: the first and the last day that count, and the day meant.
DAY_28, DAY_90 = (21, 35, 28), (76, 120, 90)
DEPTHS = ("complete", "partial", "none")


def event_free_survival(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    at_day_0: bool = False,
    assessed: bool = False,
) -> Outcome | None:
    """Return the first of no remission by day 35, relapse and death; of leukaemia.

    ``at_day_0`` dates the failure to reach remission on day 0, as trials do, instead
    of on the day that found it; ``assessed`` censors others at the last assessment.
    """
    if disease_of(timeline) not in LEUKAEMIAS:
        return None
    events = ends.failures(timeline, index, relapse=1, death=1)
    responses = after_infusion(timeline, index)
    last = index.day0 + timedelta(DAY_28[1])
    early = [one for one in responses if one.on <= last]
    doubts = []
    if not any(one.depth == "complete" for one in early):
        found = _evaluated_at(timeline, index, *DAY_28)
        if found is not None:
            on = index.day0 if at_day_0 else found.on
            events.append(Candidate(on, 1, NO_REMISSION, found.imputed))
        else:
            why = "no assessment of day 21 to 35: enter the day 28 evaluation"
            doubts.append(Doubt(last, why))
    return first_event(
        paramcd,
        events,
        timeline,
        index,
        data_cut=data_cut,
        frame=until_assessed(timeline, index.day0) if assessed else None,
        doubts=doubts,
    )


def lymphoma_event_free_survival(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    by_day_90: bool,
) -> Outcome | None:
    """Return the first of progression, therapy for it, and death; of lymphoma.

    Others are censored at their last assessment, on day 0 without one. With
    ``by_day_90`` no response at the evaluation of day 90 is a failure too.
    """
    if disease_of(timeline) not in LYMPHOMAS:
        return None
    events = ends.failures(timeline, index, relapse=1, death=1)
    events += [
        Candidate(one.on, 1, NEW_THERAPY)
        for one in timeline.therapies
        if one.failing and one.systemic and one.on > index.day0
    ]
    doubts: list[Doubt] = []
    if by_day_90:
        found = _evaluated_at(timeline, index, *DAY_90)
        if found is None:
            why = "no assessment of day 76 to 120: enter the day 90 evaluation"
            doubts.append(Doubt(index.day0 + timedelta(DAY_90[1]), why))
        elif found.depth == "none":
            events.append(Candidate(found.on, 1, NO_RESPONSE, found.imputed))
    return first_event(
        paramcd,
        events,
        timeline,
        index,
        data_cut=data_cut,
        frame=until_assessed(timeline, index.day0),
        doubts=doubts,
    )


def _evaluated_at(
    timeline: Timeline, index: IndexEvent, first: int, last: int, nearest: int
) -> Response | None:
    """Return the assessment nearest to a day, within its window; None without one.

    Of two on one day the better counts.
    """
    among = [
        one
        for one in after_infusion(timeline, index)
        if first <= (one.on - index.day0).days <= last
    ]
    return min(
        among,
        key=lambda one: (
            abs((one.on - index.day0).days - nearest),
            one.on,
            DEPTHS.index(one.depth),
        ),
        default=None,
    )


def duration_of_response(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    by_death: int = 1,
    assessed: bool = False,
) -> Outcome | None:
    """Return relapse or death from the first response on; None without one.

    A response is one before the next treatment: complete, in lymphoma and myeloma a
    partial one too.

    by_death : the cause that death without relapse is, 2 where it competes
    assessed : whether who has none is censored at the last assessment
    """
    enough = {"complete"}
    if disease_of(timeline) in BY_PARTIAL_RESPONSE:
        enough.add("partial")
    reached = [one for one in after_infusion(timeline, index) if one.depth in enough]
    if not reached:
        return None
    start = min(one.on for one in reached)
    frame = until_assessed(timeline, start) if assessed else Frame(start=start)
    events = ends.failures(timeline, index, relapse=1, death=by_death)
    return first_event(paramcd, events, timeline, index, data_cut=data_cut, frame=frame)


def after_infusion(timeline: Timeline, index: IndexEvent) -> list[Response]:
    """Return the responses after day 0, up to the next treatment or other therapy."""
    following = [timeline.next_treatment(index.day0)]
    following += [one.on for one in timeline.therapies if one.on > index.day0]
    until = min((day for day in following if day), default=None)
    return [
        one
        for one in timeline.responses
        if one.on > index.day0 and (until is None or one.on <= until)
    ]
