"""Acute GVHD: an episode, or the statement that none occurred."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import YN, YNU
from registry.codelists.gvhd import GRADE04, GVHDRESP, GVHDTYPE, STAGE01, STAGE04
from registry.models.base import TransplantRecord
from registry.variables.conditions import unless, when
from registry.variables.fields import code, codes, day, number
from registry.variables.reported import f2450_section, f4100
from registry.variables.spec import Privacy, span

AGVHD_BIOPSY = codelist(
    "AGVHD_BIOPSY",
    ("positive", "Positive", "阳性"),
    ("negative", "Negative", "阴性"),
    ("equivocal", "Equivocal", "可疑"),
    ("not_done", "Not done", "未做"),
)
AGVHD_FIRST_LINE = codelist(
    "AGVHD_FIRST_LINE",
    ("steroids", "Steroids", "糖皮质激素"),
    ("ruxolitinib", "Ruxolitinib", "芦可替尼"),
    ("ATG", "ATG", "抗胸腺细胞球蛋白"),
    ("basiliximab", "Basiliximab", "巴利昔单抗"),
    ("ECP", "ECP", "体外光分离置换"),
    ("MSC", "MSC", "间充质干细胞"),
    ("vedolizumab", "Vedolizumab", "维得利珠单抗"),
    ("FMT", "FMT", "粪菌移植"),
    ("abatacept", "Abatacept", "阿巴西普"),
    ("other", "Other", "其他"),
    ("none", "None", "无"),
)
AGVHD_STEROID_REFRACTORY = codelist(
    "AGVHD_STEROID_REFRACTORY",
    ("no", "No", "否"),
    ("refractory", "Refractory", "耐药"),
    ("dependent", "Dependent", "依赖"),
)


class AcuteGVHD(TransplantRecord):
    """Acute GVHD: an episode, or the statement that none occurred.

    Source: Harris 2016 MAGIC; Przepiorka 1995.
    """

    form = "agvhd_episode"
    label = Label("Acute GVHD", "急性移植物抗宿主病")
    dated_by = "agvhd_onset_date"
    occurrence = "agvhd_occurred"
    sections = {
        "agvhd_occurred": Label("Episode", "发作"),
        "rash_bsa_pct": Label("Findings", "表现"),
        "skin": Label("Stages and recorded grade", "分期与记录分级"),
        "agvhd_biopsy": Label("Type and treatment", "类型与治疗"),
    }

    agvhd_occurred = code(
        "Acute GVHD occurred",
        "是否发生aGVHD",
        YNU,
        core=True,
        taken="HSCT D100",
        reported=(
            f4100("56"),
            f2450_section("GVHD"),
        ),
    )
    agvhd_onset_date = day(
        "Onset",
        "发生日期",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
        reported=(
            f4100("57"),
            f2450_section("GVHD"),
        ),
    )
    rash_bsa_pct = number(
        "Active rash, % BSA",
        "皮疹面积",
        "%",
        span(0, 100),
        usual=span(0, 100),
        taken="episode",
    )
    bullae_desquamation = code(
        "Bullae and desquamation >5 % BSA", "水疱及脱屑", YN, taken="episode"
    )
    bilirubin_mg_dl = number(
        "Total bilirubin",
        "总胆红素",
        "mg/dL",
        span(0, 80),
        usual=span("0.1", 30),
        taken="episode",
    )
    bilirubin_umol_l = number(
        "Total bilirubin",
        "总胆红素",
        "µmol/L",
        span(0, 1400),
        usual=span(2, 500),
        taken="episode",
    )
    stool_ml_per_day = number(
        "Stool volume, 3-day mean",
        "每日大便量",
        "mL/day",
        span(0, 20000),
        usual=span(0, 5000),
        taken="episode",
    )
    stool_ml_per_kg = number(
        "Stool volume per kg (≤ 50 kg)",
        "每公斤大便量",
        "mL/kg/day",
        span(0, 300),
        usual=span(0, 100),
        taken="episode",
    )
    stool_episodes_per_day = number(
        "Stool episodes when volume not measured",
        "大便次数",
        "/day",
        span(0, 60),
        usual=span(0, 30),
        taken="episode",
    )
    severe_pain_or_ileus_or_blood = code(
        "Severe pain +- ileus, or gross blood", "腹痛/肠梗阻/血便", YN, taken="episode"
    )
    upper_gi_persistent_symptoms = code(
        "Persistent nausea, vomiting or anorexia", "上消化道症状", YN, taken="episode"
    )
    skin = code(
        "Skin stage",
        "皮肤分期",
        STAGE04,
        core=True,
        taken="episode",
        reported=(
            f4100("60"),
            f2450_section("GVHD"),
        ),
    )
    liver = code(
        "Liver stage",
        "肝分期",
        STAGE04,
        core=True,
        taken="episode",
        reported=(
            f4100("63"),
            f2450_section("GVHD"),
        ),
    )
    lower_gi = code(
        "Lower GI stage",
        "下消化道分期",
        STAGE04,
        core=True,
        taken="episode",
        reported=(
            f4100("61"),
            f2450_section("GVHD"),
        ),
    )
    upper_gi = code(
        "Upper GI stage",
        "上消化道分期",
        STAGE01,
        core=True,
        taken="episode",
        reported=(
            f4100("62"),
            f2450_section("GVHD"),
        ),
    )
    agvhd_max_recorded_grade = code(
        "Recorded overall grade",
        "记录总分级",
        GRADE04,
        core=True,
        taken="episode",
        reported=(
            f4100("66"),
            f2450_section("GVHD"),
        ),
    )
    agvhd_biopsy = code("Biopsy", "活检", AGVHD_BIOPSY, taken="episode")
    gvhd_type = code("Type", "类型", GVHDTYPE, core=True, taken="episode")
    agvhd_first_line = codes(
        "Treatment",
        "治疗",
        AGVHD_FIRST_LINE,
        core=True,
        only=when("agvhd_max_recorded_grade", "2", "3", "4"),
        taken="episode",
    )
    agvhd_steroid_refractory = code(
        "Steroid-refractory / dependent (EBMT-NIH-CIBMTR)",
        "激素耐药/依赖",
        AGVHD_STEROID_REFRACTORY,
        core=True,
        only=when("agvhd_first_line", "steroids"),
        taken="episode",
    )
    agvhd_response_d28 = code(
        "Response day 28 of therapy",
        "治疗第28天疗效",
        GVHDRESP,
        core=True,
        only=unless("agvhd_first_line", "none"),
        taken="episode",
    )
    agvhd_resolved_date = day(
        "Resolved", "缓解日期", taken="episode", privacy=Privacy.QUASI
    )
