"""The cellular product and the treatment around it."""

from registry.codelists.base import codelist

PRODUCT = codelist(
    "PRODUCT",
    ("NS7CAR", "NS7CAR (naturally selected CD7)", "NS7CAR自然筛选CD7 CAR-T"),
    ("tisagenlecleucel", "Tisagenlecleucel", "替沙仑赛"),
    ("axicabtagene_ciloleucel", "Axicabtagene ciloleucel", "阿基仑赛"),
    ("brexucabtagene_autoleucel", "Brexucabtagene autoleucel", "布瑞基奥仑赛"),
    ("lisocabtagene_maraleucel", "Lisocabtagene maraleucel", "利基迈仑赛"),
    ("idecabtagene_vicleucel", "Idecabtagene vicleucel", "艾基维仑赛"),
    ("ciltacabtagene_autoleucel", "Ciltacabtagene autoleucel", "西达基奥仑赛"),
    ("obecabtagene_autoleucel", "Obecabtagene autoleucel", "奥贝卡布塔津"),
    ("relmacabtagene_autoleucel", "Relmacabtagene autoleucel", "瑞基奥仑赛"),
    ("inaticabtagene_autoleucel", "Inaticabtagene autoleucel", "纳基奥仑赛"),
    ("equecabtagene_autoleucel", "Equecabtagene autoleucel", "伊基奥仑赛"),
    ("zevorcabtagene_autoleucel", "Zevorcabtagene autoleucel", "泽沃基奥仑赛"),
    ("academic", "Academic product", "院内/研究者产品"),
    ("other", "Other", "其他"),
)
TARGET = codelist(
    "TARGET",
    ("CD7", "CD7", "CD7"),
    ("CD19", "CD19", "CD19"),
    ("CD22", "CD22", "CD22"),
    ("CD19/CD22", "CD19/CD22", "CD19/CD22"),
    ("CD19/CD20", "CD19/CD20", "CD19/CD20"),
    ("CD5", "CD5", "CD5"),
    ("CD1a", "CD1a", "CD1a"),
    ("CD38", "CD38", "CD38"),
    ("BCMA", "BCMA", "BCMA"),
    ("BCMA/CD19", "BCMA/CD19", "BCMA/CD19"),
    ("GPRC5D", "GPRC5D", "GPRC5D"),
    ("CD33", "CD33", "CD33"),
    ("CD123", "CD123", "CD123"),
    ("CLL1", "CLL1", "CLL1"),
    ("CD30", "CD30", "CD30"),
    ("TRBC1", "TRBC1", "TRBC1"),
    ("other", "Other", "其他"),
)
CELLSOURCE = codelist(
    "CELLSOURCE",
    ("autologous", "Autologous", "自体"),
    ("hsct_donor", "Previous HSCT donor", "原移植供者"),
    ("new_donor", "New donor", "新供者"),
    ("universal", "Universal (off-the-shelf)", "通用型"),
)
VECTOR = codelist(
    "VECTOR",
    ("lentiviral", "Lentiviral", "慢病毒"),
    ("gammaretroviral", "Gamma-retroviral", "γ逆转录病毒"),
    ("transposon", "Transposon", "转座子"),
    ("mRNA", "mRNA", "mRNA"),
    ("other", "Other", "其他"),
)
EDIT = codelist(
    "EDIT",
    ("none", "None", "无"),
    ("KO_TRAC", "TRAC knockout", "TRAC敲除"),
    ("KO_CD7", "CD7 knockout", "CD7敲除"),
    ("KO_HLA", "HLA knockout", "HLA敲除"),
    ("base_edit", "Base editing", "碱基编辑"),
    ("ER_retention", "Intracellular retention", "胞内滞留"),
    ("natural_selection", "Natural selection", "自然筛选"),
)
COSTIM = codelist(
    "COSTIM",
    ("4-1BB", "4-1BB", "4-1BB"),
    ("CD28", "CD28", "CD28"),
    ("other", "Other", "其他"),
)
FRESH = codelist(
    "FRESH",
    ("fresh", "Fresh", "新鲜"),
    ("cryopreserved", "Cryopreserved", "冻存"),
)
RELEASE = codelist(
    "RELEASE",
    ("in_spec", "In specification", "合格"),
    ("out_of_spec", "Out of specification", "不合格"),
    ("not_released", "Not released / failed", "未放行/失败"),
)
LD = codelist(
    "LD",
    ("Flu_Cy", "Flu/Cy", "Flu/Cy"),
    ("Flu_Cy_VP16", "Flu/Cy/VP-16", "Flu/Cy/VP-16"),
    ("Cy", "Cy alone", "单用Cy"),
    ("Flu", "Flu alone", "单用Flu"),
    ("bendamustine", "Bendamustine", "苯达莫司汀"),
    ("none", "None", "无"),
    ("other", "Other", "其他"),
)
EXPMETHOD = codelist(
    "EXPMETHOD",
    ("qPCR", "qPCR", "qPCR"),
    ("ddPCR", "ddPCR", "ddPCR"),
    ("flow", "Flow cytometry", "流式"),
)
EXPSPEC = codelist(
    "EXPSPEC",
    ("PB", "Peripheral blood", "外周血"),
    ("BM", "Bone marrow", "骨髓"),
    ("CSF", "CSF", "脑脊液"),
    ("other", "Other", "其他"),
)
APLASIA = codelist(
    "APLASIA",
    ("B_cell", "B-cell aplasia", "B细胞缺乏"),
    ("T_cell", "T-cell aplasia (CD7+ T)", "T细胞缺乏（CD7+）"),
    ("NK", "NK", "NK缺乏"),
    ("plasma", "Hypogammaglobulinaemia", "低丙种球蛋白血症"),
)
