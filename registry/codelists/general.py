"""Answers that many forms share."""

from registry.codelists.base import codelist

YN = codelist(
    "YN",
    ("yes", "Yes", "是"),
    ("no", "No", "否"),
)
YNU = codelist(
    "YNU",
    ("yes", "Yes", "是"),
    ("no", "No", "否"),
    ("unknown", "Unknown", "不详"),
)
MISSING = codelist(
    "MISSING",
    ("unknown", "Unknown", "不详"),
    ("not_done", "Not done", "未做"),
    ("not_applicable", "Not applicable", "不适用"),
    ("pending", "Pending", "待回报"),
    ("below_detection", "Below detection limit", "低于检测下限"),
    ("above_quantification", "Above quantification limit", "高于定量上限"),
)
SEX = codelist(
    "SEX",
    ("M", "Male", "男"),
    ("F", "Female", "女"),
    ("X", "Other/undetermined", "其他/未定"),
)
CONSENT = codelist(
    "CONSENT",
    ("given", "Given", "已签署"),
    ("withdrawn", "Withdrawn", "已撤回"),
    ("waived", "Waived by ethics committee", "伦理免除"),
    ("pending", "Pending", "待签署"),
)
CONSENT_SCOPE = codelist(
    "CONSENT_SCOPE",
    ("registry", "Registry", "登记研究"),
    ("biobank", "Biobank", "生物样本库"),
    ("sharing", "International data sharing", "国际数据共享"),
    ("recontact", "Re-contact", "再次联系"),
    ("ltfu15", "15-year follow-up", "15年长期随访"),
)
CONSENT_WITHDRAWN_SCOPE = codelist(
    "CONSENT_WITHDRAWN_SCOPE",
    ("all", "No further use: out of every analysis", "停止使用：退出全部分析"),
    (
        "collection",
        "No new data: what was collected until then stays in analyses",
        "停止收集：此前数据保留用于分析",
    ),
)
KPS = codelist(
    "KPS",
    ("100", "100 Normal, no complaints", "100 正常，无症状"),
    ("90", "90 Normal activity, minor symptoms", "90 能正常活动，轻微症状"),
    ("80", "80 Normal activity with effort", "80 勉强正常活动"),
    ("70", "70 Cares for self, unable to work", "70 生活自理，不能工作"),
    ("60", "60 Occasional assistance", "60 偶需帮助"),
    ("50", "50 Considerable assistance", "50 常需帮助"),
    ("40", "40 Disabled, special care", "40 生活不能自理"),
    ("30", "30 Severely disabled, hospital", "30 严重失能，需住院"),
    ("20", "20 Very sick, active support", "20 病重，需积极支持"),
    ("10", "10 Moribund", "10 垂危"),
    ("0", "0 Dead", "0 死亡"),
)
LANSKY = codelist(
    "LANSKY",
    ("100", "100 Fully active, normal", "100 完全活跃"),
    ("90", "90 Minor restriction in strenuous play", "90 剧烈活动轻度受限"),
    ("80", "80 Active, tires more quickly", "80 活跃但易疲劳"),
    ("70", "70 Less time in active play", "70 活动受限且活动时间减少"),
    ("60", "60 Up and around, minimal active play", "60 可起床走动，很少主动玩耍"),
    (
        "50",
        "50 Lies around much of the day, dressed, no active play",
        "50 多数时间卧床，可着装",
    ),
    ("40", "40 Mainly in bed, quiet activities", "40 主要卧床，安静活动"),
    ("30", "30 Bedbound, needs help even for quiet play", "30 卧床，安静活动也需帮助"),
    ("20", "20 Sleeps often, passive play", "20 常睡眠，被动活动"),
    ("10", "10 Does not play or get out of bed", "10 不玩耍不下床"),
    ("0", "0 Unresponsive", "0 无反应"),
)
OUTCOME = codelist(
    "OUTCOME",
    ("resolved", "Resolved", "痊愈"),
    ("ongoing", "Ongoing", "持续"),
    ("resolved_sequelae", "Resolved with sequelae", "痊愈有后遗症"),
    ("fatal", "Fatal", "死亡"),
    ("unknown", "Unknown", "不详"),
)
CAUSALITY = codelist(
    "CAUSALITY",
    ("related", "Related", "有关"),
    ("possible", "Possible", "可能有关"),
    ("unlikely", "Unlikely", "可能无关"),
    ("unrelated", "Unrelated", "无关"),
    ("unknown", "Unknown", "不详"),
)
TIMEPOINT = codelist(
    "TIMEPOINT",
    ("diagnosis", "At diagnosis", "诊断时"),
    ("baseline", "Baseline/enrolment", "基线"),
    ("pre_ld", "Before lymphodepletion", "清淋前"),
    ("pre_infusion", "Before infusion", "回输前"),
    ("D14", "Day 14", "第14天"),
    ("D28", "Day 28", "第28天"),
    ("D60", "Day 60", "第60天"),
    ("D90", "Day 90", "第90天"),
    ("M6", "Month 6", "6个月"),
    ("M9", "Month 9", "9个月"),
    ("M12", "Month 12", "12个月"),
    ("pre_hsct", "Before HSCT", "移植前"),
    ("D30_post_hsct", "Day 30 after HSCT", "移植后30天"),
    ("D60_post_hsct", "Day 60 after HSCT", "移植后60天"),
    ("D100_post_hsct", "Day 100 after HSCT", "移植后100天"),
    ("M6_post_hsct", "Month 6 after HSCT", "移植后6个月"),
    ("M12_post_hsct", "Month 12 after HSCT", "移植后12个月"),
    ("annual", "Annual", "每年"),
    ("relapse", "At relapse", "复发时"),
    ("other", "Other", "其他"),
)
BLOOD = codelist(
    "BLOOD",
    ("A+", "A+", "A+"),
    ("A-", "A-", "A-"),
    ("B+", "B+", "B+"),
    ("B-", "B-", "B-"),
    ("AB+", "AB+", "AB+"),
    ("AB-", "AB-", "AB-"),
    ("O+", "O+", "O+"),
    ("O-", "O-", "O-"),
)
SERO = codelist(
    "SERO",
    ("positive", "Positive", "阳性"),
    ("negative", "Negative", "阴性"),
    ("not_done", "Not done", "未做"),
)
ONOFF = codelist(
    "ONOFF",
    ("on", "On", "使用中"),
    ("off", "Off", "已停"),
    ("never", "Never", "从未"),
)
STEROIDUSE = codelist(
    "STEROIDUSE",
    ("none", "None", "无"),
    ("topical", "Topical", "局部"),
    ("systemic", "Systemic", "全身"),
)
ORGANSUP = codelist(
    "ORGANSUP",
    ("none", "None", "无"),
    ("ICU", "ICU", "ICU"),
    ("dialysis", "Dialysis", "透析"),
    ("ventilation", "Ventilation", "机械通气"),
    ("ECMO", "ECMO", "ECMO"),
    ("plasma_exchange", "Plasma exchange", "血浆置换"),
)
