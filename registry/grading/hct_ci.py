"""Comorbidity before transplant: HCT-CI, its risk groups, with age and by organ.

======  ====================================================================
Weight  Comorbidity
======  ====================================================================
1       arrhythmia, cardiac, inflammatory bowel, diabetes, cerebrovascular,
        psychiatric, mild hepatic, obesity, infection
2       rheumatologic, peptic ulcer, renal, moderate pulmonary
3       prior malignancy, heart valve, severe pulmonary, severe hepatic
======  ====================================================================

The weights add up; of mild and severe liver, and of moderate and severe lung, only
the worse counts (26 at most). Risk 0 low, 1-2 intermediate, 3 or more high. With age:
one point more from 40 years.

Lung: moderate above 65 to 80 % of DLCO (corrected for haemoglobin) or FEV1, or
dyspnoea on slight activity; severe 65 % or less, dyspnoea at rest, oxygen. Liver:
mild chronic hepatitis, bilirubin above 1 to 1.5 x ULN, AST/ALT above 1 to 2.5 x;
severe cirrhosis or above.

Source: Sorror ML et al. Blood 2005;106:2912-2919; Blood 2013;121:2854-2863; J Clin
Oncol 2014;32:3249-3256. Verified at ASH view-large/6385707 and PubMed 25154831.
"""

from typing import Any

from registry.codelists.base import Label, codelist
from registry.grading.engine import SUM, WORST, Domain, Engine, single
from registry.grading.findings import Findings
from registry.grading.questions import coded, number, whole, yes_no
from registry.grading.result import Grade

SORROR_2005 = "Sorror ML et al., Blood 2005;106:2912-2919; Blood 2013;121:2854-2863"
SORROR_2014 = "Sorror ML et al., J Clin Oncol 2014;32:3249-3256"
RISK = codelist(
    "HCTCIRISK",
    ("low", "Low (0)", "低危（0）"),
    ("intermediate", "Intermediate (1-2)", "中危（1-2）"),
    ("high", "High (3 or more)", "高危（≥3）"),
)
PULMONARY = codelist(
    "HCTCIPULMONARY",
    ("none", "None", "无"),
    ("pulmonary_moderate", "Moderate", "中度肺病"),
    ("pulmonary_severe", "Severe", "重度肺病"),
)
HEPATIC = codelist(
    "HCTCIHEPATIC",
    ("none", "None", "无"),
    ("hepatic_mild", "Mild", "轻度肝病"),
    ("hepatic_severe", "Moderate or severe", "中重度肝病"),
)
DYSPNOEA = codelist(
    "HCTCI_DYSPNOEA",
    ("none", "None", "无"),
    ("slight_activity", "On slight activity", "轻微活动气短"),
    ("rest", "At rest", "静息气短"),
)


def hepatic(f: Findings) -> int:
    """Return the weight of the liver: the worse of mild and severe."""
    return 3 if f["hepatic_severe"] else int(f["hepatic_mild"])


def pulmonary(f: Findings) -> int:
    """Return the weight of the lungs: the worse of moderate and severe."""
    return 3 if f["pulmonary_severe"] else 2 * f["pulmonary_moderate"]


def lung_function(per_cent: float) -> int:
    """Return 0 none, 1 moderate or 2 severe for DLCO or FEV1."""
    return (per_cent <= 80) + (per_cent <= 65)


def risk(score: Any) -> Grade:
    """Return the risk group."""
    if score == 0:
        return "low"
    return "intermediate" if score <= 2 else "high"


def weight(points: int, name: str, en: str, zh: str) -> Domain:
    """Return the domain of a comorbidity that weighs ``points``."""
    return single(yes_no(name, en, zh), {False: 0, True: points})


