"""Response and measurable residual disease."""

from registry.codelists.base import codelist

RESPONSE = codelist(
    "RESPONSE",
    ("CR", "Complete remission", "完全缓解"),
    ("CRh", "CR with partial haematological recovery", "CR伴部分血液学恢复"),
    ("CRi", "CR with incomplete haematological recovery", "CR伴血细胞不完全恢复"),
    ("MLFS", "Morphological leukaemia-free state", "形态学无白血病状态"),
    ("PR", "Partial remission", "部分缓解"),
    ("NR", "No response", "未缓解"),
    ("relapse", "Relapse", "复发"),
    ("not_evaluable", "Not evaluable", "不可评估"),
)
LYMRESP = codelist(
    "LYMRESP",
    ("CMR", "Complete metabolic response", "完全代谢缓解"),
    ("PMR", "Partial metabolic response", "部分代谢缓解"),
    ("NMR", "No metabolic response", "无代谢缓解"),
    ("PMD", "Progressive metabolic disease", "代谢进展"),
    ("CR", "CR by CT", "CT完全缓解"),
    ("PR", "PR by CT", "CT部分缓解"),
    ("SD", "Stable disease", "疾病稳定"),
    ("PD", "Progressive disease", "疾病进展"),
    ("not_evaluable", "Not evaluable", "不可评估"),
)
MMRESP = codelist(
    "MMRESP",
    ("sCR", "Stringent CR", "严格意义CR"),
    ("CR", "CR", "完全缓解"),
    ("VGPR", "Very good PR", "非常好的部分缓解"),
    ("PR", "PR", "部分缓解"),
    ("MR", "Minimal response", "微小缓解"),
    ("SD", "Stable", "疾病稳定"),
    ("PD", "Progressive", "疾病进展"),
    ("not_evaluable", "Not evaluable", "不可评估"),
)
BRIDGERESP = codelist(
    "BRIDGERESP",
    ("CR", "CR", "完全缓解"),
    ("PR", "PR", "部分缓解"),
    ("SD", "Stable", "稳定"),
    ("PD", "Progression", "进展"),
    ("not_assessed", "Not assessed", "未评估"),
)
BMCELL = codelist(
    "BMCELL",
    ("aplastic", "Aplastic", "再障样"),
    ("hypo", "Hypocellular", "增生低下"),
    ("normo", "Normocellular", "增生活跃"),
    ("hyper", "Hypercellular", "增生明显/极度活跃"),
    ("not_evaluable", "Not evaluable", "不可评估"),
)
MRDMETHOD = codelist(
    "MRDMETHOD",
    ("flow", "Multiparameter flow cytometry", "流式细胞术"),
    ("qPCR", "qPCR (IG/TR or fusion)", "实时定量PCR"),
    ("ddPCR", "Droplet digital PCR", "数字PCR"),
    ("NGS", "Next-generation sequencing", "二代测序"),
    ("FISH", "FISH", "荧光原位杂交"),
)
MRDTARGET = codelist(
    "MRDTARGET",
    ("LAIP", "Leukaemia immunophenotype", "白血病免疫表型"),
    ("IG_TR", "IG/TR rearrangement", "IG/TR重排"),
    ("fusion", "Fusion gene", "融合基因"),
    ("mutation", "Mutation", "突变"),
    ("other", "Other", "其他"),
)
MRDSPEC = codelist(
    "MRDSPEC",
    ("BM", "Bone marrow", "骨髓"),
    ("PB", "Peripheral blood", "外周血"),
    ("CSF", "Cerebrospinal fluid", "脑脊液"),
    ("tissue", "Tissue", "组织"),
)
MRDRESULT = codelist(
    "MRDRESULT",
    ("not_done", "Not done", "未做"),
    ("not_detected", "Not detected", "未检出"),
    ("positive_not_quantifiable", "Positive, not quantifiable", "阳性不可定量"),
    ("quantified", "Quantified", "已定量"),
)
MRDSTATUS = codelist(
    "MRDSTATUS",
    ("negative", "Negative", "阴性"),
    ("positive", "Positive", "阳性"),
    ("not_done", "Not done", "未做"),
    ("not_evaluable", "Not evaluable", "不可评估"),
)
SENS = codelist(
    "SENS",
    ("1e-2", "1e-2", "10⁻²"),
    ("1e-3", "1e-3", "10⁻³"),
    ("1e-4", "1e-4", "10⁻⁴"),
    ("1e-5", "1e-5", "10⁻⁵"),
    ("1e-6", "1e-6", "10⁻⁶"),
)
