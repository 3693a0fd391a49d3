"""Chronic GVHD: the scores of single organs, NIH 2014.

=======  ====================  =====================  ============================
Site     1                     2                      3
=======  ====================  =====================  ============================
Skin     1-18 % BSA            19-50 % or             > 50 %, deep sclerosis or
                               superficial sclerosis  ulceration
Lungs    FEV1 60-79 %          40-59 %                <= 39 %
Symptom  after one flight      on flat ground         at rest, oxygen
Liver    bilirubin normal and  bilirubin raised to    bilirubin > 3 mg/dL
         ALT 3-5 x or AP >=    3 mg/dL, or ALT > 5 x
         3 x ULN
GI       symptoms, weight      5-15 %, or moderate    > 15 %, supplement for most
         loss < 5 %            diarrhoea              calories, dilatation, severe
=======  ====================  =====================  ============================

Bilirubin is normal up to 1.0 x ULN.

Source: Jagasia MH et al. Biol Blood Marrow Transplant 2015;21(3):389-401.e1. Cut-offs
from knowledge of the paper, not verified.
"""

from registry.codelists.base import Label, codelist
from registry.codelists.gvhd import SCORE03
from registry.grading.engine import WORST, Domain, Engine, single
from registry.grading.findings import Findings
from registry.grading.questions import coded, number, yes_no

SOURCE = "Jagasia MH et al., Biol Blood Marrow Transplant 2015;21:389-401 (NIH 2014)"
SCORES = (0, 1, 2, 3)
SCLEROSIS = codelist(
    "SCLEROSIS",
    ("none", "None", "无"),
    ("superficial", "Superficial", "浅表硬化"),
    ("deep_or_ulcer", "Deep or ulcer", "深部硬化/溃疡"),
)
DYSPNOEA = codelist(
    "CGVHD_DYSPNOEA",
    ("none", "None", "无"),
    ("one_flight", "After one flight of stairs", "上一层楼气短"),
    ("flat_ground", "On flat ground", "平地行走气短"),
    ("rest_or_oxygen", "At rest, or oxygen", "静息气短/吸氧"),
)
SYMPTOM = {"none": 0, "one_flight": 1, "flat_ground": 2, "rest_or_oxygen": 3}


def skin_area(area: float) -> int:
    """Return the score of the area involved."""
    if area > 50:
        return 3
    if area > 18:
        return 2
    return 1 if area > 0 else 0


def lungs(fev1: float) -> int:
    """Return the score of FEV1 in per cent of predicted."""
    return (fev1 < 80) + (fev1 < 60) + (fev1 < 40)


def liver(f: Findings) -> int:
    """Return the score of the liver tests."""
    if f["bilirubin_mg_dl"] > 3:
        return 3
    if f["bilirubin_x_uln"] > 1 or f["alt_x_uln"] > 5:
        return 2
    return 1 if f["alt_x_uln"] >= 3 or f["alp_x_uln"] >= 3 else 0


def weight_loss(loss: float) -> int:
    """Return the score of the weight loss alone."""
    if loss > 15:
        return 3
    return 2 if loss >= 5 else 0


