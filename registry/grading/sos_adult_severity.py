"""Sinusoidal obstruction syndrome (SOS/VOD): severity in adults.

==========================  ========  ===========  ===========  ===========
Criterion                   mild      moderate     severe       very severe
==========================  ========  ===========  ===========  ===========
Days since first symptom    > 7       5-7          <= 4         any
Bilirubin, mg/dL            2-< 3     3-< 5        5-< 8        >= 8
Bilirubin kinetics                                 doubling in
                                                   48 h
Transaminases, x normal     <= 2      > 2-5        > 5-8        > 8
Weight gain                 < 5 %     5-< 10 %     5-< 10 %     >= 10 %
Creatinine, x baseline      < 1.2     1.2-< 1.5    1.5-< 2      >= 2
Multi-organ dysfunction                                         yes
==========================  ========  ===========  ===========  ===========

The highest category with two criteria or more; a criterion counts for its own and
every lower category (registry rule). A weight gain of 5-10 % counts severe beside
another severe criterion, otherwise moderate. Multi-organ dysfunction is very severe.
Two risk factors or more move mild to moderate and moderate to severe.

Source: Mohty M et al. Bone Marrow Transplant 2016;51:906-912 and 2023;58:749-754. Table
verified at ASH view-large/4463002; the rules are from knowledge of the papers.
"""

from bisect import bisect_right
from typing import Any, TypeAlias

from registry.codelists.base import Label
from registry.codelists.gvhd import SOSSEV
from registry.grading.engine import Engine, Pool, single
from registry.grading.questions import number, whole, yes_no
from registry.grading.result import Grade
from registry.grading.sos_diagnosis import MOHTY_2016, MOHTY_2023

# Criteria that reach mild, moderate, severe, very severe; weight gain of 5-10 %;
# multi-organ dysfunction; two risk factors.
State: TypeAlias = tuple[int, ...]
START: State = (0, 0, 0, 0, 0, 0, 0)
ENOUGH = 2
FLAGS = {"multi_organ_dysfunction": 5, "sos_risk_factors_n": 6}


def lift(criterion: str, level: int) -> State:
    """Return one criterion as counts by category and flags."""
    if criterion in FLAGS:
        place = FLAGS[criterion]
        return tuple(int(level and i == place) for i in range(len(START)))
    counts = [int(level >= category) for category in (1, 2, 3, 4)]
    between = int(criterion == "weight_gain_pct" and level == 2)
    return (*counts, between, 0, 0)


def join(a: State, b: State) -> State:
    """Add the counts, up to as many as decide."""
    return tuple(min(ENOUGH, x + y) for x, y in zip(a, b, strict=True))


def severity(state: Any) -> Grade:
    """Return the severity from all criteria together."""
    _, moderate, severe, very_severe, weight, organs, risk = state
    if organs or very_severe >= ENOUGH:
        return "very_severe"
    if severe + (weight if severe else 0) >= ENOUGH:
        return "severe"
    if moderate >= ENOUGH:
        return "severe" if risk else "moderate"
    return "moderate" if risk else "mild"


def days(since: int) -> int:
    """Return the category of the days since the first symptom."""
    if since > 7:
        return 1
    return 2 if since >= 5 else 3


def bilirubin(level: float) -> int:
    """Return the category of bilirubin, 0 below 2 mg/dL."""
    return bisect_right((2, 3, 5, 8), level)


def transaminases(times: float) -> int:
    """Return the category of the transaminases."""
    return 1 + (times > 2) + (times > 5) + (times > 8)


def weight_gain(gain: float) -> int:
    """Return the category of the weight gain; 5-10 % is settled by the others."""
    if gain >= 10:
        return 4
    return 2 if gain >= 5 else 1


def creatinine(times: float) -> int:
    """Return the category of creatinine."""
    return 1 + bisect_right((1.2, 1.5, 2), times)


ENGINE = Engine(
    name="sos_adult_severity",
    label=Label("SOS/VOD severity, adult", "SOS/VOD严重度，成人"),
    rule=Label(
        "Highest category with two criteria or more; multi-organ dysfunction very "
        "severe; two risk factors raise mild and moderate by one",
        "≥2项标准达到的最高类别；多器官功能障碍为极重度；≥2个危险因素时轻、中度升一级",
    ),
    source=f"{MOHTY_2016}; {MOHTY_2023}",
    verified=False,
    grades=SOSSEV.values,
    codes=SOSSEV,
    domains=(
        single(
            whole(
                "days_since_first_symptoms",
                "Days since first symptom",
                "距首发症状天数",
                0,
                365,
                unit="d",
                bands=(8, 5, 4),
            ),
            days,
        ),
        single(
            number(
                "bilirubin_mg_dl",
                "Bilirubin",
                "胆红素",
                0,
                80,
                unit="mg/dL",
                bands=(1, 2, 3, 5, 8),
            ),
            bilirubin,
        ),
        single(
            yes_no("bilirubin_doubling_48h", "Bilirubin doubled in 48 h", "48h内翻倍"),
            {False: 0, True: 3},
        ),
        single(
            number(
                "transaminases_x_uln",
                "Transaminases / normal",
                "转氨酶倍数",
                0,
                1000,
                bands=(1, 3, 6, 9),
            ),
            transaminases,
        ),
        single(
            number(
                "weight_gain_pct",
                "Weight gain",
                "体重增加",
                -50,
                100,
                unit="%",
                bands=(0, 5, 10),
            ),
            weight_gain,
        ),
        single(
            number(
                "creatinine_x_baseline",
                "Creatinine / baseline",
                "肌酐倍数",
                0,
                30,
                bands=(1, 1.2, 1.5, 2),
            ),
            creatinine,
        ),
        single(
            yes_no(
                "multi_organ_dysfunction",
                "Multi-organ dysfunction (SOFA)",
                "多器官功能障碍",
            ),
            int,
        ),
        single(
            whole(
                "sos_risk_factors_n",
                "Risk factors present",
                "危险因素数",
                0,
                30,
                bands=(0, 2),
            ),
            lambda factors: int(factors >= 2),
        ),
    ),
    pool=Pool(START, join, lift),
    conclude=severity,
)
