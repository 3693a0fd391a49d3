"""The endpoints that there are: one entry each, with the definition people read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from outcomes.endpoints.outcome import Outcome
from outcomes.endpoints.survival import (
    leukaemia_free_survival,
    non_relapse_mortality,
    overall_survival,
    relapse_incidence,
)
from outcomes.endpoints.timeline import IndexEvent, IndexKind, Timeline
from outcomes.endpoints.wording import (
    DEATH,
    NON_RELAPSE_DEATH,
    RELAPSE,
    RELAPSE_OR_DEATH,
    Wording,
)

Derive = Callable[[Timeline, IndexEvent, date | None], Outcome]
Estimator = Literal["kaplan_meier", "aalen_johansen"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One way to read a timeline as (day, cause).

    causes : what causes 1, 2, ... stand for; the first is the event of interest
    definition : shown next to every figure of the endpoint
    """

    paramcd: str
    name: Wording
    definition: Wording
    causes: tuple[Wording, ...]
    estimator: Estimator
    from_index: tuple[IndexKind, ...]
    source: str
    derive: Derive

    @property
    def n_causes(self) -> int:
        """Return how many causes counts of this endpoint must declare."""
        return len(self.causes)


_EITHER: tuple[IndexKind, ...] = ("infusion", "hsct")
_KIM_ARMAND = "Kim HT, Armand P. Biol Blood Marrow Transplant 2013;19:860"

ENDPOINTS: dict[str, Endpoint] = {
    endpoint.paramcd: endpoint
    for endpoint in (
        Endpoint(
            "OS",
            Wording("Overall survival", "总生存"),
            Wording(
                "Time from day 0 to death from any cause. Patients alive are censored "
                "at their last contact.",
                "自第0天起至任何原因死亡的时间。存活患者在末次随访日删失。",
            ),
            (DEATH,),
            "kaplan_meier",
            _EITHER,
            "FDA, Clinical Trial Endpoints, 2018",
            overall_survival,
        ),
        Endpoint(
            "LFS",
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
            _EITHER,
            _KIM_ARMAND,
            leukaemia_free_survival,
        ),
        Endpoint(
            "RI",
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
            _EITHER,
            _KIM_ARMAND,
            relapse_incidence,
        ),
        Endpoint(
            "NRM",
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
            _EITHER,
            _KIM_ARMAND,
            non_relapse_mortality,
        ),
    )
}