HCT_CI = Engine(
    name="hct_ci",
    label=Label("HCT-CI", "HCT-CI"),
    rule=Label(
        "Sum of weights 1, 2 and 3; of mild and severe liver or lung only the worse",
        "各合并症权重（1、2、3）之和；肝、肺轻重并存时只计较重者",
    ),
    source=SORROR_2005,
    verified=True,
    grades=tuple(range(27)),
    domains=(
        weight(1, "arrhythmia", "AF/flutter, SSS, ventricular", "心律失常"),
        weight(1, "cardiac", "Coronary disease, CHF, MI, EF <=50 %", "心脏疾病"),
        weight(1, "inflammatory_bowel", "Crohn or ulcerative colitis", "炎症性肠病"),
        weight(1, "diabetes", "Diabetes on insulin or oral drugs", "糖尿病"),
        weight(1, "cerebrovascular", "TIA or stroke", "脑血管病"),
        weight(1, "psychiatric", "Psychiatric, consult or treatment", "精神疾病"),
        weight(1, "obesity", "BMI >35, child >=95th percentile", "肥胖"),
        weight(1, "infection", "Infection treated past day 0", "感染"),
        weight(2, "rheumatologic", "SLE, RA, polymyositis, MCTD, PMR", "风湿病"),
        weight(2, "peptic_ulcer", "Peptic ulcer needing treatment", "消化性溃疡"),
        weight(2, "renal", "Creatinine >2 mg/dL, dialysis, transplant", "中重度肾病"),
        weight(3, "prior_malignancy", "Treated prior malignancy", "既往恶性肿瘤"),
        weight(3, "heart_valve", "Heart valve disease", "心脏瓣膜病"),
        Domain(
            "hepatic",
            Label("Liver", "肝"),
            (
                yes_no("hepatic_mild", "Mild liver disease", "轻度肝病"),
                yes_no("hepatic_severe", "Severe liver disease", "中重度肝病"),
            ),
            hepatic,
        ),
        Domain(
            "pulmonary",
            Label("Lungs", "肺"),
            (
                yes_no("pulmonary_moderate", "Moderate lung disease", "中度肺病"),
                yes_no("pulmonary_severe", "Severe lung disease", "重度肺病"),
            ),
            pulmonary,
        ),
    ),
    pool=SUM,
)
SCORE = single(whole("hct_ci", "HCT-CI", "HCT-CI", 0, 26), int)
HCT_CI_RISK = Engine(
    name="hct_ci_risk",
    label=Label("HCT-CI risk group", "HCT-CI危险分组"),
    rule=Label("0 low, 1-2 intermediate, 3 or more high", "0低危，1-2中危，≥3高危"),
    source=SORROR_2005,
    verified=True,
    grades=RISK.values,
    codes=RISK,
    domains=(SCORE,),
    pool=SUM,
    conclude=risk,
)
HCT_CI_AGE = Engine(
    name="hct_ci_age",
    label=Label("HCT-CI/Age", "HCT-CI/年龄"),
    rule=Label("HCT-CI, one point more from 40 years", "HCT-CI，≥40岁加1分"),
    source=SORROR_2014,
    verified=True,
    grades=tuple(range(28)),
    domains=(
        SCORE,
        single(
            number("age_years", "Age", "年龄", 0, 120, unit="y", bands=(39, 40)),
            lambda age: int(age >= 40),
        ),
    ),
    pool=SUM,
)


def _function(name: str, en: str) -> Domain:
    """Return the domain of a lung function in per cent of predicted."""
    return single(
        number(name, en, en, 5, 200, unit="%", bands=(81, 80, 65)), lung_function
    )


HCT_CI_PULMONARY = Engine(
    name="hct_ci_pulmonary",
    label=Label("HCT-CI, lungs", "HCT-CI肺"),
    rule=Label(
        "DLCO or FEV1 above 65 to 80 %, or dyspnoea on slight activity: moderate; 65 % "
        "or less, dyspnoea at rest or oxygen: severe",
        "DLCO或FEV1>65至80%或轻微活动气短为中度；≤65%、静息气短或吸氧为重度",
    ),
    source=SORROR_2005,
    verified=True,
    grades=PULMONARY.values,
    codes=PULMONARY,
    domains=(
        _function("dlco_pct", "DLCO"),
        _function("fev1_pct", "FEV1"),
        single(
            coded("dyspnoea", "Dyspnoea", "呼吸困难", DYSPNOEA),
            {"none": 0, "slight_activity": 1, "rest": 2},
        ),
        single(yes_no("oxygen", "Home oxygen", "需吸氧"), {False: 0, True: 2}),
    ),
    pool=WORST,
    conclude=PULMONARY.values.__getitem__,
)
HCT_CI_HEPATIC = Engine(
    name="hct_ci_hepatic",
    label=Label("HCT-CI, liver", "HCT-CI肝"),
    rule=Label(
        "Chronic hepatitis, bilirubin > 1-1.5 x or AST/ALT > 1-2.5 x ULN: mild; above, "
        "or cirrhosis: severe",
        "慢性肝炎、胆红素>1-1.5倍或转氨酶>1-2.5倍为轻度；更高或肝硬化为重度",
    ),
    source=SORROR_2005,
    verified=True,
    grades=HEPATIC.values,
    codes=HEPATIC,
    domains=(
        single(yes_no("cirrhosis", "Cirrhosis", "肝硬化"), {False: 0, True: 2}),
        single(
            yes_no("chronic_hepatitis", "Chronic hepatitis B/C", "慢性肝炎"),
            {False: 0, True: 1},
        ),
        single(
            number(
                "bilirubin_x_uln",
                "Bilirubin / ULN",
                "胆红素倍数",
                0,
                100,
                bands=(1.0, 1.5, 1.6),
            ),
            lambda times: (times > 1) + (times > 1.5),
        ),
        single(
            number(
                "ast_alt_x_uln",
                "AST/ALT / ULN",
                "转氨酶倍数",
                0,
                500,
                bands=(1.0, 2.5, 2.6),
            ),
            lambda times: (times > 1) + (times > 2.5),
        ),
    ),
    pool=WORST,
    conclude=HEPATIC.values.__getitem__,
)
ENGINES = (HCT_CI, HCT_CI_RISK, HCT_CI_AGE, HCT_CI_PULMONARY, HCT_CI_HEPATIC)
