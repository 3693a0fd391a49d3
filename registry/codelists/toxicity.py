"""Toxicity of cellular therapy."""

from registry.codelists.base import codelist

HYPOTEN = codelist(
    "HYPOTEN",
    ("none", "None", "无"),
    ("fluids_only", "Yes, no vasopressor needed", "有，无需升压药"),
    (
        "one_vasopressor",
        "One vasopressor (with or without vasopressin)",
        "一种升压药（±血管加压素）",
    ),
    (
        "multiple_vasopressors",
        "Multiple vasopressors (vasopressin not counted)",
        "多种升压药（不含血管加压素）",
    ),
)
HYPOX = codelist(
    "HYPOX",
    ("none", "None", "无"),
    ("low_flow", "Low flow ≤ 6 L/min or blow-by", "低流量鼻导管≤6 L/min"),
    ("high_flow", "High flow, face/Venturi/non-rebreather mask", "高流量或面罩"),
    ("positive_pressure", "CPAP, BiPAP or ventilation", "正压通气"),
)
PRESSOR = codelist(
    "PRESSOR",
    ("none", "None", "无"),
    ("fluids_only", "Fluids only", "仅补液"),
    ("one_low_dose", "One low-dose vasopressor", "一种低剂量升压药"),
    ("multiple_low_dose", "Several low-dose vasopressors", "多种低剂量升压药"),
    ("high_dose", "High-dose vasopressor", "高剂量升压药"),
)
FIO2 = codelist(
    "FIO2",
    ("none", "None", "无"),
    ("fio2_lt_40", "FiO2 <40 %", "FiO2<40%"),
    ("fio2_ge_40", "FiO2 ≥ 40 %", "FiO2≥40%"),
    ("ventilator", "Ventilator", "呼吸机"),
)
CONSC = codelist(
    "CONSC",
    ("awake", "Awake, normal", "清醒"),
    ("awakens_spontaneously", "Depressed, awakens spontaneously", "嗜睡，可自行唤醒"),
    ("awakens_to_voice", "Awakens to voice", "呼唤可醒"),
    ("awakens_to_touch", "Awakens only to touch", "仅触觉刺激可醒"),
    ("unarousable", "Unarousable, stupor or coma", "不能唤醒/昏迷"),
)
SEIZ = codelist(
    "SEIZ",
    ("none", "None", "无"),
    (
        "brief",
        "Rapidly resolving or non-convulsive resolving with intervention",
        "短暂发作",
    ),
    (
        "prolonged",
        ">5 min or repetitive without return to baseline",
        "持续>5分钟或反复",
    ),
)
OEDEMA = codelist(
    "OEDEMA",
    ("none", "None", "无"),
    ("focal", "Focal/local", "局灶"),
    (
        "diffuse",
        "Diffuse, posturing, CN VI palsy, papilloedema, Cushing triad",
        "弥漫/颅高压征象",
    ),
)
GRADE05 = codelist(
    "GRADE05",
    ("0", "Grade 0 (none)", "0级（无）"),
    ("1", "Grade 1", "1级"),
    ("2", "Grade 2", "2级"),
    ("3", "Grade 3", "3级"),
    ("4", "Grade 4", "4级"),
    ("5", "Grade 5 (death)", "5级（死亡）"),
)
TOXTERM = codelist(
    "TOXTERM",
    ("TLS", "Tumour lysis syndrome", "肿瘤溶解综合征"),
    ("coagulopathy", "Coagulopathy/DIC", "凝血异常/DIC"),
    ("cardiac", "Cardiac", "心脏"),
    ("renal", "Renal", "肾脏"),
    ("hepatic", "Hepatic", "肝脏"),
    ("pulmonary", "Pulmonary", "肺"),
    ("GI", "Gastrointestinal", "胃肠道"),
    ("pancreatitis", "Pancreatitis", "胰腺炎"),
    ("haemorrhagic_cystitis", "Haemorrhagic cystitis", "出血性膀胱炎"),
    ("PRES", "PRES", "可逆性后部脑病"),
    (
        "LCNT",
        "Late/other neurotoxicity (parkinsonism, cranial nerve)",
        "迟发/其他神经毒性",
    ),
    ("capillary_leak", "Capillary leak", "毛细血管渗漏"),
    ("LIIRS", "Local immune effector cell response", "局部免疫效应反应"),
    ("other", "Other", "其他"),
)
OXYGEN_SUPPORT = codelist(
    "OXYGEN_SUPPORT",
    ("none", "None", "无"),
    ("supplemental", "Supplemental", "吸氧（含高流量/无创）"),
    ("mechanical_ventilation", "Mechanical ventilation", "机械通气"),
)
