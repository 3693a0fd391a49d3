"""The endpoints of response, with the definitions that people read."""

from __future__ import annotations

from functools import partial

from outcomes.endpoints.endpoint import INFUSION, Endpoint
from outcomes.endpoints.response import (
    duration_of_response,
    event_free_survival,
    lymphoma_event_free_survival,
)
from outcomes.endpoints.survival import AT_ASSESSMENT, CENSORED, FDA
from outcomes.endpoints.wording import (
    NON_RELAPSE_DEATH,
    RELAPSE,
    RELAPSE_OR_DEATH,
    Wording,
)

ELIANA = "Maude SL et al. N Engl J Med 2018;378:439 (ELIANA)"
TRANSFORM = "NCT03575351 (TRANSFORM)"
FAILURE = Wording(
    "No remission, relapse, progression or death", "未缓解、复发、进展或死亡"
)
LYMPHOMA_FAILURE = Wording(
    "Progression, new therapy or death", "进展、因疾病开始新的治疗或死亡"
)
DAY_90_FAILURE = Wording(
    "Progression, new therapy, no response by day 90 or death",
    "进展、因疾病开始新的治疗、第90天未达缓解或死亡",
)
AT_CONTACT = Wording(
    "Others are censored at their last contact.", "其余患者在末次随访日删失。"
)
FIRST_RESPONSE = Wording("first response", "首次缓解")
# Of whom, and from when on, a response lasts.
RESPONDERS = Wording(
    "Of responders: time from the first CR, CRh or CRi after the infusion and before "
    "the next treatment (in lymphoma and myeloma a partial response too) to",
    "限达到缓解者：自回输后、下一治疗前首次CR、CRh或CRi（淋巴瘤与骨髓瘤含部分缓解）起至",
)


def _event_free(
    code: str,
    slug: str,
    suffix: Wording,
    *,
    at_day_0: bool = False,
    assessed: bool = False,
) -> Endpoint:
    en, zh = (
        ("day 0", "第0天") if at_day_0 else ("the day of that evaluation", "评估日")
    )
    others = CENSORED if assessed else AT_CONTACT
    return Endpoint(
        code,
        slug,
        Wording(f"Event-free survival{suffix.en}", f"无事件生存{suffix.zh}"),
        Wording(
            "Of acute leukaemia and lymphoblastic lymphoma: time from infusion to the "
            "first of no CR, CRh or CRi by the evaluation of day 28 (day 21 to 35; "
            f"dated on {en}), relapse, progression, and death. {others.en} Who was "
            "followed past day 35 without an evaluation is left out.",
            "限急性白血病与淋巴母细胞淋巴瘤：自回输起至第28天评估（第21–35天）未达"
            f"CR、CRh或CRi（计于{zh}）、复发、进展或死亡中首先发生者的时间。"
            f"{others.zh}随访超过第35天而无评估者不计入。",
        ),
        (FAILURE,),
        "kaplan_meier",
        "survival",
        INFUSION,
        ELIANA,
        partial(event_free_survival, code, at_day_0=at_day_0, assessed=assessed),
        option_of="" if code == "EFS" else "EFS",
    )


def _lasting(
    code: str,
    slug: str,
    suffix: Wording,
    others: Wording,
    *,
    assessed: bool,
) -> Endpoint:
    return Endpoint(
        code,
        slug,
        Wording(f"Duration of response{suffix.en}", f"缓解持续时间{suffix.zh}"),
        Wording(
            f"{RESPONDERS.en} relapse, progression or death. {others.en}",
            f"{RESPONDERS.zh}复发、进展或死亡的时间。{others.zh}",
        ),
        (RELAPSE_OR_DEATH,),
        "kaplan_meier",
        "response",
        INFUSION,
        FDA,
        partial(duration_of_response, code, assessed=assessed),
        begins=FIRST_RESPONSE,
        option_of="" if code == "DOR" else "DOR",
    )


ENTRIES = (
    _event_free("EFS", "event-free-survival", Wording("", "")),
    _event_free(
        "EFSD0",
        "event-free-survival-day-0",
        Wording(", failures on day 0", "（未缓解计于第0天）"),
        at_day_0=True,
    ),
    _event_free("EFSLA", "event-free-survival-assessed", AT_ASSESSMENT, assessed=True),
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
        partial(lymphoma_event_free_survival, "EFSLYM", by_day_90=False),
    ),
    Endpoint(
        "EFSLYM90",
        "event-free-survival-lymphoma-day-90",
        Wording(
            "Event-free survival, lymphoma, response by day 90",
            "无事件生存（淋巴瘤，第90天须缓解）",
        ),
        Wording(
            "Of lymphoma: time from infusion to the first of progression or relapse, "
            "new systemic therapy for the disease, neither CR nor PR at the evaluation "
            "of day 90 (day 76 to 120; dated on the day of that evaluation), and "
            "death. Others are censored at their last assessment. Who was assessed "
            "past day 120 without that evaluation is left out.",
            "限淋巴瘤：自回输起至进展或复发、因疾病开始新的全身治疗、第90天评估（第76–120"
            "天）未达CR或PR（计于评估日）、死亡中首先发生者的时间。其余患者在末次疾病评估"
            "日删失。第120天后仍有评估而缺该次评估者不计入。",
        ),
        (DAY_90_FAILURE,),
        "kaplan_meier",
        "survival",
        INFUSION,
        TRANSFORM,
        partial(lymphoma_event_free_survival, "EFSLYM90", by_day_90=True),
        option_of="EFSLYM",
    ),
    _lasting(
        "DOR", "duration-of-response", Wording("", ""), AT_CONTACT, assessed=False
    ),
    _lasting(
        "DORLA",
        "duration-of-response-assessed",
        AT_ASSESSMENT,
        Wording(
            "Others are censored at their last disease assessment.",
            "其余患者在末次疾病评估日删失。",
        ),
        assessed=True,
    ),
    Endpoint(
        "DORNRM",
        "relapse-from-response",
        Wording("Relapse from response, NRM competing", "缓解后复发（NRM为竞争事件）"),
        Wording(
            f"{RESPONDERS.en} relapse or progression, with death without relapse as "
            f"the competing event. {AT_CONTACT.en}",
            f"{RESPONDERS.zh}复发或进展的时间，非复发死亡为竞争事件。{AT_CONTACT.zh}",
        ),
        (RELAPSE, NON_RELAPSE_DEATH),
        "aalen_johansen",
        "response",
        INFUSION,
        FDA,
        partial(duration_of_response, "DORNRM", by_death=2),
        begins=FIRST_RESPONSE,
        option_of="DOR",
    ),
)
