"""Vital status, death and late effects."""

from registry.codelists.base import codelist

VITAL = codelist(
    "VITAL",
    ("alive", "Alive", "存活"),
    ("dead", "Dead", "死亡"),
    ("lost", "Lost to follow-up", "失访"),
)
CAUSE = codelist(
    "CAUSE",
    ("relapse", "Relapse/progression/persistent disease", "原发病复发/进展"),
    ("infection", "Infection", "感染"),
    ("gvhd_acute", "Acute GVHD", "急性GVHD"),
    ("gvhd_chronic", "Chronic GVHD", "慢性GVHD"),
    ("graft_failure", "Graft failure/rejection", "植入失败/排斥"),
    ("tma", "TA-TMA", "移植相关血栓性微血管病"),
    ("sos", "SOS/VOD", "肝窦阻塞综合征"),
    ("IPS", "Idiopathic pneumonia/DAH/ARDS", "特发性肺炎综合征/弥漫肺泡出血/ARDS"),
    ("organ_failure", "Organ failure", "器官衰竭"),
    ("haemorrhage", "Haemorrhage", "出血"),
    ("cardiac", "Cardiac", "心脏"),
    ("CNS", "Central nervous system", "中枢神经系统"),
    ("crs", "CRS", "细胞因子释放综合征"),
    ("icans", "ICANS", "免疫效应细胞相关神经毒性综合征"),
    ("iec_hs", "IEC-HS", "免疫效应细胞相关噬血样综合征"),
    ("icaht", "Cytopenia (ICAHT)", "免疫效应细胞相关血液毒性"),
    ("PTLD", "PTLD", "移植后淋巴增殖性疾病"),
    ("second_malignancy", "Second malignancy", "第二肿瘤"),
    ("conditioning_toxicity", "Conditioning toxicity", "预处理毒性"),
    ("accident", "Accident/suicide", "意外/自杀"),
    ("other", "Other", "其他"),
    ("unknown", "Unknown", "不详"),
)
CAUSECAT = codelist(
    "CAUSECAT",
    ("relapse", "Relapse related", "复发相关"),
    ("NRM_hsct", "Non-relapse, HSCT related", "非复发，移植相关"),
    ("NRM_cart", "Non-relapse, CAR-T related", "非复发，CAR-T相关"),
    ("NRM_both", "Non-relapse, cannot be separated", "非复发，无法区分"),
    ("NRM_other", "Non-relapse, unrelated to cell therapy", "非复发，与细胞治疗无关"),
    ("unknown", "Unknown", "不详"),
)
AUTOPSY = codelist(
    "AUTOPSY",
    ("yes", "Yes", "是"),
    ("no", "No", "否"),
    ("unknown", "Unknown", "不详"),
)
MALTYPE = codelist(
    "MALTYPE",
    ("T_cell_lymphoma", "T-cell lymphoma/leukaemia", "T细胞淋巴瘤/白血病"),
    ("MDS", "MDS", "骨髓增生异常综合征"),
    ("AML", "AML", "急性髓系白血病"),
    ("PTLD", "PTLD", "移植后淋巴增殖性疾病"),
    ("other_haem", "Other haematological", "其他血液肿瘤"),
    ("skin_nonmelanoma", "Non-melanoma skin cancer", "非黑色素瘤皮肤癌"),
    ("melanoma", "Melanoma", "黑色素瘤"),
    ("solid", "Solid tumour", "实体瘤"),
    ("CNS", "CNS tumour", "中枢肿瘤"),
)
TRANSGENE = codelist(
    "TRANSGENE",
    ("positive", "CAR transgene present", "CAR阳性"),
    ("negative", "CAR transgene absent", "CAR阴性"),
    ("pending", "Pending", "待回报"),
    ("not_tested", "Not tested", "未检"),
)
