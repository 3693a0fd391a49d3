"""Diseases and organ function before one HSCT, from which HCT-CI follows."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import YN, YNU
from registry.models.base import TransplantRecord
from registry.variables.fields import code, number, whole
from registry.variables.spec import span
from registry.variables.units import UMOL_L_TO_MG_DL_CREATININE

DYSPNOEA_BEFORE_HSCT = codelist(
    "DYSPNOEA_BEFORE_HSCT",
    ("none", "None", "无"),
    ("slight_activity", "On slight activity", "轻微活动气短"),
    ("rest", "At rest", "静息气短"),
)


class Comorbidity(TransplantRecord):
    """Diseases and organ function before one HSCT, from which HCT-CI follows.

    Source: Sorror 2005/2013/2014.
    """

    form = "comorbidity"
    label = Label("Comorbidity before HSCT (HCT-CI)", "移植前合并症")
    sections = {
        "arrhythmia": Label("Comorbidities of the index", "合并症条目"),
        "recorded_hct_ci": Label("As recorded in the source", "来源记录"),
        "dlco_pct": Label("Organ function", "器官功能"),
    }

    arrhythmia = code(
        "Arrhythmia (AF/flutter, SSS, ventricular)",
        "心律失常",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    cardiac = code(
        "Cardiac: coronary disease, CHF, MI, EF ≤ 50 %",
        "心脏疾病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    inflammatory_bowel = code(
        "Inflammatory bowel disease: Crohn or ulcerative colitis",
        "炎症性肠病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    diabetes = code(
        "Diabetes on insulin or oral drugs", "糖尿病", YNU, core=True, taken="HSCT D0"
    )
    cerebrovascular = code(
        "Cerebrovascular: TIA or stroke", "脑血管病", YNU, core=True, taken="HSCT D0"
    )
    psychiatric = code(
        "Psychiatric, needing consult or treatment",
        "精神疾病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    hepatic_mild = code(
        "Liver, mild: chronic hepatitis, bilirubin >ULN-1.5x, ALT/AST >ULN-2.5x",
        "轻度肝病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    obesity = code(
        "Obesity: BMI >35, child ≥ 95th percentile",
        "肥胖",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    infection = code(
        "Infection needing treatment past day 0",
        "感染",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    rheumatologic = code(
        "Rheumatologic: SLE, RA, polymyositis, MCTD, PMR",
        "风湿病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    peptic_ulcer = code(
        "Peptic ulcer needing treatment", "消化性溃疡", YNU, core=True, taken="HSCT D0"
    )
    renal = code(
        "Renal: creatinine >2 mg/dL, dialysis, transplant",
        "中重度肾病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    pulmonary_moderate = code(
        "Lung, moderate: DLCO/FEV1 66-80 % or dyspnoea on slight activity",
        "中度肺病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    prior_malignancy = code(
        "Prior malignancy: treated solid tumour, not non-melanoma skin",
        "既往恶性肿瘤",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    heart_valve = code(
        "Heart valve disease, except asymptomatic mitral prolapse",
        "心脏瓣膜病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    pulmonary_severe = code(
        "Lung, severe: DLCO/FEV1 ≤ 65 %, dyspnoea at rest, oxygen",
        "重度肺病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    hepatic_severe = code(
        "Liver, severe: cirrhosis, bilirubin >1.5x, ALT/AST >2.5x ULN",
        "中重度肝病",
        YNU,
        core=True,
        taken="HSCT D0",
    )
    recorded_hct_ci = whole(
        "HCT-CI as calculated by the centre",
        "HCT-CI（中心记录）",
        span(0, 29),
        usual=span(0, 10),
        taken="HSCT D0",
    )
    dlco_pct = number(
        "DLCO adjusted", "DLCO", "%", span(5, 200), usual=span(40, 130), taken="HSCT D0"
    )
    fev1_pct = number(
        "FEV1", "FEV1", "%", span(5, 200), usual=span(40, 130), taken="HSCT D0"
    )
    dyspnoea = code("Dyspnoea", "呼吸困难", DYSPNOEA_BEFORE_HSCT, taken="HSCT D0")
    oxygen = code("Home oxygen", "需吸氧", YN, taken="HSCT D0")
    cirrhosis = code("Cirrhosis", "肝硬化", YN, taken="HSCT D0")
    chronic_hepatitis = code("Chronic hepatitis B/C", "慢性肝炎", YN, taken="HSCT D0")
    ef_pct = number(
        "Ejection fraction",
        "射血分数",
        "%",
        span(5, 90),
        usual=span(40, 75),
        taken="HSCT D0",
    )
    creatinine_mg_dl = number(
        "Creatinine",
        "肌酐",
        "mg/dL",
        span("0.1", 30),
        usual=span("0.2", 3),
        units=UMOL_L_TO_MG_DL_CREATININE,
        taken="HSCT D0",
    )
    bilirubin_x_uln = number(
        "Bilirubin / ULN",
        "胆红素倍数",
        "",
        span(0, 100),
        usual=span("0.2", 5),
        analytes=("bilirubin",),
        taken="HSCT D0",
    )
    ast_alt_x_uln = number(
        "AST/ALT / ULN",
        "转氨酶倍数",
        "",
        span(0, 500),
        usual=span("0.2", 10),
        analytes=("ast", "alt"),
        taken="HSCT D0",
    )
