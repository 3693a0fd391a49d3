"""Transplantation, graft and conditioning."""

from registry.codelists.base import codelist

HSCTTYPE = codelist(
    "HSCTTYPE",
    ("allogeneic", "Allogeneic", "异基因"),
    ("autologous", "Autologous", "自体"),
)
HSCTREASON = codelist(
    "HSCTREASON",
    (
        "planned_consolidation",
        "Planned consolidation after CAR-T CR",
        "CAR-T后计划性巩固",
    ),
    ("mrd_positive", "MRD positive", "MRD阳性"),
    ("relapse", "Relapse", "复发"),
    ("refractory", "Refractory disease", "难治"),
    ("graft_failure", "Graft failure", "植入失败"),
    ("cytopenia", "Prolonged cytopenia after CAR-T", "CAR-T后持续血细胞减少"),
    ("new_malignancy", "New malignancy", "第二肿瘤"),
    ("chemotherapy_CR", "Consolidation of chemotherapy CR", "化疗缓解后巩固"),
    ("other", "Other", "其他"),
)
HSCTSTATUS = codelist(
    "HSCTSTATUS",
    ("CR1", "CR1", "CR1"),
    ("CR2", "CR2", "CR2"),
    ("CR3+", "CR3 or later", "CR3及以上"),
    ("CR", "CR, number unknown", "CR，次数不详"),
    ("PR", "Partial remission", "部分缓解"),
    ("NR", "Not in remission / refractory", "未缓解"),
    ("relapse", "Untreated relapse", "未治复发"),
)
DONOR = codelist(
    "DONOR",
    ("matched_sibling", "HLA-identical sibling", "HLA全相合同胞"),
    ("matched_related", "Other HLA-matched related", "其他HLA全相合亲缘"),
    ("matched_unrelated", "Matched unrelated", "全相合无关供者"),
    ("mismatched_unrelated", "Mismatched unrelated", "不全相合无关供者"),
    ("haploidentical", "Haploidentical related", "单倍体相合亲缘"),
    ("cord", "Umbilical cord blood", "脐带血"),
    ("syngeneic", "Syngeneic", "同卵双生"),
    ("autologous", "Autologous", "自体"),
)
DONORREL = codelist(
    "DONORREL",
    ("sibling", "Sibling", "兄弟姐妹"),
    ("father", "Father", "父亲"),
    ("mother", "Mother", "母亲"),
    ("child", "Child", "子女"),
    ("other_relative", "Other relative", "其他亲属"),
    ("unrelated", "Unrelated", "无关"),
)
ABO = codelist(
    "ABO",
    ("match", "Matched", "相合"),
    ("minor", "Minor mismatch", "次要不合"),
    ("major", "Major mismatch", "主要不合"),
    ("bidirectional", "Bidirectional", "主次均不合"),
)
GRAFT = codelist(
    "GRAFT",
    ("BM", "Bone marrow", "骨髓"),
    ("PBSC", "Peripheral blood stem cells", "外周血干细胞"),
    ("BM+PBSC", "Both", "骨髓+外周血"),
    ("cord", "Cord blood", "脐带血"),
    ("BM+cord", "Marrow and cord", "骨髓+脐血"),
    ("PBSC+cord", "PBSC and cord", "外周血+脐血"),
)
CONDREG = codelist(
    "CONDREG",
    ("TBI/Cy", "TBI/Cy", "TBI/Cy"),
    ("TBI/Flu", "TBI/Flu", "TBI/Flu"),
    ("TBI/VP16", "TBI/VP-16", "TBI/VP-16"),
    ("Bu/Cy", "Bu/Cy", "Bu/Cy"),
    ("Bu/Flu", "Bu/Flu", "Bu/Flu"),
    ("Flu/Mel", "Flu/Mel", "Flu/Mel"),
    ("TT", "Thiotepa-based", "含塞替派"),
    ("Treo/Flu", "Treosulfan/Flu", "曲奥舒凡/Flu"),
    ("BEAM", "BEAM", "BEAM"),
    ("Mel200", "Melphalan 200", "美法仑200"),
    ("none", "None", "无预处理"),
    ("other", "Other", "其他"),
)
INTENSITY = codelist(
    "INTENSITY",
    ("MAC", "Myeloablative", "清髓"),
    ("RIC", "Reduced intensity", "减低强度"),
    ("NMA", "Non-myeloablative", "非清髓"),
    ("none", "None", "无"),
)
GVHDPROPH = codelist(
    "GVHDPROPH",
    ("CsA", "Ciclosporin", "环孢素"),
    ("tacrolimus", "Tacrolimus", "他克莫司"),
    ("sirolimus", "Sirolimus", "西罗莫司"),
    ("MMF", "Mycophenolate", "霉酚酸酯"),
    ("MTX", "Methotrexate", "甲氨蝶呤"),
    ("ATG", "Antithymocyte globulin", "抗胸腺细胞球蛋白"),
    ("PTCy", "Post-transplant cyclophosphamide", "移植后环磷酰胺"),
    ("ruxolitinib", "Ruxolitinib", "芦可替尼"),
    ("abatacept", "Abatacept", "阿巴西普"),
    ("basiliximab", "Basiliximab", "巴利昔单抗"),
    ("alemtuzumab", "Alemtuzumab", "阿仑单抗"),
    ("ex_vivo_TCD", "Ex vivo T-cell depletion", "体外去T"),
    ("none", "None", "无"),
    ("other", "Other", "其他"),
)
GF = codelist(
    "GF",
    ("none", "None", "无"),
    ("primary", "Primary graft failure", "原发性植入失败"),
    ("secondary", "Secondary graft failure", "继发性植入失败"),
    ("rejection", "Rejection", "排斥"),
    ("poor_function", "Poor graft function", "植入功能不良"),
)
CHIMLIN = codelist(
    "CHIMLIN",
    ("whole", "Whole blood", "全血"),
    ("T", "CD3+ T", "CD3+T细胞"),
    ("B", "CD19+ B", "CD19+B细胞"),
    ("NK", "NK", "NK细胞"),
    ("myeloid", "CD33/CD15 myeloid", "髓系"),
    ("CD34", "CD34+", "CD34+"),
)
CHIMMETH = codelist(
    "CHIMMETH",
    ("STR", "STR-PCR", "STR-PCR"),
    ("qPCR", "qPCR", "qPCR"),
    ("NGS", "NGS", "NGS"),
    ("XY_FISH", "XY-FISH", "XY-FISH"),
)
CHIMCAT = codelist(
    "CHIMCAT",
    ("full", "Full donor (≥ 95 %)", "完全供者（≥95%）"),
    ("mixed", "Mixed (5-94.9 %)", "混合嵌合"),
    ("lost", "Loss of donor (<5 %)", "供者嵌合丢失"),
)
DLIREASON = codelist(
    "DLIREASON",
    ("prophylactic", "Prophylactic", "预防性"),
    ("preemptive", "Pre-emptive (MRD/chimerism)", "抢先"),
    ("therapeutic", "Therapeutic (relapse)", "治疗性"),
    ("infection", "Infection/PTLD", "感染/PTLD"),
    ("graft_failure", "Graft failure", "植入不良"),
)
