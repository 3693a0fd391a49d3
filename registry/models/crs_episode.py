"""Cytokine release syndrome: an episode, or the statement that none occurred."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import OUTCOME, YN, YNU
from registry.codelists.toxicity import (
    FIO2,
    GRADE05,
    HYPOTEN,
    HYPOX,
    OXYGEN_SUPPORT,
    PRESSOR,
)
from registry.models.base import CourseRecord
from registry.variables.fields import code, codes, day, number, whole
from registry.variables.reported import ebmt_follow_up, f4100
from registry.variables.spec import Privacy, span
from registry.variables.units import FAHRENHEIT, MG_DL_TO_MG_L, UG_L_TO_NG_ML

OTHER_ANTICYTOKINE = codelist(
    "OTHER_ANTICYTOKINE",
    ("anakinra", "Anakinra", "阿那白滞素"),
    ("ruxolitinib", "Ruxolitinib", "芦可替尼"),
    ("siltuximab", "Siltuximab", "司妥昔单抗"),
    ("emapalumab", "Emapalumab", "依马利尤单抗"),
    ("dasatinib", "Dasatinib", "达沙替尼"),
    ("plasma_exchange", "Plasma exchange", "血浆置换"),
    ("etoposide", "Etoposide", "依托泊苷"),
    ("other", "Other", "其他"),
)


class CRSEpisode(CourseRecord):
    """Cytokine release syndrome: an episode, or the statement that none occurred.

    Source: Lee 2019; CIBMTR 4100; EBMT.
    """

    form = "crs_episode"
    label = Label("CRS", "细胞因子释放综合征")
    dated_by = "crs_onset_date"
    occurrence = "crs_occurred"
    sections = {
        "crs_occurred": Label("Episode", "发作"),
        "max_temp_c": Label("Findings at their worst", "最严重时的表现"),
        "tocilizumab_doses": Label("Treatment", "治疗"),
        "peak_crp_mg_l": Label("Laboratory peaks", "实验室峰值"),
        "crs_icu": Label("Recorded grade and outcome", "记录分级与转归"),
    }

    crs_occurred = code(
        "CRS occurred",
        "是否发生CRS",
        YNU,
        core=True,
        taken="D28",
        reported=(f4100("76"),),
    )
    crs_onset_date = day(
        "Onset (first fever ≥ 38.0)",
        "发生日期",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
        reported=(
            f4100("77"),
            ebmt_follow_up("CRS: onset date"),
        ),
    )
    crs_resolved_date = day(
        "Resolved (all findings gone 24 h)",
        "缓解日期",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
        reported=(
            f4100("98"),
            ebmt_follow_up("CRS: resolution date"),
        ),
    )
    max_temp_c = number(
        "Highest temperature",
        "最高体温",
        "°C",
        span(30, 45),
        usual=span(36, 42),
        core=True,
        units=FAHRENHEIT,
        taken="episode",
        reported=(f4100("81"),),
    )
    antipyretic_or_anticytokine = code(
        "Antipyretic, tocilizumab or steroid given",
        "用退热/抗细胞因子药",
        YN,
        core=True,
        taken="episode",
    )
    hypotension = code(
        "Hypotension",
        "低血压",
        HYPOTEN,
        core=True,
        taken="episode",
        reported=(f4100("83, 85-87"),),
    )
    hypoxia = code(
        "Hypoxia",
        "低氧",
        HYPOX,
        core=True,
        taken="episode",
        reported=(f4100("91, 93, 95"),),
    )
    hypotension_pressor_class = code(
        "Vasopressor dose class (Lee/Penn)", "升压药剂量分级", PRESSOR, taken="episode"
    )
    oxygen_need = code("FiO2 class (Lee)", "FiO2分级", FIO2, taken="episode")
    organ_toxicity_grade = whole(
        "Worst CRS organ toxicity, not transaminases",
        "器官毒性最高级",
        span(0, 4),
        taken="episode",
    )
    transaminitis_grade = whole(
        "Transaminase grade", "转氨酶分级", span(0, 4), taken="episode"
    )
    constitutional_symptoms = code(
        "Fever, fatigue, myalgia, headache only (Lee/Penn)",
        "全身症状",
        YN,
        taken="episode",
    )
    hospitalised_for_crs = code(
        "Admitted for CRS (Penn)", "因CRS住院", YN, taken="episode"
    )
    creatinine_grade = whole(
        "Creatinine CTCAE grade (Penn)", "肌酐分级", span(0, 4), taken="episode"
    )
    oxygen_support = code("Oxygen (Penn)", "氧疗", OXYGEN_SUPPORT, taken="episode")
    coagulopathy_replacement = code(
        "FFP, cryoprecipitate or fibrinogen given (Penn)",
        "凝血异常需输注血浆/冷沉淀/纤维蛋白原",
        YN,
        taken="episode",
    )
    tocilizumab_doses = whole(
        "Tocilizumab doses",
        "托珠单抗次数",
        span(0, 8),
        usual=span(0, 4),
        core=True,
        taken="episode",
        reported=(f4100("79"),),
    )
    tocilizumab_first_date = day(
        "First tocilizumab",
        "首次托珠单抗",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
    )
    steroids = code(
        "Corticosteroids",
        "糖皮质激素",
        YN,
        core=True,
        taken="episode",
        reported=(f4100("79"),),
    )
    steroid_days = whole(
        "Days of steroid",
        "激素天数",
        span(0, 120),
        unit="d",
        usual=span(1, 21),
        taken="episode",
    )
    other_anticytokine = codes(
        "Other therapy",
        "其他治疗",
        OTHER_ANTICYTOKINE,
        taken="episode",
        reported=(f4100("79"),),
    )
    peak_crp_mg_l = number(
        "Peak CRP",
        "CRP峰值",
        "mg/L",
        span(0, 1000),
        usual=span(5, 400),
        units=MG_DL_TO_MG_L,
        taken="episode",
    )
    peak_ferritin_ng_ml = number(
        "Peak ferritin",
        "铁蛋白峰值",
        "ng/mL",
        span(0, 1000000),
        usual=span(100, 100000),
        units=UG_L_TO_NG_ML,
        taken="episode",
    )
    peak_il6_pg_ml = number(
        "Peak IL-6",
        "IL-6峰值",
        "pg/mL",
        span(0, 1000000),
        usual=span(5, 50000),
        taken="episode",
    )
    crs_icu = code("ICU", "入ICU", YN, taken="episode")
    crs_recorded_grade = code(
        "Recorded grade (ASTCT)",
        "记录分级",
        GRADE05,
        core=True,
        taken="episode",
        reported=(ebmt_follow_up("CRS: highest grade"),),
    )
    crs_outcome = code("Outcome", "转归", OUTCOME, core=True, taken="episode")
