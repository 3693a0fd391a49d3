"""Neurotoxicity of immune effector cells (ICANS), with the ICE and CAPD scores.

ICE (age >= 12): orientation 4, naming 3, command 1, writing 1, attention 1.
CAPD (age < 12): items 1-4 never 4 ... always 0; items 5-8 never 0 ... always 4.

====================  =============  ============  ========  =======================
Domain                1              2             3         4
====================  =============  ============  ========  =======================
ICE                   7-9            3-6           0-2       0 and unarousable
CAPD                  1-8            1-8           >= 9      cannot be done
Consciousness         spontaneously  to voice      to touch  unarousable
Seizure                                            brief     prolonged or repetitive
Deep focal weakness                                          yes
Cerebral oedema                                    focal     diffuse, raised pressure
====================  =============  ============  ========  =======================

The worst domain decides; death due to ICANS is 5. ICE 0 or no CAPD in a patient who
cannot be aroused is grade 4 through consciousness. The 12th birthday uses ICE. A
recorded choice of the tool overrides the age (developmental delay); with the age
unknown and one score recorded that score's tool is used.

Source: Lee DW et al. Biol Blood Marrow Transplant 2019;25(4):625-638, Tables 5 and 6;
Traube C et al. Crit Care Med 2014;42:656 (CAPD). The adult table was verified against
PMC7990806 table 2 and PMC8403007 table 4; the child table was read in secondary
sources, the CAPD items are from knowledge of the paper.
"""

from typing import Any

from registry.codelists.base import CodeList, Label, codelist
from registry.codelists.toxicity import CONSC, GRADE05, OEDEMA, SEIZ
from registry.grading.engine import SUM, WORST, Domain, Engine, single
from registry.grading.findings import Finding, Findings
from registry.grading.questions import coded, death, number, whole, yes_no

ICE_FROM_AGE = 12
CAPD_ANSWERS = codelist(
    "CAPD_ANSWERS",
    ("never", "Never", "从不"),
    ("rarely", "Rarely", "很少"),
    ("sometimes", "Sometimes", "有时"),
    ("often", "Often", "经常"),
    ("always", "Always", "总是"),
)
TOOL = codelist(
    "TOOL",
    ("by_age", "By age", "按年龄"),
    ("ice", "ICE", "ICE"),
    ("capd", "CAPD", "CAPD"),
)
CAPABLE = {"never": 4, "rarely": 3, "sometimes": 2, "often": 1, "always": 0}
DISTURBED = {answer: 4 - points for answer, points in CAPABLE.items()}
CONSCIOUSNESS = {
    "awake": 0,
    "awakens_spontaneously": 1,
    "awakens_to_voice": 2,
    "awakens_to_touch": 3,
    "unarousable": 4,
}
SEIZURE = {"none": 0, "brief": 3, "prolonged": 4}
CEREBRAL_OEDEMA = {"none": 0, "focal": 3, "diffuse": 4}
LEE_2019 = "Lee DW et al., Biol Blood Marrow Transplant 2019;25:625-638"


def ice(score: int) -> int:
    """Return the grade of an ICE score, the patient being arousable."""
    if score >= 10:
        return 0
    if score >= 7:
        return 1
    return 2 if score >= 3 else 3


def capd(score: int) -> int:
    """Return the grade of a CAPD score, the patient being arousable."""
    if score == 0:
        return 0
    return 1 if score <= 8 else 3


def cognition(f: Findings) -> int:
    """Return the grade of the score that fits the patient."""
    by_ice = f["tool"] == "ice" or (
        f["tool"] == "by_age" and f["age_years"] >= ICE_FROM_AGE
    )
    return ice(f["ice_score"]) if by_ice else capd(f["capd_score"])


def settle(known: dict[str, Any]) -> dict[str, Any]:
    """Choose the tool of the one recorded score when the age is unknown."""
    recorded = [t for t in ("ice", "capd") if known.get(f"{t}_score") is not None]
    by_age = known["tool"] == "by_age" and known.get("age_years") is None
    if by_age and len(recorded) == 1:
        return {**known, "tool": recorded[0]}
    return known


def points(name: str, en: str, zh: str, most: int) -> Domain:
    """Return an item of the ICE score."""
    return single(whole(name, en, zh, 0, most), int)


def item(name: str, en: str, zh: str, table: dict[str, int]) -> Domain:
    """Return an item of the CAPD score."""
    return single(coded(name, en, zh, CAPD_ANSWERS), table)


