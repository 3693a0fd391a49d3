"""Sinusoidal obstruction syndrome: one episode with its findings."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import OUTCOME, YN, YNU
from registry.codelists.gvhd import SOSSEV
from registry.models.base import TransplantRecord
from registry.models.constraints import dated_or_reason
from registry.variables.conditions import Aged
from registry.variables.fields import code, day, number, whole
from registry.variables.reported import f2450_section
from registry.variables.spec import Privacy, span
from registry.variables.units import UMOL_L_TO_MG_DL_BILIRUBIN

OXYGEN_REQUIREMENT = codelist(
    "OXYGEN_REQUIREMENT",
    ("none", "None", "无"),
    ("le_2_l_min", "≤ 2 L/min", "≤2 L/min"),
    ("gt_2_l_min", "> 2 L/min", ">2 L/min"),
    ("ventilator", "Ventilator", "呼吸机"),
)
COAGULATION = codelist(
    "COAGULATION",
    ("normal", "Normal", "正常"),
    ("impaired", "Impaired", "异常"),
    (
        "impaired_with_replacement",
        "Impaired, replacement given",
        "异常且需补充凝血因子",
    ),
)
ASCITES_GRADE = codelist(
    "ASCITES_GRADE",
    ("none", "None", "无"),
    ("minimal", "Minimal", "少量"),
    ("moderate", "Moderate", "中量"),
    ("paracentesis", "Paracentesis", "需穿刺引流"),
)
# Corbacioglu 2018: the criteria of the child are asked below the 18th birthday.
OF_A_CHILD = Aged("sos_onset_date", ("hsct", "hsct_date"), below=18)


class SOS(TransplantRecord):
    """Sinusoidal obstruction syndrome: one episode with its findings.

    Source: Mohty 2016/2023; Corbacioglu 2018.
    """

    form = "sos_vod"
    label = Label("SOS/VOD", "肝窦阻塞综合征")
    dated_by = "sos_onset_date"
    sections = {
        "sos_onset_date": Label("Episode", "发作"),
        "bilirubin_mg_dl": Label("Criteria", "诊断标准"),
        "refractory_thrombocytopenia": Label("Severity", "严重度"),
        "defibrotide": Label(
            "Treatment, recorded severity and outcome", "治疗、记录严重度与转归"
        ),
    }

    sos_onset_date = day(
        "Onset",
        "发生日期",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
        reported=(f2450_section("VOD/SOS"),),
    )
    bilirubin_mg_dl = number(
        "Bilirubin",
        "胆红素",
        "mg/dL",
        span(0, 80),
        usual=span("0.5", 30),
        core=True,
        units=UMOL_L_TO_MG_DL_BILIRUBIN,
        taken="episode",
    )
    painful_hepatomegaly = code(
        "Painful hepatomegaly", "肝大伴疼痛", YNU, core=True, taken="episode"
    )
    hepatomegaly = code(
        "Hepatomegaly above baseline (child)",
        "肝大",
        YNU,
        core=True,
        only=OF_A_CHILD,
        taken="episode",
    )
    weight_gain_pct = number(
        "Weight above baseline",
        "体重增加",
        "%",
        span(-50, 100),
        usual=span(-5, 30),
        core=True,
        taken="episode",
    )
    weight_gain_3_days_despite_diuretics = code(
        "Unexplained gain 3 days despite diuretics (child)",
        "利尿下连续3天体重增加",
        YNU,
        core=True,
        only=OF_A_CHILD,
        taken="episode",
    )
    bilirubin_rising_3_days = code(
        "Bilirubin rising on 3 days (child)",
        "胆红素连续3天升高",
        YNU,
        core=True,
        only=OF_A_CHILD,
        taken="episode",
    )
    bilirubin_ge_2_within_72h = code(
        "Bilirubin ≥ 2 mg/dL within 72 h (child)",
        "72h内胆红素≥2",
        YNU,
        core=True,
        only=OF_A_CHILD,
        taken="episode",
    )
    ascites = code("Ascites", "腹水", YNU, core=True, taken="episode")
    us_or_elastography_suggestive = code(
        "Ultrasound/elastography suggestive", "超声/弹性成像提示", YNU, taken="episode"
    )
    haemodynamic_or_us_evidence = code(
        "Haemodynamic/ultrasound evidence (2016)",
        "血流动力学/超声证据",
        YNU,
        taken="episode",
    )
    histology_proven = code("Histology", "组织学证实", YNU, taken="episode")
    hvpg_mm_hg = number(
        "HVPG",
        "肝静脉压力梯度",
        "mmHg",
        span(0, 60),
        usual=span(1, 30),
        taken="episode",
    )
    refractory_thrombocytopenia = code(
        "Refractory thrombocytopenia (child)",
        "难治性血小板减少",
        YNU,
        core=True,
        only=OF_A_CHILD,
        taken="episode",
    )
    refractory_thrombocytopenia_days = whole(
        "Days of refractory thrombocytopenia",
        "难治天数",
        span(0, 200),
        unit="d",
        core=True,
        only=OF_A_CHILD,
        taken="episode",
    )
    days_since_first_symptoms = whole(
        "Days since first symptom",
        "距首发症状天数",
        span(0, 365),
        unit="d",
        taken="episode",
    )
    bilirubin_doubling_48h = code(
        "Bilirubin doubled in 48 h", "48h内胆红素翻倍", YN, taken="episode"
    )
    transaminases_x_uln = number(
        "Transaminases / normal",
        "转氨酶倍数",
        "",
        span(0, 1000),
        usual=span("0.5", 50),
        analytes=("ast", "alt"),
        taken="episode",
    )
    creatinine_x_baseline = number(
        "Creatinine / baseline",
        "肌酐倍数",
        "",
        span(0, 30),
        usual=span("0.8", 5),
        taken="episode",
    )
    multi_organ_dysfunction = code(
        "Multi-organ dysfunction (SOFA)", "多器官功能障碍", YN, taken="episode"
    )
    sos_risk_factors_n = whole(
        "Risk factors present",
        "危险因素数",
        span(0, 30),
        usual=span(0, 8),
        taken="episode",
    )
    gfr_ml_min = number(
        "GFR (child)",
        "肾小球滤过率",
        "mL/min",
        span(0, 250),
        usual=span(5, 200),
        taken="episode",
    )
    oxygen_requirement = code(
        "Oxygen (child)", "氧需", OXYGEN_REQUIREMENT, taken="episode"
    )
    coagulation = code("Coagulation (child)", "凝血", COAGULATION, taken="episode")
    ascites_grade = code(
        "Ascites grade (child)", "腹水程度", ASCITES_GRADE, taken="episode"
    )
    cognitive_impairment = code(
        "New cognitive impairment (child)", "新发认知障碍", YN, taken="episode"
    )
    defibrotide = code("Defibrotide", "去纤苷", YN, taken="episode")
    sos_recorded_severity = code(
        "Recorded severity", "记录严重度", SOSSEV, core=True, taken="episode"
    )
    sos_outcome = code("Outcome", "转归", OUTCOME, core=True, taken="episode")

    class Meta(TransplantRecord.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("sos_vod", "sos_onset_date"),)
