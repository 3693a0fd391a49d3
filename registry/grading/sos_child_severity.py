"""Sinusoidal obstruction syndrome (SOS/VOD): severity in children.

=============================  ========  ===========  ============  ============
Criterion                      mild      moderate     severe        very severe
=============================  ========  ===========  ============  ============
Transaminases, x normal *      <= 2      > 2-5        > 5
Refractory thrombocytopenia *  < 3 d     3-7 d        > 7 d
Bilirubin, mg/dL *             < 2       < 2          >= 2
Ascites *                      minimal   moderate     paracentesis
Bilirubin kinetics                                    doubling in
                                                      48 h
Coagulation                    normal    normal       impaired      replacement
GFR, mL/min                    89-60     59-30        29-15         < 15
Oxygen                         <= 2 L                 > 2 L         ventilator
Cognitive impairment                                                new
=============================  ========  ===========  ============  ============

The most severe category wins; two or more of the starred at severe are very severe.

Source: Corbacioglu S et al. Bone Marrow Transplant 2018;53:138-145. Verified at
medicalcriteria.com and PMC6020812 table 3; stored copies print 7 days of refractory
thrombocytopenia in both columns.
"""

from typing import Any

from registry.codelists.base import Label, codelist
from registry.codelists.gvhd import SOSSEV
from registry.grading.engine import Engine, Pool, single
from registry.grading.questions import coded, number, whole, yes_no
from registry.grading.result import Grade
from registry.grading.sos_diagnosis import CORBACIOGLU_2018

MILD, MODERATE, SEVERE, VERY_SEVERE = range(4)
STARRED = frozenset(
    {
        "transaminases_x_uln",
        "refractory_thrombocytopenia_days",
        "bilirubin_mg_dl",
        "ascites_grade",
    }
)
ASCITES_GRADE = codelist(
    "ASCITES_GRADE",
    ("none", "None", "无"),
    ("minimal", "Minimal", "少量"),
    ("moderate", "Moderate", "中量"),
    ("paracentesis", "Paracentesis", "需穿刺引流"),
)
COAGULATION = codelist(
    "COAGULATION",
    ("normal", "Normal", "正常"),
    ("impaired", "Impaired", "异常"),
    ("impaired_with_replacement", "Impaired with replacement", "异常且需补充凝血因子"),
)
OXYGEN_REQUIREMENT = codelist(
    "OXYGEN_REQUIREMENT",
    ("none", "None", "无"),
    ("le_2_l_min", "2 L/min or less", "≤2 L/min"),
    ("gt_2_l_min", "More than 2 L/min", ">2 L/min"),
    ("ventilator", "Ventilator", "呼吸机"),
)
ASCITES = {"none": MILD, "minimal": MILD, "moderate": MODERATE, "paracentesis": SEVERE}
CLOTTING = {
    "normal": MILD,
    "impaired": SEVERE,
    "impaired_with_replacement": VERY_SEVERE,
}
OXYGEN = {
    "none": MILD,
    "le_2_l_min": MILD,
    "gt_2_l_min": SEVERE,
    "ventilator": VERY_SEVERE,
}


def lift(criterion: str, category: int) -> tuple[int, int]:
    """Return (category, starred criteria at severe)."""
    return category, int(criterion in STARRED and category >= SEVERE)


def join(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Keep the worst category and add the starred, up to the two that decide."""
    return max(a[0], b[0]), min(2, a[1] + b[1])


def severity(state: Any) -> Grade:
    """Return the severity from all criteria together."""
    worst, starred = state
    return SOSSEV.values[VERY_SEVERE if starred == 2 else worst]


def transaminases(times: float) -> int:
    """Return the category of the transaminases."""
    return (times > 2) + (times > 5)


def refractory(days: int) -> int:
    """Return the category of the days of refractory thrombocytopenia."""
    return (days >= 3) + (days > 7)


def kidney(gfr: float) -> int:
    """Return the category of the filtration rate."""
    return (gfr < 60) + (gfr < 30) + (gfr < 15)


ENGINE = Engine(
    name="sos_paed_severity",
    label=Label("SOS/VOD severity, child", "SOS/VOD严重度，儿童"),
    rule=Label(
        "Most severe category; two or more of transaminases, refractory "
        "thrombocytopenia, bilirubin and ascites at severe: very severe",
        "取最重类别；转氨酶、难治性血小板减少、胆红素、腹水中≥2项达重度为极重度",
    ),
    source=CORBACIOGLU_2018,
    verified=True,
    grades=SOSSEV.values,
    codes=SOSSEV,
    domains=(
        single(
            number(
                "transaminases_x_uln",
                "Transaminases / normal",
                "转氨酶倍数",
                0,
                1000,
                bands=(1, 3, 6),
            ),
            transaminases,
        ),
        single(
            whole(
                "refractory_thrombocytopenia_days",
                "Days of refractory thrombocytopenia",
                "难治天数",
                0,
                200,
                unit="d",
                bands=(0, 3, 8),
            ),
            refractory,
        ),
        single(
            number(
                "bilirubin_mg_dl",
                "Bilirubin",
                "胆红素",
                0,
                80,
                unit="mg/dL",
                bands=(1, 2),
            ),
            lambda level: SEVERE if level >= 2 else MILD,
        ),
        single(coded("ascites_grade", "Ascites", "腹水程度", ASCITES_GRADE), ASCITES),
        single(
            yes_no("bilirubin_doubling_48h", "Bilirubin doubled in 48 h", "48h内翻倍"),
            {False: MILD, True: SEVERE},
        ),
        single(coded("coagulation", "Coagulation", "凝血", COAGULATION), CLOTTING),
        single(
            number(
                "gfr_ml_min",
                "GFR",
                "肾小球滤过率",
                0,
                250,
                unit="mL/min",
                bands=(60, 59, 29, 14),
            ),
            kidney,
        ),
        single(
            coded("oxygen_requirement", "Oxygen", "氧需", OXYGEN_REQUIREMENT), OXYGEN
        ),
        single(
            yes_no("cognitive_impairment", "New cognitive impairment", "新发认知障碍"),
            {False: MILD, True: VERY_SEVERE},
        ),
    ),
    pool=Pool((MILD, 0), join, lift),
    conclude=severity,
)
