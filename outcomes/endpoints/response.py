"""Event-free survival after CAR-T, and how long a response lasts."""

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
from outcomes.endpoints.survival import disease_of
from outcomes.endpoints.timeline import IndexEvent, Response, Timeline
from outcomes.endpoints.wording import (
    LAST_ASSESSMENT,
    NEW_THERAPY,
    NO_REMISSION,
    RELAPSE_OR_DEATH,
    Wording,
)

LEUKAEMIAS = frozenset({"T-ALL", "ETP-ALL", "B-ALL", "MPAL", "AML", "T-LBL", "B-LBL"})
LYMPHOMAS = frozenset(
    {"T-LBL", "B-LBL", "DLBCL", "FL", "MCL", "PMBCL", "BL", "PTCL", "CLL"}
)
BY_PARTIAL_RESPONSE = LYMPHOMAS - LEUKAEMIAS | {"MM", "PCL"}
EVALUATED, EVALUATED_BY, NEAREST = 21, 35, 28
FAILURE = Wording(
    "No remission, relapse, progression or death", "未缓解、复发、进展或死亡"
)
LYMPHOMA_FAILURE = Wording(
    "Progression, new therapy or death", "进展、因疾病开始新的治疗或死亡"
)
ELIANA = "Maude SL et al. N Engl J Med 2018;378:439 (ELIANA)"
TRANSFORM = "NCT03575351 (TRANSFORM)"
FDA = "FDA, Clinical Trial Endpoints, 2018"


def event_free_survival(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    at_day_0: bool,
) -> Outcome | None:
    """Return the first of no remission by day 35, relapse and death; of leukaemia.

    ``at_day_0`` dates the failure to reach remission on day 0, as trials do, instead
    of on the day that found it.
    """
    if disease_of(timeline) not in LEUKAEMIAS:
        return None
    events = ends.failures(timeline, index, relapse=1, death=1)
    responses = after_infusion(timeline, index)
    last = index.day0 + timedelta(EVALUATED_BY)
    early = [one for one in responses if one.on <= last]
    doubts = []
    if not any(one.depth == "complete" for one in early):
        evaluated = [
            one for one in early if one.on >= index.day0 + timedelta(EVALUATED)
        ]
        if evaluated:
            found = min(evaluated, key=lambda one: _from_day_28(one, index))
            on = index.day0 if at_day_0 else found.on
            events.append(Candidate(on, 1, NO_REMISSION, found.imputed))
        else:
            why = "no assessment of day 21 to 35: enter the day 28 evaluation"
            doubts.append(Doubt(last, why))
    return first_event(
        paramcd, events, timeline, index, data_cut=data_cut, doubts=doubts
    )


def lymphoma_event_free_survival(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome | None:
    """Return the first of progression, therapy for it, and death; of lymphoma.

    Others are censored at their last assessment, on day 0 without one.
    """
    if disease_of(timeline) not in LYMPHOMAS:
        return None
    events = ends.failures(timeline, index, relapse=1, death=1)
    events += [
        Candidate(one.on, 1, NEW_THERAPY)
        for one in timeline.therapies
        if one.failing and one.systemic and one.on > index.day0
    ]
    seen = [one.on for one in timeline.responses if one.on >= index.day0]
    frame = Frame(seen=(max(seen, default=index.day0), LAST_ASSESSMENT))
    return first_event(
        "EFSLYM", events, timeline, index, data_cut=data_cut, frame=frame
    )


def duration_of_response(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome | None:
    """Return relapse or death from the first response on; None without one.

    A response is one before the next treatment: complete, in lymphoma and myeloma a
    partial one too.
    """
    enough = {"complete"}
    if disease_of(timeline) in BY_PARTIAL_RESPONSE:
        enough.add("partial")
    reached = [one for one in after_infusion(timeline, index) if one.depth in enough]
    if not reached:
        return None
    first = min(reached, key=lambda one: one.on)
    events = ends.failures(timeline, index, relapse=1, death=1)
    frame = Frame(start=first.on)
    return first_event("DOR", events, timeline, index, data_cut=data_cut, frame=frame)


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


def _from_day_28(one: Response, index: IndexEvent) -> int:
    return abs((one.on - index.day0).days - NEAREST)


def _event_free(code: str, slug: str, *, at_day_0: bool) -> Endpoint:
    en, zh = (
        ("day 0", "第0天") if at_day_0 else ("the day of that evaluation", "评估日")
    )
    suffix = (", failures on day 0", "（未缓解计于第0天）") if at_day_0 else ("", "")
    return Endpoint(
        code,
        slug,
        Wording(f"Event-free survival{suffix[0]}", f"无事件生存{suffix[1]}"),
        Wording(
            "Of acute leukaemia and lymphoblastic lymphoma: time from infusion to the "
            "first of no CR, CRh or CRi by the evaluation of day 28 (day 21 to 35; "
            f"dated on {en}), relapse, progression, and death. Others are censored at "
            "their last contact. Who was followed past day 35 without an evaluation "
            "is left out.",
            "限急性白血病与淋巴母细胞淋巴瘤：自回输起至第28天评估（第21–35天）未达"
            f"CR、CRh或CRi（计于{zh}）、复发、进展或死亡中首先发生者的时间。"
            "其余患者在末次随访日删失。随访超过第35天而无评估者不计入。",
        ),
        (FAILURE,),
        "kaplan_meier",
        "survival",
        INFUSION,
        ELIANA,
        partial(event_free_survival, code, at_day_0=at_day_0),
    )


ENTRIES = (
    _event_free("EFS", "event-free-survival", at_day_0=False),
    _event_free("EFSD0", "event-free-survival-day-0", at_day_0=True),
    Endpoint(
        "EFSLYM",
        "event-free-survival-lymphoma",
        Wording("Event-free survival, lymphoma", "无事件生存（淋巴瘤）"),
        Wording(
            "Of lymphoma: time from infusion to the first of progression or relapse, "
            "new systemic therapy for the disease, and death. Others are censored at "
            "their last assessment.",
            "限淋巴瘤：自回输起至进展或复发、因疾病开始新的全身治疗、死亡中首先发生者的"
            "时间。其余患者在末次疾病评估日删失。",
        ),
        (LYMPHOMA_FAILURE,),
        "kaplan_meier",
        "survival",
        INFUSION,
        TRANSFORM,
        lymphoma_event_free_survival,
    ),
    Endpoint(
        "DOR",
        "duration-of-response",
        Wording("Duration of response", "缓解持续时间"),
        Wording(
            "Of responders: time from the first CR, CRh or CRi after the infusion and "
            "before the next treatment (in lymphoma and myeloma a partial response "
            "too) to relapse, progression or death. Others are censored at their last "
            "contact.",
            "限达到缓解者：自回输后、下一治疗前首次CR、CRh或CRi（淋巴瘤与骨髓瘤含部分"
            "缓解）起至复发、进展或死亡的时间。其余患者在末次随访日删失。",
        ),
        (RELAPSE_OR_DEATH,),
        "kaplan_meier",
        "response",
        INFUSION,
        FDA,
        duration_of_response,
        begins=Wording("first response", "首次缓解"),
    ),
)
