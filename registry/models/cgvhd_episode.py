"""Chronic GVHD: an episode, or the statement that none occurred."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import YN, YNU
from registry.codelists.gvhd import CGSEV, GVHDTYPE, SCORE03
from registry.models.base import TransplantRecord
from registry.variables.conditions import when
from registry.variables.fields import code, codes, day, number
from registry.variables.reported import f2450_section, f4100
from registry.variables.spec import Privacy, span

SCLEROSIS = codelist(
    "SCLEROSIS",
    ("none", "None", "无"),
    ("superficial", "Superficial", "浅表硬化"),
    ("deep_or_ulcer", "Deep or ulcer", "深部硬化/溃疡"),
)
DYSPNOEA = codelist(
    "DYSPNOEA",
    ("none", "None", "无"),
    ("one_flight", "One flight", "上一层楼气短"),
    ("flat_ground", "Flat ground", "平地行走气短"),
    ("rest_or_oxygen", "Rest or oxygen", "静息气短/吸氧"),
)
CGVHD_THERAPY = codelist(
    "CGVHD_THERAPY",
    ("steroids", "Steroids", "糖皮质激素"),
    ("ruxolitinib", "Ruxolitinib", "芦可替尼"),
    ("ibrutinib", "Ibrutinib", "伊布替尼"),
    ("belumosudil", "Belumosudil", "贝舒地尔"),
    ("ECP", "ECP", "体外光分离置换"),
    ("axatilimab", "Axatilimab", "阿沙替利单抗"),
    ("rituximab", "Rituximab", "利妥昔单抗"),
    ("MMF", "MMF", "霉酚酸酯"),
    ("CNI", "CNI", "钙调磷酸酶抑制剂"),
    ("other", "Other", "其他"),
)


class ChronicGVHD(TransplantRecord):
    """Chronic GVHD: an episode, or the statement that none occurred.

    Source: Jagasia 2015 (NIH 2014).
    """

    form = "cgvhd_episode"
    label = Label("Chronic GVHD", "慢性移植物抗宿主病")
    dated_by = "cgvhd_onset_date"
    occurrence = "cgvhd_occurred"
    sections = {
        "cgvhd_occurred": Label("Episode", "发作"),
        "skin": Label("Organ scores", "器官评分"),
        "skin_bsa_pct": Label("Findings", "表现"),
        "cgvhd_type": Label(
            "Type, treatment and recorded severity", "类型、治疗与记录严重度"
        ),
    }

    cgvhd_occurred = code(
        "Chronic GVHD occurred",
        "是否发生cGVHD",
        YNU,
        core=True,
        taken="HSCT M12",
        reported=(
            f4100("68"),
            f2450_section("GVHD"),
        ),
    )
    cgvhd_onset_date = day(
        "Onset",
        "发生日期",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
        reported=(
            f4100("69"),
            f2450_section("GVHD"),
        ),
    )
    cgvhd_score_date = day(
        "Date of scoring", "评分日期", core=True, taken="episode", privacy=Privacy.QUASI
    )
    skin = code("Skin score", "皮肤评分", SCORE03, core=True, taken="episode")
    mouth = code("Mouth score", "口腔评分", SCORE03, core=True, taken="episode")
    eyes = code("Eyes score", "眼评分", SCORE03, core=True, taken="episode")
    gi = code("GI score", "胃肠评分", SCORE03, core=True, taken="episode")
    liver = code("Liver score", "肝评分", SCORE03, core=True, taken="episode")
    lungs = code(
        "Lung score (FEV1 when available)",
        "肺评分",
        SCORE03,
        core=True,
        taken="episode",
    )
    joints_fascia = code(
        "Joints and fascia score", "关节筋膜评分", SCORE03, core=True, taken="episode"
    )
    genital = code("Genital score", "生殖道评分", SCORE03, core=True, taken="episode")
    skin_bsa_pct = number(
        "Chronic skin involvement, % BSA",
        "皮肤受累面积",
        "%",
        span(0, 100),
        usual=span(0, 100),
        taken="episode",
    )
    sclerosis = code("Sclerosis", "皮肤硬化", SCLEROSIS, taken="episode")
    dyspnoea = code("Dyspnoea", "呼吸困难", DYSPNOEA, taken="episode")
    alt_x_uln = number(
        "ALT / ULN",
        "ALT倍数",
        "",
        span(0, 500),
        usual=span("0.2", 30),
        analytes=("alt",),
        taken="episode",
    )
    alp_x_uln = number(
        "AP / ULN",
        "碱性磷酸酶倍数",
        "",
        span(0, 100),
        usual=span("0.2", 15),
        analytes=("alp",),
        taken="episode",
    )
    gi_symptoms = code("GI symptoms", "胃肠症状", YN, taken="episode")
    weight_loss_pct = number(
        "Weight loss in 3 months",
        "3个月体重下降",
        "%",
        span(0, 70),
        usual=span(0, 30),
        taken="episode",
    )
    gi_moderate_diarrhoea = code("Moderate diarrhoea", "中度腹泻", YN, taken="episode")
    gi_severe = code(
        "Supplement for most calories, dilatation or severe diarrhoea",
        "重度胃肠表现",
        YN,
        taken="episode",
    )
    fev1_pct = number(
        "FEV1",
        "FEV1",
        "%",
        span(5, 200),
        usual=span(15, 130),
        core=True,
        only=when("lungs", "1", "2", "3"),
        taken="episode",
    )
    bos = code("Bronchiolitis obliterans", "闭塞性细支气管炎", YNU, taken="episode")
    cgvhd_type = code("Type", "类型", GVHDTYPE, core=True, taken="episode")
    cgvhd_systemic_therapy = code(
        "Systemic therapy (GRFS)", "全身免疫抑制治疗", YN, core=True, taken="episode"
    )
    cgvhd_systemic_start = day(
        "Start of systemic therapy",
        "全身治疗开始",
        core=True,
        only=when("cgvhd_systemic_therapy", "yes"),
        taken="episode",
        privacy=Privacy.QUASI,
    )
    cgvhd_therapy = codes("Therapy", "治疗", CGVHD_THERAPY, taken="episode")
    cgvhd_max_recorded_severity = code(
        "Recorded severity",
        "记录严重度",
        CGSEV,
        core=True,
        taken="episode",
        reported=(
            f4100("71"),
            f2450_section("GVHD"),
        ),
    )
    cgvhd_resolved_date = day(
        "Resolved", "缓解日期", taken="episode", privacy=Privacy.QUASI
    )
