"""Survival, free of leukaemia or of progression; relapse and non-relapse mortality."""

from __future__ import annotations

from datetime import date

from outcomes.endpoints import ends
from outcomes.endpoints.endpoint import EITHER, Endpoint
from outcomes.endpoints.outcome import NotDerivable, Outcome, first_event
from outcomes.endpoints.timeline import IndexEvent, Timeline
from outcomes.endpoints.wording import (
    DEATH,
    NON_RELAPSE_DEATH,
    RELAPSE,
    RELAPSE_OR_DEATH,
    Wording,
)

KIM_ARMAND = "Kim HT, Armand P. Biol Blood Marrow Transplant 2013;19:860"
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


def leukaemia_free_survival(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of relapse, progression or death, whichever is first."""
    events = ends.failures(timeline, index, relapse=1, death=1)
    return first_event("LFS", events, timeline, index, data_cut=data_cut)


def progression_free_survival(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome | None:
    """Return the same for lymphoma and myeloma; None for another disease."""
    if disease_of(timeline) not in PROGRESSING:
        return None
    events = ends.failures(timeline, index, relapse=1, death=1)
    return first_event("PFS", events, timeline, index, data_cut=data_cut)


def relapse_incidence(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of relapse (cause 1) or of death without relapse (cause 2)."""
    events = ends.failures(timeline, index, relapse=1, death=2)
    return first_event("RI", events, timeline, index, data_cut=data_cut)


def non_relapse_mortality(
    timeline: Timeline, index: IndexEvent, data_cut: date | None = None
) -> Outcome:
    """Return the day of death without relapse (cause 1) or of relapse (cause 2)."""
    events = ends.failures(timeline, index, relapse=2, death=1)
    return first_event("NRM", events, timeline, index, data_cut=data_cut)


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
        "FDA, Clinical Trial Endpoints, 2018",
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
        leukaemia_free_survival,
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
        progression_free_survival,
    ),
    Endpoint(
        "RI",
        "relapse",
        Wording("Relapse incidence", "累积复发率"),
        Wording(
            "Time from day 0 to relapse or progression, with death without relapse "
            "as the competing event. Death on the day of relapse counts as "
            "relapse; so does death of the disease without a dated relapse.",
            "自第0天起至复发或进展的时间，非复发死亡为竞争事件。"
            "复发当日死亡计为复发；死于原发病而无复发日期者亦计为复发。",
        ),
        (RELAPSE, NON_RELAPSE_DEATH),
        "aalen_johansen",
        "relapse",
        EITHER,
        KIM_ARMAND,
        relapse_incidence,
        title=Wording("Cumulative incidence of relapse", "累积复发率"),
    ),
    Endpoint(
        "NRM",
        "non-relapse-mortality",
        Wording("Non-relapse mortality", "非复发死亡率"),
        Wording(
            "Time from day 0 to death without relapse or progression, with relapse "
            "as the competing event. LFS, relapse and NRM add up to 1 on every "
            "day.",
            "自第0天起至未复发、未进展而死亡的时间，复发为竞争事件。"
            "任一天的无白血病生存、复发与非复发死亡之和为1。",
        ),
        (NON_RELAPSE_DEATH, RELAPSE),
        "aalen_johansen",
        "relapse",
        EITHER,
        KIM_ARMAND,
        non_relapse_mortality,
    ),
)
