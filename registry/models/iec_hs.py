"""Immune effector cell-associated HLH-like syndrome: one episode."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import YN, YNU
from registry.codelists.toxicity import GRADE05
from registry.models.base import CourseRecord
from registry.models.constraints import dated_or_reason
from registry.variables.fields import code, codes, day, number
from registry.variables.spec import Privacy, span
from registry.variables.units import MG_DL_TO_G_L, UG_L_TO_NG_ML

IEC_HS_THERAPY = codelist(
    "IEC_HS_THERAPY",
    ("steroids", "Steroids", "糖皮质激素"),
    ("anakinra", "Anakinra", "阿那白滞素"),
    ("ruxolitinib", "Ruxolitinib", "芦可替尼"),
    ("emapalumab", "Emapalumab", "依马利尤单抗"),
    ("etoposide", "Etoposide", "依托泊苷"),
    ("tocilizumab", "Tocilizumab", "托珠单抗"),
    ("dasatinib", "Dasatinib", "达沙替尼"),
    ("CAR_ablation", "Ablation of CAR-T cells", "CAR-T清除"),
    ("other", "Other", "其他"),
)


class IECHS(CourseRecord):
    """Immune effector cell-associated HLH-like syndrome: one episode.

    Source: Hines 2023.
    """

    form = "iec_hs"
    label = Label("IEC-HS", "免疫效应细胞相关噬血样综合征")
    dated_by = "iec_hs_onset_date"
    sections = {
        "iec_hs_onset_date": Label("Episode", "发作"),
        "ferritin_peak_ng_ml": Label("Criteria", "诊断标准"),
        "intervention_required": Label("Severity", "严重度"),
        "iec_hs_therapy": Label("Treatment and recorded grade", "治疗与记录分级"),
    }

    iec_hs_onset_date = day(
        "Onset", "发生日期", core=True, taken="episode", privacy=Privacy.QUASI
    )
    ferritin_peak_ng_ml = number(
        "Peak ferritin",
        "铁蛋白峰值",
        "ng/mL",
        span(0, 1000000),
        usual=span(1000, 200000),
        core=True,
        units=UG_L_TO_NG_ML,
        taken="episode",
    )
    ferritin_baseline_ng_ml = number(
        "Baseline ferritin",
        "基线铁蛋白",
        "ng/mL",
        span(0, 1000000),
        units=UG_L_TO_NG_ML,
        taken="episode",
    )
    ferritin_criterion = code(
        "Ferritin >2x ULN or baseline and/or rapidly rising",
        "铁蛋白标准",
        YN,
        core=True,
        taken="episode",
    )
    hepatic_transaminases_gt_5x = code(
        "Transaminases >5x ULN (or baseline if abnormal)",
        "转氨酶>5倍",
        YN,
        core=True,
        taken="episode",
    )
    hypofibrinogenaemia = code(
        "Fibrinogen <1.5 g/L or <LLN",
        "低纤维蛋白原血症",
        YN,
        core=True,
        taken="episode",
    )
    fibrinogen_g_l = number(
        "Lowest fibrinogen",
        "纤维蛋白原最低值",
        "g/L",
        span(0, 15),
        usual=span("0.3", 6),
        units=MG_DL_TO_G_L,
        taken="episode",
    )
    hemophagocytosis = code(
        "Haemophagocytosis on biopsy", "噬血现象", YNU, taken="episode"
    )
    new_or_worse_cytopenia = code(
        "New, worse or refractory cytopenia",
        "新发/加重血细胞减少",
        YN,
        core=True,
        taken="episode",
    )
    triglycerides_mmol_l = number(
        "Triglycerides",
        "甘油三酯",
        "mmol/L",
        span(0, 100),
        usual=span("0.5", 15),
        taken="episode",
    )
    sil2r_u_ml = number(
        "Soluble IL-2R", "可溶性IL-2受体", "U/mL", span(0, 1000000), taken="episode"
    )
    alternative_cause_excluded = code(
        "Not explained by CRS, infection, progression",
        "排除其他原因",
        YN,
        core=True,
        taken="episode",
    )
    intervention_required = code(
        "Therapy for IEC-HS or transfusion for hypofibrinogenaemia",
        "需干预",
        YN,
        core=True,
        taken="episode",
    )
    severe_not_life_threatening = code(
        "Bleeding with transfusion, or admission for AKI, hypotension or distress",
        "重度非致命",
        YN,
        core=True,
        taken="episode",
    )
    life_threatening = code(
        "Life-threatening, intubation or dialysis",
        "危及生命",
        YN,
        core=True,
        taken="episode",
    )
    iec_hs_therapy = codes("Therapy", "治疗", IEC_HS_THERAPY, taken="episode")
    iec_hs_recorded_grade = code("Recorded grade", "记录分级", GRADE05, taken="episode")

    class Meta(CourseRecord.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("iec_hs", "iec_hs_onset_date"),)
