"""Neurotoxicity: an episode, or the statement that none occurred."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import YN, YNU
from registry.codelists.toxicity import CONSC, GRADE05, OEDEMA, SEIZ
from registry.models.base import CourseRecord
from registry.variables.conditions import Aged
from registry.variables.fields import code, day, whole
from registry.variables.reported import ebmt_follow_up, f4100
from registry.variables.spec import Privacy, span

CAPD_FREQUENCY = codelist(
    "CAPD_FREQUENCY",
    ("never", "Never", "从不"),
    ("rarely", "Rarely", "很少"),
    ("sometimes", "Sometimes", "有时"),
    ("often", "Often", "经常"),
    ("always", "Always", "总是"),
)
# Lee 2019: ICE from the 12th birthday, CAPD before. Where development is delayed the
# other tool's questions are open too.
ON_ONSET = ("icans_onset_date", ("infusion", "infusion_date"))
WITH_ICE = Aged(*ON_ONSET, least=12)
WITH_CAPD = Aged(*ON_ONSET, below=12)


class ICANSEpisode(CourseRecord):
    """Neurotoxicity: an episode, or the statement that none occurred.

    Source: Lee 2019; Traube 2014.
    """

    form = "icans_episode"
    label = Label("ICANS", "免疫效应细胞相关神经毒性综合征")
    dated_by = "icans_onset_date"
    occurrence = "icans_occurred"
    sections = {
        "icans_occurred": Label("Episode", "发作"),
        "ice_orientation": Label("ICE, from 12 years", "ICE评分（12岁及以上）"),
        "capd_eye_contact": Label("CAPD, under 12 years", "CAPD评分（12岁以下）"),
        "consciousness": Label("Other findings at their worst", "最严重时的其他表现"),
        "icans_steroids": Label("Treatment and recorded grade", "治疗与记录分级"),
    }

    icans_occurred = code(
        "ICANS occurred",
        "是否发生ICANS",
        YNU,
        core=True,
        taken="D28",
        reported=(f4100("99"),),
    )
    icans_onset_date = day(
        "Onset",
        "发生日期",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
        reported=(
            f4100("100"),
            ebmt_follow_up("ICANS: onset date"),
        ),
    )
    icans_resolved_date = day(
        "Resolved",
        "缓解日期",
        core=True,
        taken="episode",
        privacy=Privacy.QUASI,
        reported=(
            f4100("122"),
            ebmt_follow_up("ICANS: resolution date"),
        ),
    )
    ice_orientation = whole(
        "ICE year, month, city, hospital",
        "ICE定向",
        span(0, 4),
        core=True,
        core_where=WITH_ICE,
        taken="episode",
    )
    ice_naming = whole(
        "ICE three objects",
        "ICE命名",
        span(0, 3),
        core=True,
        core_where=WITH_ICE,
        taken="episode",
    )
    ice_commands = whole(
        "ICE follow command",
        "ICE执行指令",
        span(0, 1),
        core=True,
        core_where=WITH_ICE,
        taken="episode",
    )
    ice_writing = whole(
        "ICE write sentence",
        "ICE书写",
        span(0, 1),
        core=True,
        core_where=WITH_ICE,
        taken="episode",
    )
    ice_attention = whole(
        "ICE count back 100 by 10",
        "ICE注意力",
        span(0, 1),
        core=True,
        core_where=WITH_ICE,
        taken="episode",
    )
    ice_score = whole(
        "ICE total (derived if items)",
        "ICE总分",
        span(0, 10),
        core=True,
        core_where=WITH_ICE,
        taken="episode",
        reported=(f4100("102"),),
    )
    capd_eye_contact = code(
        "CAPD 1 eye contact", "CAPD1目光接触", CAPD_FREQUENCY, taken="episode"
    )
    capd_purposeful = code(
        "CAPD 2 purposeful actions", "CAPD2有目的动作", CAPD_FREQUENCY, taken="episode"
    )
    capd_aware = code(
        "CAPD 3 aware of surroundings", "CAPD3感知环境", CAPD_FREQUENCY, taken="episode"
    )
    capd_communicates = code(
        "CAPD 4 communicates needs", "CAPD4表达需求", CAPD_FREQUENCY, taken="episode"
    )
    capd_restless = code(
        "CAPD 5 restless", "CAPD5烦躁", CAPD_FREQUENCY, taken="episode"
    )
    capd_inconsolable = code(
        "CAPD 6 inconsolable", "CAPD6无法安慰", CAPD_FREQUENCY, taken="episode"
    )
    capd_underactive = code(
        "CAPD 7 underactive", "CAPD7活动减少", CAPD_FREQUENCY, taken="episode"
    )
    capd_slow_response = code(
        "CAPD 8 slow to respond", "CAPD8反应迟缓", CAPD_FREQUENCY, taken="episode"
    )
    capd_score = whole(
        "CAPD total",
        "CAPD总分",
        span(0, 32),
        core=True,
        core_where=WITH_CAPD,
        taken="episode",
    )
    consciousness = code(
        "Consciousness (not from sedation)",
        "意识水平",
        CONSC,
        core=True,
        taken="episode",
        reported=(f4100("103"),),
    )
    seizure = code(
        "Seizure",
        "癫痫发作",
        SEIZ,
        core=True,
        taken="episode",
        reported=(f4100("106-109"),),
    )
    motor_weakness = code(
        "Deep focal motor weakness",
        "局灶运动无力",
        YN,
        core=True,
        taken="episode",
        reported=(f4100("110"),),
    )
    cerebral_oedema = code(
        "Raised ICP / cerebral oedema",
        "颅内压增高/脑水肿",
        OEDEMA,
        core=True,
        taken="episode",
        reported=(f4100("111-112"),),
    )
    icans_steroids = code(
        "Corticosteroids", "糖皮质激素", YN, taken="episode", reported=(f4100("123"),)
    )
    icans_recorded_grade = code(
        "Recorded grade",
        "记录分级",
        GRADE05,
        core=True,
        taken="episode",
        reported=(ebmt_follow_up("ICANS: highest grade"),),
    )
