"""The endpoints of survival free of GVHD and relapse."""

from __future__ import annotations

from functools import partial

from outcomes.endpoints.endpoint import HSCT, Derive, Endpoint
from outcomes.endpoints.gvhd import ANY_SEVERITY, MODERATE_OR_SEVERE, SEVERE
from outcomes.endpoints.gvhd_endpoints import ALLOGENEIC
from outcomes.endpoints.gvhd_free import by_component, gvhd_and_relapse_free
from outcomes.endpoints.wording import NON_RELAPSE_DEATH, RELAPSE, Wording

HOLTAN = "Holtan SG et al. Blood 2015;125:1333"
RUGGERI = "Ruggeri A et al. Biol Blood Marrow Transplant 2016;22:1403"
LUZNIK = "Luznik L et al. J Clin Oncol 2022;40:356 (BMT CTN 1301)"
ANY_FAILURE = Wording("GVHD, relapse or death", "GVHD、复发或死亡")
OF_CHRONIC = Wording("Chronic GVHD, relapse or death", "慢性GVHD、复发或死亡")
OR_RESCUE = Wording(
    "GVHD, second HSCT for graft failure, relapse or death",
    "GVHD、因植入失败的第二次移植、复发或死亡",
)
# What GRFS is free of besides relapse and death.
OF_GRFS = Wording(
    "acute GVHD III–IV (MAGIC), chronic GVHD needing systemic therapy (dated by its "
    "start; moderate or severe where therapy is not stated)",
    "Ⅲ–Ⅳ度急性GVHD（MAGIC）、需全身治疗的慢性GVHD（以治疗开始日计；未填报治疗者"
    "按中重度计）",
)
NO_RESCUE = Wording(
    "a second HSCT is neither event nor censoring", "第二次移植既非事件也不删失"
)
UNSTATED = Wording(
    " Who is followed to the day on which the registry asks about GVHD without an "
    "answer is left out.",
    "随访已达登记要求填报GVHD之日而未填报者不计入。",
)


def _free(
    code: str,
    slug: str,
    name: Wording,
    events: Wording,
    source: str,
    *,
    severities: tuple[str, ...] | None,
    with_acute: bool,
    option_of: str = "",
) -> Endpoint:
    derive: Derive = partial(
        gvhd_and_relapse_free, code, severities=severities, with_acute=with_acute
    )
    return Endpoint(
        code,
        slug,
        name,
        _definition(events, NO_RESCUE),
        (ANY_FAILURE if with_acute else OF_CHRONIC,),
        "kaplan_meier",
        "gvhd",
        HSCT,
        source,
        derive,
        option_of=option_of,
    )


def _definition(events: Wording, second_hsct: Wording) -> Wording:
    return Wording(
        f"{ALLOGENEIC.en}time to the first of {events.en}, relapse or progression, and "
        f"death from any cause. Others are censored at their last contact; "
        f"{second_hsct.en}.{UNSTATED.en}",
        f"{ALLOGENEIC.zh}至{events.zh}、复发或进展、任何原因死亡中首先发生者的时间。"
        f"其余患者在末次随访日删失；{second_hsct.zh}。{UNSTATED.zh}",
    )


RESCUED = Endpoint(
    "GRFSGF",
    "grfs-graft-failure",
    Wording(
        "GVHD-free, relapse-free survival, second HSCT for graft failure an event",
        "无GVHD无复发生存（因植入失败的第二次移植计为事件）",
    ),
    _definition(
        Wording(
            f"{OF_GRFS.en}, a second HSCT for graft failure",
            f"{OF_GRFS.zh}、因植入失败的第二次移植",
        ),
        Wording(
            "a second HSCT for another reason is neither event nor censoring",
            "其他原因的第二次移植既非事件也不删失",
        ),
    ),
    (OR_RESCUE,),
    "kaplan_meier",
    "gvhd",
    HSCT,
    HOLTAN,
    partial(
        gvhd_and_relapse_free, "GRFSGF", severities=None, with_acute=True, rescue=True
    ),
    option_of="GRFS",
)
COMPONENTS = Endpoint(
    "GRFSCOMP",
    "grfs-components",
    Wording("What ends GRFS", "GRFS事件构成"),
    Wording(
        f"{ALLOGENEIC.en}cumulative incidences of what ends GVHD-free, relapse-free "
        f"survival first: {OF_GRFS.en}, relapse or progression, and death without any "
        "of them. Each competes with the others, so that on every day they and GRFS "
        f"add up to 1. Others are censored at their last contact.{UNSTATED.en}",
        f"{ALLOGENEIC.zh}首先终止无GVHD无复发生存的事件的累积发生率：{OF_GRFS.zh}、"
        "复发或进展、此前无上述事件的死亡。各事件互为竞争，任一天各发生率与GRFS之和为1。"
        f"其余患者在末次随访日删失。{UNSTATED.zh}",
    ),
    (
        Wording("Acute GVHD III–IV", "Ⅲ–Ⅳ度急性GVHD"),
        Wording("Chronic GVHD, systemic therapy", "需全身治疗的慢性GVHD"),
        RELAPSE,
        NON_RELAPSE_DEATH,
    ),
    "aalen_johansen",
    "gvhd",
    HSCT,
    HOLTAN,
    partial(by_component, "GRFSCOMP"),
    option_of="GRFS",
    stacked=True,
)


ENTRIES = (
    _free(
        "GRFS",
        "grfs",
        Wording("GVHD-free, relapse-free survival", "无GVHD无复发生存"),
        OF_GRFS,
        HOLTAN,
        severities=None,
        with_acute=True,
    ),
    _free(
        "GRFSEBMT",
        "grfs-ebmt",
        Wording("GVHD-free, relapse-free survival (EBMT)", "无GVHD无复发生存（EBMT）"),
        Wording(
            "acute GVHD III–IV (MAGIC), severe chronic GVHD (NIH 2014)",
            "Ⅲ–Ⅳ度急性GVHD（MAGIC）、重度慢性GVHD（NIH 2014）",
        ),
        RUGGERI,
        severities=SEVERE,
        with_acute=True,
        option_of="GRFS",
    ),
    RESCUED,
    COMPONENTS,
    _free(
        "CRFS",
        "crfs",
        Wording("Chronic GVHD-free, relapse-free survival", "无慢性GVHD无复发生存"),
        Wording(
            "moderate or severe chronic GVHD (NIH 2014)",
            "中重度慢性GVHD（NIH 2014）",
        ),
        LUZNIK,
        severities=MODERATE_OR_SEVERE,
        with_acute=False,
    ),
    _free(
        "CRFSANY",
        "crfs-any",
        Wording(
            "Survival free of any chronic GVHD and relapse",
            "无任何慢性GVHD无复发生存",
        ),
        Wording("chronic GVHD of any severity", "任何程度的慢性GVHD"),
        LUZNIK,
        severities=ANY_SEVERITY,
        with_acute=False,
        option_of="CRFS",
    ),
)
