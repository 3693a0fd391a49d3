"""The endpoints of GVHD, with the definitions that people read."""

from __future__ import annotations

from functools import partial

from outcomes.endpoints.endpoint import HSCT, Derive, Endpoint
from outcomes.endpoints.gvhd import (
    ANY_SEVERITY,
    MODERATE_OR_SEVERE,
    SEVERE,
    acute_gvhd,
    chronic_gvhd,
    gvhd_and_relapse_free,
)
from outcomes.endpoints.wording import DEATH, RELAPSE, SECOND_HSCT, Wording

HOLTAN = "Holtan SG et al. Blood 2015;125:1333"
RUGGERI = "Ruggeri A et al. Biol Blood Marrow Transplant 2016;22:1403"
LUZNIK = "Luznik L et al. J Clin Oncol 2022;40:356 (BMT CTN 1301)"
MAGIC = "Harris AC et al. Biol Blood Marrow Transplant 2016;22:4 (MAGIC)"
NIH = "Jagasia MH et al. Biol Blood Marrow Transplant 2015;21:389 (NIH 2014)"
COMPETING = (DEATH, RELAPSE, SECOND_HSCT)
ANY_FAILURE = Wording("GVHD, relapse or death", "GVHD、复发或死亡")
OF_CHRONIC = Wording("Chronic GVHD, relapse or death", "慢性GVHD、复发或死亡")
# What every definition of GVHD says besides.
ALLOGENEIC = Wording("After an allogeneic HSCT: ", "异基因移植后：")
OTHERS = Wording(
    " Death, relapse and a second HSCT compete. Without a statement whether it "
    "occurred, a patient followed to the day on which the registry asks for one "
    "(acute: day 100, chronic: 12 months) is left out.",
    "死亡、复发与第二次移植为竞争事件。随访已达登记要求填报之日（急性第100天、"
    "慢性12个月）而未填报是否发生者不计入。",
)


def _acute(code: str, grades: str, grade: int, days: int, *, plain: bool) -> Endpoint:
    slug = f"acute-gvhd-{grades.replace('–', '-').lower()}"
    at = "" if plain else f" by day {days}"
    zh_at = "" if plain else f"（至第{days}天）"
    zh_grades = {"II–IV": "Ⅱ–Ⅳ度", "III–IV": "Ⅲ–Ⅳ度"}[grades]
    derive: Derive = partial(acute_gvhd, code, grade=grade, days=days)
    return Endpoint(
        code,
        slug if plain else f"{slug}-day-{days}",
        Wording(f"Acute GVHD {grades}{at}", f"{zh_grades}急性GVHD{zh_at}"),
        Wording(
            f"{ALLOGENEIC.en}time to the onset of the first acute GVHD whose worst "
            f"grade (MAGIC) is {grades}, followed to day {days}.{OTHERS.en}",
            f"{ALLOGENEIC.zh}至首次最高{zh_grades}（MAGIC）急性GVHD发生日的时间，"
            f"随访至第{days}天。{OTHERS.zh}",
        ),
        (Wording(f"Acute GVHD {grades}", f"{zh_grades}急性GVHD"), *COMPETING),
        "aalen_johansen",
        "gvhd",
        HSCT,
        MAGIC,
        derive,
        days=days,
        read_at=days,
    )


def _chronic(
    code: str, slug: str, name: Wording, severities: tuple[str, ...]
) -> Endpoint:
    derive: Derive = partial(chronic_gvhd, code, severities=severities)
    return Endpoint(
        code,
        slug,
        name,
        Wording(
            f"{ALLOGENEIC.en}time to the onset of {name.en[0].lower()}{name.en[1:]} "
            f"(NIH 2014).{OTHERS.en}",
            f"{ALLOGENEIC.zh}至{name.zh}（NIH 2014）发生日的时间。{OTHERS.zh}",
        ),
        (name, *COMPETING),
        "aalen_johansen",
        "gvhd",
        HSCT,
        NIH,
        derive,
    )


def _free(
    code: str,
    slug: str,
    name: Wording,
    events: Wording,
    source: str,
    *,
    severities: tuple[str, ...] | None,
    acute: bool,
) -> Endpoint:
    derive: Derive = partial(
        gvhd_and_relapse_free, code, severities=severities, acute=acute
    )
    return Endpoint(
        code,
        slug,
        name,
        Wording(
            f"{ALLOGENEIC.en}time to the first of {events.en}, relapse or progression, "
            "and death from any cause. Others are censored at their last contact; a "
            "second HSCT is neither event nor censoring. Who is followed to the day on "
            "which the registry asks about GVHD without an answer is left out.",
            f"{ALLOGENEIC.zh}至{events.zh}、复发或进展、任何原因死亡中首先发生者的时间。"
            "其余患者在末次随访日删失；第二次移植既非事件也不删失。"
            "随访已达登记要求填报GVHD之日而未填报者不计入。",
        ),
        (ANY_FAILURE if acute else OF_CHRONIC,),
        "kaplan_meier",
        "gvhd",
        HSCT,
        source,
        derive,
    )


ENTRIES = (
    _free(
        "GRFS",
        "grfs",
        Wording("GVHD-free, relapse-free survival", "无GVHD无复发生存"),
        Wording(
            "acute GVHD III–IV (MAGIC), chronic GVHD needing systemic therapy (dated "
            "by its start; moderate or severe where therapy is not stated)",
            "Ⅲ–Ⅳ度急性GVHD（MAGIC）、需全身治疗的慢性GVHD（以治疗开始日计；"
            "未填报治疗者按中重度计）",
        ),
        HOLTAN,
        severities=None,
        acute=True,
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
        acute=True,
    ),
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
        acute=False,
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
        acute=False,
    ),
    _acute("AGVHD24", "II–IV", 2, 100, plain=True),
    _acute("AGVHD34", "III–IV", 3, 100, plain=True),
    _acute("AG24D180", "II–IV", 2, 180, plain=False),
    _acute("AG34D180", "III–IV", 3, 180, plain=False),
    _chronic(
        "CGVHD",
        "chronic-gvhd",
        Wording("Chronic GVHD", "慢性GVHD"),
        ANY_SEVERITY,
    ),
    _chronic(
        "CGVHDMS",
        "chronic-gvhd-moderate-severe",
        Wording("Moderate or severe chronic GVHD", "中重度慢性GVHD"),
        MODERATE_OR_SEVERE,
    ),
)