def _flag(finding: Finding, grade: int) -> Domain:
    """Return the domain of a finding that alone makes ``grade``."""
    return single(finding, {False: 0, True: grade})


def _table(name: str, en: str, zh: str, codes: CodeList, t: dict[str, int]) -> Domain:
    """Return the domain of a coded finding with its column of the table."""
    return single(coded(name, en, zh, codes), t)


ICE_SCORE = Engine(
    name="ice_score",
    label=Label("ICE score", "ICE评分"),
    rule=Label(
        "Sum of orientation 4, naming 3, command 1, writing 1, attention 1",
        "定向4、命名3、指令1、书写1、注意力1之和",
    ),
    source=f"{LEE_2019}, Table 5",
    verified=True,
    grades=tuple(range(11)),
    domains=(
        points("ice_orientation", "ICE year, month, city, hospital", "ICE定向", 4),
        points("ice_naming", "ICE three objects", "ICE命名", 3),
        points("ice_commands", "ICE follow command", "ICE执行指令", 1),
        points("ice_writing", "ICE write sentence", "ICE书写", 1),
        points("ice_attention", "ICE count back 100 by 10", "ICE注意力", 1),
    ),
    pool=SUM,
)
CAPD_SCORE = Engine(
    name="capd_score",
    label=Label("CAPD score", "CAPD评分"),
    rule=Label(
        "Sum of eight items; 1-4 never 4 to always 0, 5-8 never 0 to always 4",
        "八项之和；1-4项从不4至总是0，5-8项从不0至总是4",
    ),
    source="Traube C et al., Crit Care Med 2014;42:656; used by Lee DW et al. 2019",
    verified=False,
    grades=tuple(range(33)),
    domains=(
        item("capd_eye_contact", "CAPD 1 eye contact", "CAPD1目光接触", CAPABLE),
        item("capd_purposeful", "CAPD 2 purposeful", "CAPD2有目的动作", CAPABLE),
        item("capd_aware", "CAPD 3 aware of surroundings", "CAPD3感知环境", CAPABLE),
        item("capd_communicates", "CAPD 4 communicates", "CAPD4表达需求", CAPABLE),
        item("capd_restless", "CAPD 5 restless", "CAPD5烦躁", DISTURBED),
        item("capd_inconsolable", "CAPD 6 inconsolable", "CAPD6无法安慰", DISTURBED),
        item("capd_underactive", "CAPD 7 underactive", "CAPD7活动减少", DISTURBED),
        item("capd_slow_response", "CAPD 8 slow", "CAPD8反应迟缓", DISTURBED),
    ),
    pool=SUM,
)
ICANS = Engine(
    name="icans_astct",
    label=Label("ICANS grade (ASTCT)", "ICANS分级（ASTCT）"),
    rule=Label(
        "Worst of ICE or CAPD (by age 12), consciousness, seizure, deep focal "
        "weakness and cerebral oedema; death due to ICANS 5",
        "取ICE或CAPD（以12岁为界）、意识、癫痫、局灶运动无力、脑水肿中最重者；因ICANS死亡为5",
    ),
    source=f"{LEE_2019}, Tables 5 and 6; child table read in secondary sources",
    verified=True,
    grades=(0, 1, 2, 3, 4, 5),
    codes=GRADE05,
    domains=(
        Domain(
            "cognition",
            Label("ICE or CAPD", "ICE或CAPD"),
            (
                number(
                    "age_years", "Age", "年龄", 0, 120, unit="y", bands=(11.9, 12.0)
                ),
                coded("tool", "Tool", "量表", TOOL, default="by_age"),
                whole("ice_score", "ICE total", "ICE总分", 0, 10),
                whole("capd_score", "CAPD total", "CAPD总分", 0, 32, bands=(0, 1, 9)),
            ),
            cognition,
        ),
        _table("consciousness", "Consciousness", "意识水平", CONSC, CONSCIOUSNESS),
        _table("seizure", "Seizure", "癫痫发作", SEIZ, SEIZURE),
        _flag(yes_no("motor_weakness", "Deep focal weakness", "局灶运动无力"), 4),
        _table(
            "cerebral_oedema",
            "Raised ICP / cerebral oedema",
            "颅内压增高/脑水肿",
            OEDEMA,
            CEREBRAL_OEDEMA,
        ),
        _flag(death(), 5),
    ),
    pool=WORST,
    settle=settle,
)
