"""What people write for a value: missing words, qualitative words, synonyms."""

# ruff: noqa: E501 - tables of words
# fmt: off

# An empty cell and the signs that stand for one say nothing; words say something.
NOTHING = frozenset({"", "-", "--", "---", "/", "\\", ".", "..."})
MISSING_WORDS = {
    "nd": "not_done", "notdone": "not_done", "未做": "not_done", "未查": "not_done",
    "未检": "not_done", "未测": "not_done", "未行": "not_done",
    "na": "unknown", "unknown": "unknown", "unk": "unknown", "不详": "unknown",
    "未知": "unknown", "不明": "unknown", "?": "unknown", "missing": "unknown",
    "notavailable": "unknown", "notknown": "unknown",
    "n/a": "not_applicable", "n.a.": "not_applicable", "不适用": "not_applicable",
    "notapplicable": "not_applicable",
    "pending": "pending", "待回报": "pending", "待查": "pending",
}
NO_EVENT = frozenset({"无", "none", "no", "否", "未发生", "没有", "未植入", "notengrafted"})
NEGATIVE = frozenset(
    {"阴性", "阴", "negative", "neg", "未检出", "未检测到", "notdetected", "undetectable",
     "undetected", "-ve", "(-)"}
)
POSITIVE = frozenset({"阳性", "阳", "positive", "pos", "+", "++", "+ve", "(+)", "检出"})
YES = {"y": "yes", "true": "yes", "有": "yes", "√": "yes", "✓": "yes"}
NO = {"n": "no", "未用": "no", "未使用": "no", "没有": "no", "false": "no", "无": "no", "×": "no", "✗": "no", "none": "no"}
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}

PRESENT = {
    "yes": "present",
    "是": "present",
    "no": "none",
    "否": "none",
    "y": "present",
}
SITES = {"bone_marrow": "haematological", "marrow": "haematological", "骨髓": "haematological",
         "bm": "haematological", "髓外": "extramedullary", "骨髓+髓外": "combined"}
CAUSES = {"gvhd": "gvhd", "移植物抗宿主病": "gvhd", "感染": "infection", "复发": "relapse",
          "recurrence": "relapse", "progression": "relapse", "hemorrhage": "haemorrhage",
          "bleeding": "haemorrhage", "tma": "tma", "vod": "sos"}
MALE_FEMALE = {
    "男性": "M",
    "女性": "F",
    "man": "M",
    "woman": "F",
    "boy": "M",
    "girl": "F",
}
DONORS = {"haplo": "haploidentical", "单倍体": "haploidentical", "同胞全相合": "matched_sibling",
          "sibling": "matched_sibling", "msd": "matched_sibling", "mud": "matched_unrelated",
          "无关全相合": "matched_unrelated", "unrelated": "matched_unrelated"}
DISEASES = {"急性t淋巴细胞白血病": "T-ALL", "t淋巴母细胞白血病": "T-ALL", "t细胞急淋": "T-ALL",
            "t淋巴母细胞淋巴瘤": "T-LBL"}
PROPHYLAXIS = {"csa": "CsA", "cyclosporine": "CsA", "cyclosporin": "CsA", "fk506": "tacrolimus",
               "tac": "tacrolimus", "mycophenolatemofetil": "MMF", "post-cy": "PTCy",
               "hd-cy": "PTCy", "ptcy": "PTCy"}
DEGREES = ("°C", "℃", "C", "度", "摄氏度", "degC")
PER_KG = ("10^6/kg", "1e6/kg", "10e6/kg", "10^6", "10^6 cells/kg", "M/kg", "百万/kg")
COPIES = ("copies/µg", "copies/ug", "copies/ug DNA", "copies", "拷贝/µg", "拷贝/µg DNA")
