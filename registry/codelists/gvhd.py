"""Graft-versus-host disease and complications after HSCT."""

from registry.codelists.base import codelist

GRADE04 = codelist(
    "GRADE04",
    ("0", "Grade 0", "0级"),
    ("1", "Grade I", "I级"),
    ("2", "Grade II", "II级"),
    ("3", "Grade III", "III级"),
    ("4", "Grade IV", "IV级"),
)
STAGE04 = codelist(
    "STAGE04",
    ("0", "Stage 0", "0期"),
    ("1", "Stage 1", "1期"),
    ("2", "Stage 2", "2期"),
    ("3", "Stage 3", "3期"),
    ("4", "Stage 4", "4期"),
)
STAGE01 = codelist(
    "STAGE01",
    ("0", "Stage 0", "0期"),
    ("1", "Stage 1", "1期"),
)
SCORE03 = codelist(
    "SCORE03",
    ("0", "0", "0分"),
    ("1", "1", "1分"),
    ("2", "2", "2分"),
    ("3", "3", "3分"),
)
CGSEV = codelist(
    "CGSEV",
    ("none", "None", "无"),
    ("mild", "Mild", "轻度"),
    ("moderate", "Moderate", "中度"),
    ("severe", "Severe", "重度"),
)
GVHDTYPE = codelist(
    "GVHDTYPE",
    ("classic_acute", "Classic acute (≤ day 100)", "经典急性"),
    (
        "late_acute",
        "Persistent, recurrent or late-onset acute (> day 100)",
        "持续/复发/迟发急性",
    ),
    ("classic_chronic", "Classic chronic", "经典慢性"),
    ("overlap", "Overlap chronic", "重叠综合征"),
)
GVHDRESP = codelist(
    "GVHDRESP",
    ("CR", "Complete", "完全缓解"),
    ("PR", "Partial", "部分缓解"),
    ("mixed", "Mixed", "混合反应"),
    ("NR", "No response", "无反应"),
    ("progression", "Progression", "进展"),
)
SOSONSET = codelist(
    "SOSONSET",
    ("none", "Not met", "不符合"),
    ("classical", "Classical (≤ day 21)", "经典型（≤21天）"),
    ("late_onset", "Late onset (> day 21)", "迟发型（>21天）"),
)
SOSDX = codelist(
    "SOSDX",
    ("none", "Not met", "不符合"),
    ("probable", "Probable", "拟诊"),
    ("clinical", "Clinical", "临床诊断"),
    ("proven", "Proven", "确诊"),
)
SOSSEV = codelist(
    "SOSSEV",
    ("mild", "Mild", "轻度"),
    ("moderate", "Moderate", "中度"),
    ("severe", "Severe", "重度"),
    ("very_severe", "Very severe", "极重度"),
)
