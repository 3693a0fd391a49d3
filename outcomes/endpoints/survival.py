"""Survival, free of leukaemia or of progression."""

from __future__ import annotations

from datetime import date
from functools import partial

from outcomes.endpoints import ends
from outcomes.endpoints.endpoint import EITHER, Endpoint
from outcomes.endpoints.outcome import (
    NotDerivable,
    Outcome,
    first_event,
    until_assessed,
)
from outcomes.endpoints.timeline import IndexEvent, Timeline
from outcomes.endpoints.wording import DEATH, RELAPSE_OR_DEATH, Wording

KIM_ARMAND = "Kim HT, Armand P. Biol Blood Marrow Transplant 2013;19:860"
FDA = "FDA, Clinical Trial Endpoints, 2018"
# What names and definitions of disease endpoints say that are read as trials do.
AT_ASSESSMENT = Wording(", censored at assessment", "（末次评估日删失）")
CENSORED = Wording(
    "Others are censored at their last disease assessment, on day 0 without one.",
    "其余患者在末次疾病评估日删失，无评估者计于第0天。",
)
# Diseases whose progression-free survival is asked for by that name.
PROGRESSING = frozenset(
    {"T-LBL", "B-LBL", "DLBCL", "FL", "MCL", "PMBCL", "BL", "PTCL", "CLL", "MM", "PCL"}
)


def overall_survival(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of death from any cause."""
    died = ends.death(timeline, 1)
    return first_event("OS", died, timeline, index, data_cut=data_cut)


def free_of_disease(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    assessed: bool,
) -> Outcome:
    """Return the day of relapse, progression or death, whichever is first.

    assessed : whether who has none is censored at the last assessment, as trials do
    """
    events = ends.failures(timeline, index, relapse=1, death=1)
    frame = until_assessed(timeline, index.day0) if assessed else None
    return first_event(paramcd, events, timeline, index, data_cut=data_cut, frame=frame)


def progression_free_survival(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    assessed: bool,
) -> Outcome | None:
    """Return the same for lymphoma and myeloma; None for another disease."""
    if disease_of(timeline) not in PROGRESSING:
        return None
    return free_of_disease(paramcd, timeline, index, data_cut, assessed=assessed)


def disease_of(timeline: Timeline) -> str:
    """Return the disease, on which an endpoint depends. Raises NotDerivable."""
    if timeline.disease is None:
        raise NotDerivable("the disease is not known: enter the diagnosis")
    return timeline.disease


ENTRIES = (
    Endpoint(
        "OS",
        "overall-survival",
        Wording("Overall survival", "总生存"),
        Wording(
            "Time from day 0 to death from any cause. Patients alive are censored "
            "at their last contact.",
            "自第0天起至任何原因死亡的时间。存活患者在末次随访日删失。",
        ),
        (DEATH,),
        "kaplan_meier",
        "survival",
        EITHER,
        FDA,
        overall_survival,
    ),
    Endpoint(
        "LFS",
        "leukaemia-free-survival",
        Wording("Leukaemia-free survival", "无白血病生存"),
        Wording(
            "Time from day 0 to relapse, progression or death from any cause, "
            "whichever is first. Others are censored at their last contact; a "
            "second transplant is neither event nor censoring.",
            "自第0天起至复发、进展或任何原因死亡（以先发生者为准）的时间。"
            "其余患者在末次随访日删失；第二次移植既非事件也不删失。",
        ),
        (RELAPSE_OR_DEATH,),
        "kaplan_meier",
        "survival",
        EITHER,
        KIM_ARMAND,
        partial(free_of_disease, "LFS", assessed=False),
    ),
    Endpoint(
        "LFSLA",
        "leukaemia-free-survival-assessed",
        Wording(
            f"Leukaemia-free survival{AT_ASSESSMENT.en}",
            f"无白血病生存{AT_ASSESSMENT.zh}",
        ),
        Wording(
            "Time from day 0 to relapse, progression or death from any cause, "
            f"whichever is first. {CENSORED.en} A second transplant is neither event "
            "nor censoring.",
            "自第0天起至复发、进展或任何原因死亡（以先发生者为准）的时间。"
            f"{CENSORED.zh}第二次移植既非事件也不删失。",
        ),
        (RELAPSE_OR_DEATH,),
        "kaplan_meier",
        "survival",
        EITHER,
        FDA,
        partial(free_of_disease, "LFSLA", assessed=True),
        option_of="LFS",
    ),
    Endpoint(
        "PFS",
        "progression-free-survival",
        Wording("Progression-free survival", "无进展生存"),
        Wording(
            "Of patients with lymphoma, CLL or myeloma: time from day 0 to "
            "progression, relapse or death from any cause, whichever is first. Others "
            "are censored at their last contact.",
            "限淋巴瘤、慢性淋巴细胞白血病与骨髓瘤患者：自第0天起至进展、复发或任何原因"
            "死亡（以先发生者为准）的时间。其余患者在末次随访日删失。",
        ),
        (RELAPSE_OR_DEATH,),
        "kaplan_meier",
        "survival",
        EITHER,
        KIM_ARMAND,
        partial(progression_free_survival, "PFS", assessed=False),
    ),
    Endpoint(
        "PFSLA",
        "progression-free-survival-assessed",
        Wording(
            f"Progression-free survival{AT_ASSESSMENT.en}",
            f"无进展生存{AT_ASSESSMENT.zh}",
        ),
        Wording(
            "Of patients with lymphoma, CLL or myeloma: time from day 0 to "
            "progression, relapse or death from any cause, whichever is first. "
            f"{CENSORED.en}",
            "限淋巴瘤、慢性淋巴细胞白血病与骨髓瘤患者：自第0天起至进展、复发或任何原因"
            f"死亡（以先发生者为准）的时间。{CENSORED.zh}",
        ),
        (RELAPSE_OR_DEATH,),
        "kaplan_meier",
        "survival",
        EITHER,
        FDA,
        partial(progression_free_survival, "PFSLA", assessed=True),
        option_of="PFS",
    ),
)
