"""Relapse, non-relapse mortality, and what the latter was of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from outcomes.endpoints import ends
from outcomes.endpoints.endpoint import EITHER, Endpoint
from outcomes.endpoints.outcome import Outcome, first_event
from outcomes.endpoints.survival import KIM_ARMAND
from outcomes.endpoints.timeline import Death, IndexEvent, Timeline
from outcomes.endpoints.wording import (
    NON_RELAPSE_DEATH,
    NRM_OF,
    OF_CAR_T_TOXICITY,
    OF_GRAFT_FAILURE,
    OF_GVHD,
    OF_INFECTION,
    OF_ORGANS,
    OF_OTHER_CAUSE,
    RELAPSE,
    UNKNOWN_NRM,
    Wording,
)

COPELAN = "Copelan E et al. Biol Blood Marrow Transplant 2007;13:1469"
# The kinds of main causes, in the order of that hierarchy; the rest is the last.
KINDS: tuple[tuple[Wording, frozenset[str]], ...] = (
    (OF_GVHD, frozenset({"gvhd_acute", "gvhd_chronic"})),
    (OF_GRAFT_FAILURE, frozenset({"graft_failure"})),
    (OF_INFECTION, frozenset({"infection"})),
    (
        OF_ORGANS,
        frozenset({"tma", "sos", "IPS", "organ_failure", "haemorrhage", "cardiac"})
        | {"CNS", "conditioning_toxicity"},
    ),
    (OF_CAR_T_TOXICITY, frozenset({"crs", "icans", "iec_hs", "icaht"})),
)
OF_CAUSE = (*(words for words, _codes in KINDS), OF_OTHER_CAUSE)
OF_TREATMENT = (*NRM_OF.values(), UNKNOWN_NRM)


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


def non_relapse_mortality_by(
    paramcd: str,
    timeline: Timeline,
    index: IndexEvent,
    data_cut: date | None,
    *,
    kinds: tuple[Wording, ...],
    kind_of: Callable[[Death], int],
) -> Outcome:
    """Return NRM with the kind of the death as its cause, and relapse as the last.

    kinds : of deaths, causes 1, 2, ...; kind_of : the place of a death among them
    """
    found = non_relapse_mortality(timeline, index, data_cut)
    if found.cause == 1 and timeline.death is not None:
        place = kind_of(timeline.death)
        event = kinds[place].en
        return replace(found, paramcd=paramcd, cause=place + 1, event=event)
    last = len(kinds) + 1 if found.cause else 0
    return replace(found, paramcd=paramcd, cause=last)


def kind_of_cause(death: Death) -> int:
    """Return the place of the main cause among the kinds; others are the last."""
    places = (n for n, (_words, codes) in enumerate(KINDS) if death.cause in codes)
    return next(places, len(KINDS))


def treatment_of(death: Death) -> int:
    """Return the place of the treatment that a non-relapse death belongs to."""
    categories = [*NRM_OF]
    known = death.category in categories
    return categories.index(death.category or "") if known else len(categories)


def _by(
    code: str,
    slug: str,
    name: Wording,
    definition: Wording,
    *,
    kinds: tuple[Wording, ...],
    kind_of: Callable[[Death], int],
) -> Endpoint:
    return Endpoint(
        code,
        slug,
        name,
        definition,
        (*kinds, RELAPSE),
        "aalen_johansen",
        "relapse",
        EITHER,
        COPELAN,
        partial(non_relapse_mortality_by, code, kinds=kinds, kind_of=kind_of),
        option_of="NRM",
        stacked=True,
    )


ENTRIES = (
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
    _by(
        "NRMCAUSE",
        "nrm-causes",
        Wording("Non-relapse mortality by main cause", "非复发死亡率（按主要死因）"),
        Wording(
            "Time from day 0 to death without relapse or progression, by its main "
            "cause: GVHD, graft failure, infection, organ toxicity, CAR-T toxicity "
            "(CRS, ICANS, IEC-HS, cytopenia), another or unknown. An infection under "
            "therapy for active GVHD is recorded as GVHD. Each competes with the "
            "others and with relapse; the kinds of death add up to NRM.",
            "自第0天起至未复发、未进展而死亡的时间，按主要死因：GVHD、植入失败、感染、"
            "器官毒性、CAR-T毒性（CRS、ICANS、IEC-HS、血细胞减少）、其他或不详。"
            "活动性GVHD治疗期间的感染死亡记为GVHD。各死因互为竞争，并与复发竞争；"
            "各死因之和为非复发死亡率。",
        ),
        kinds=OF_CAUSE,
        kind_of=kind_of_cause,
    ),
    _by(
        "NRMCAT",
        "nrm-treatments",
        Wording("Non-relapse mortality by treatment", "非复发死亡率（按所属治疗）"),
        Wording(
            "Time from day 0 to death without relapse or progression, by the treatment "
            "that the death belongs to: HSCT, CAR-T, both without a way to separate "
            "them, neither, or not known. Each competes with the others and with "
            "relapse; the kinds of death add up to NRM.",
            "自第0天起至未复发、未进展而死亡的时间，按死亡所属治疗：移植、CAR-T、两者"
            "无法区分、与细胞治疗无关、不详。各类互为竞争，并与复发竞争；"
            "各类之和为非复发死亡率。",
        ),
        kinds=OF_TREATMENT,
        kind_of=treatment_of,
    ),
)
