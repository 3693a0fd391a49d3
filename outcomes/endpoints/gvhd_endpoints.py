"""The endpoints of acute and chronic GVHD, with the definitions that people read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from outcomes.endpoints.endpoint import HSCT, Derive, Endpoint
from outcomes.endpoints.gvhd import (
    ANY_SEVERITY,
    MODERATE_OR_SEVERE,
    THROUGH_RELAPSE,
    USUAL,
    WITH_DLI,
    Competitor,
    acute_gvhd,
    chronic_gvhd,
)
from outcomes.endpoints.wording import DEATH, DLI, RELAPSE, SECOND_HSCT, Wording

MAGIC = "Harris AC et al. Biol Blood Marrow Transplant 2016;22:4 (MAGIC)"
NIH = "Jagasia MH et al. Biol Blood Marrow Transplant 2015;21:389 (NIH 2014)"
CAUSES: dict[Competitor, Wording] = {
    "death": DEATH,
    "relapse": RELAPSE,
    "second_hsct": SECOND_HSCT,
    "dli": DLI,
}
# What every definition of GVHD says besides.
ALLOGENEIC = Wording("After an allogeneic HSCT: ", "异基因移植后：")
UNSTATED = Wording(
    " Without a statement whether it occurred, a patient followed to the day on which "
    "the registry asks for one (acute: day 100, chronic: 12 months) is left out.",
    "随访已达登记要求填报之日（急性第100天、慢性12个月）而未填报是否发生者不计入。",
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to treat what comes before GVHD; ``said`` stands in its definition."""

    letter: str
    slug: str
    name: Wording
    competing: tuple[Competitor, ...]
    said: Wording


BASE = Way(
    "",
    "",
    Wording("", ""),
    USUAL,
    Wording(
        " Death, relapse and a second HSCT compete.",
        "死亡、复发与第二次移植为竞争事件。",
    ),
)
OPTIONS = (
    Way(
        "R",
        "-through-relapse",
        Wording(", followed through relapse", "（复发后继续随访）"),
        THROUGH_RELAPSE,
        Wording(
            " Death and a second HSCT compete; relapse neither competes nor censors.",
            "死亡与第二次移植为竞争事件；复发既非竞争事件也不删失。",
        ),
    ),
    Way(
        "D",
        "-before-dli",
        Wording(", DLI competing", "（DLI为竞争事件）"),
        WITH_DLI,
        Wording(
            " Death, relapse, a second HSCT and donor lymphocytes compete, so that "
            "GVHD after DLI is none of the transplant.",
            "死亡、复发、第二次移植与供者淋巴细胞输注为竞争事件，故DLI后的GVHD不计为"
            "本次移植的GVHD。",
        ),
    ),
)


def _acute(grades: str, grade: int, code: str, way: Way = BASE) -> Endpoint:
    return _of_acute(grades, grade, 100, f"{code}{way.letter}", way, plain=True)


def _of_acute(
    grades: str, grade: int, days: int, code: str, way: Way, *, plain: bool
) -> Endpoint:
    slug = f"acute-gvhd-{grades.replace('–', '-').lower()}"
    at = "" if plain else f" by day {days}"
    zh_at = "" if plain else f"（至第{days}天）"
    zh_grades = {"II–IV": "Ⅱ–Ⅳ度", "III–IV": "Ⅲ–Ⅳ度"}[grades]
    derive: Derive = partial(
        acute_gvhd, code, grade=grade, days=days, competing=way.competing
    )
    base = f"AGVHD{grade}4"
    return Endpoint(
        code,
        f"{slug}{way.slug}" if plain else f"{slug}-day-{days}",
        Wording(
            f"Acute GVHD {grades}{at}{way.name.en}",
            f"{zh_grades}急性GVHD{zh_at}{way.name.zh}",
        ),
        Wording(
            f"{ALLOGENEIC.en}time to the onset of the first acute GVHD whose worst "
            f"grade (MAGIC) is {grades}, followed to day {days}.{way.said.en}"
            f"{UNSTATED.en}",
            f"{ALLOGENEIC.zh}至首次最高{zh_grades}（MAGIC）急性GVHD发生日的时间，"
            f"随访至第{days}天。{way.said.zh}{UNSTATED.zh}",
        ),
        (
            Wording(f"Acute GVHD {grades}", f"{zh_grades}急性GVHD"),
            *(CAUSES[name] for name in way.competing),
        ),
        "aalen_johansen",
        "gvhd",
        HSCT,
        MAGIC,
        derive,
        days=days,
        read_at=days,
        option_of="" if code == base else base,
    )


def _chronic(
    code: str,
    slug: str,
    name: Wording,
    severities: tuple[str, ...],
    way: Way = BASE,
) -> Endpoint:
    own = f"{code}{way.letter}"
    derive: Derive = partial(
        chronic_gvhd, own, severities=severities, competing=way.competing
    )
    return Endpoint(
        own,
        f"{slug}{way.slug}",
        Wording(f"{name.en}{way.name.en}", f"{name.zh}{way.name.zh}"),
        Wording(
            f"{ALLOGENEIC.en}time to the onset of {name.en[0].lower()}{name.en[1:]} "
            f"(NIH 2014).{way.said.en}{UNSTATED.en}",
            f"{ALLOGENEIC.zh}至{name.zh}（NIH 2014）发生日的时间。{way.said.zh}"
            f"{UNSTATED.zh}",
        ),
        (name, *(CAUSES[one] for one in way.competing)),
        "aalen_johansen",
        "gvhd",
        HSCT,
        NIH,
        derive,
        option_of="" if own == code else code,
    )


TWO, THREE = ("II–IV", 2, "AGVHD24"), ("III–IV", 3, "AGVHD34")
Chronic = tuple[str, str, Wording, tuple[str, ...]]
ANY: Chronic = (
    "CGVHD",
    "chronic-gvhd",
    Wording("Chronic GVHD", "慢性GVHD"),
    ANY_SEVERITY,
)
MODERATE: Chronic = (
    "CGVHDMS",
    "chronic-gvhd-moderate-severe",
    Wording("Moderate or severe chronic GVHD", "中重度慢性GVHD"),
    MODERATE_OR_SEVERE,
)

ENTRIES = (
    _acute(*TWO),
    _acute(*THREE),
    _of_acute("II–IV", 2, 180, "AG24D180", BASE, plain=False),
    _of_acute("III–IV", 3, 180, "AG34D180", BASE, plain=False),
    *(_acute(*one, way) for one in (TWO, THREE) for way in OPTIONS),
    _chronic(*ANY),
    _chronic(*MODERATE),
    *(_chronic(*one, way) for one in (ANY, MODERATE) for way in OPTIONS),
)