SKIN = Engine(
    name="cgvhd_skin_score",
    label=Label("Chronic GVHD, skin score", "慢性GVHD皮肤评分"),
    rule=Label(
        "BSA 1-18 % 1, 19-50 % or superficial sclerosis 2, > 50 % or deep sclerosis 3",
        "面积1-18%为1，19-50%或浅表硬化为2，>50%或深部硬化为3",
    ),
    source=SOURCE,
    verified=False,
    grades=SCORES,
    codes=SCORE03,
    domains=(
        single(
            number(
                "skin_bsa_pct",
                "Chronic skin involvement, % BSA",
                "皮肤受累面积",
                0,
                100,
                unit="%",
                bands=(0, 1, 19, 51),
            ),
            skin_area,
        ),
        single(
            coded("sclerosis", "Sclerosis", "皮肤硬化", SCLEROSIS),
            {"none": 0, "superficial": 2, "deep_or_ulcer": 3},
        ),
    ),
    pool=WORST,
)
LUNG = Engine(
    name="cgvhd_lung_score",
    label=Label("Chronic GVHD, lung score (FEV1)", "慢性GVHD肺评分（FEV1）"),
    rule=Label(
        "FEV1 60-79 % 1, 40-59 % 2, below 40 % 3", "FEV1 60-79%为1，40-59%为2，<40%为3"
    ),
    source=SOURCE,
    verified=False,
    grades=SCORES,
    codes=SCORE03,
    domains=(
        single(
            number(
                "fev1_pct",
                "FEV1",
                "FEV1",
                5,
                200,
                unit="%",
                bands=(80, 60, 40, 39),
            ),
            lungs,
        ),
    ),
    pool=WORST,
)
LUNG_SYMPTOM = Engine(
    name="cgvhd_lung_symptom_score",
    label=Label("Chronic GVHD, lung score (symptoms)", "慢性GVHD肺评分（症状）"),
    rule=Label(
        "Dyspnoea after one flight 1, on flat ground 2, at rest or oxygen 3",
        "上一层楼气短为1，平地气短为2，静息气短或吸氧为3",
    ),
    source=SOURCE,
    verified=False,
    grades=SCORES,
    codes=SCORE03,
    domains=(single(coded("dyspnoea", "Dyspnoea", "呼吸困难", DYSPNOEA), SYMPTOM),),
    pool=WORST,
)
LIVER = Engine(
    name="cgvhd_liver_score",
    label=Label("Chronic GVHD, liver score", "慢性GVHD肝评分"),
    rule=Label(
        "ALT 3-5 x or AP >= 3 x 1; bilirubin raised to 3 mg/dL or ALT > 5 x 2; "
        "bilirubin > 3 mg/dL 3",
        "ALT 3-5倍或AP≥3倍为1；胆红素升高至3 mg/dL或ALT>5倍为2；胆红素>3 mg/dL为3",
    ),
    source=SOURCE,
    verified=False,
    grades=SCORES,
    codes=SCORE03,
    domains=(
        Domain(
            "liver",
            Label("Liver", "肝"),
            (
                number(
                    "bilirubin_x_uln",
                    "Bilirubin / ULN",
                    "胆红素倍数",
                    0,
                    100,
                    bands=(1.0, 1.1),
                ),
                number(
                    "bilirubin_mg_dl",
                    "Total bilirubin",
                    "总胆红素",
                    0,
                    80,
                    unit="mg/dL",
                    bands=(1, 3.1),
                ),
                number("alt_x_uln", "ALT / ULN", "ALT倍数", 0, 500, bands=(1, 3, 5.1)),
                number("alp_x_uln", "AP / ULN", "碱性磷酸酶倍数", 0, 100, bands=(1, 3)),
            ),
            liver,
        ),
    ),
    pool=WORST,
)
GI = Engine(
    name="cgvhd_gi_score",
    label=Label("Chronic GVHD, GI score", "慢性GVHD胃肠评分"),
    rule=Label(
        "Symptoms 1; weight loss 5-15 % or moderate diarrhoea 2; > 15 %, supplement, "
        "dilatation or severe diarrhoea 3",
        "有症状为1；体重下降5-15%或中度腹泻为2；>15%、需营养支持、扩张或重度腹泻为3",
    ),
    source=SOURCE,
    verified=False,
    grades=SCORES,
    codes=SCORE03,
    domains=(
        single(yes_no("gi_symptoms", "GI symptoms", "胃肠症状"), {False: 0, True: 1}),
        single(
            number(
                "weight_loss_pct",
                "Weight loss in 3 months",
                "3个月体重下降",
                0,
                70,
                unit="%",
                bands=(0, 5, 16),
            ),
            weight_loss,
        ),
        single(
            yes_no("gi_moderate_diarrhoea", "Moderate diarrhoea", "中度腹泻"),
            {False: 0, True: 2},
        ),
        single(
            yes_no(
                "gi_severe",
                "Supplement for most calories, dilatation or severe diarrhoea",
                "重度胃肠表现",
            ),
            {False: 0, True: 3},
        ),
    ),
    pool=WORST,
)
ENGINES = (SKIN, LUNG, LUNG_SYMPTOM, LIVER, GI)
