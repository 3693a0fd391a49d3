"""The disease as it was found."""

from registry.codelists.base import Label
from registry.codelists.disease import (
    ACUTE_LEUKAEMIAS,
    CNS,
    CYTOGEN,
    CYTORISK,
    DISEASE,
    EMBULKY,
    EMSITE,
    GENE,
    GENERESULT,
    IMMUNO,
    LYMPHOMAS,
    STATUS,
)
from registry.codelists.general import YNU
from registry.models.base import Record
from registry.variables.conditions import when
from registry.variables.fields import code, codes, day, number, rows, text, whole
from registry.variables.spec import Privacy, span
from registry.variables.units import PER_UL_TO_10_9_L


class Diagnosis(Record):
    """The disease as it was found.

    Source: WHO-HAEM5/ICC 2022; COG CNS; NCCN ALL.
    """

    form = "diagnosis"
    label = Label("Diagnosis", "诊断")
    dated_by = "diagnosis_date"
    sections = {
        "disease": Label("Disease", "疾病"),
        "cytogenetics": Label("Genetics", "遗传学"),
        "cns_at_diagnosis": Label("Extent", "病变范围"),
        "recorded_prior_lines": Label("As recorded in the source", "来源记录"),
    }

    disease = code("Disease", "疾病", DISEASE, core=True, key=True, taken="baseline")
    diagnosis_date = day(
        "Date of pathological diagnosis",
        "确诊日期",
        core=True,
        taken="baseline",
        privacy=Privacy.QUASI,
    )
    etp = code(
        "ETP immunophenotype (CD1a-, CD8-, CD5 dim/-, myeloid/stem marker)",
        "ETP免疫表型",
        YNU,
        core=True,
        only=when("disease", "T-ALL", "T-LBL", "ETP-ALL"),
        taken="baseline",
    )
    immunophenotype = code("Maturation stage", "免疫表型分期", IMMUNO, taken="baseline")
    cd7_expression_pct = number(
        "CD7+ blasts",
        "原始细胞CD7阳性率",
        "%",
        span(0, 100),
        usual=span(80, 100),
        core=True,
        core_where=when("target", "CD7", of="apheresis_product"),
        taken="baseline",
    )
    target_antigen_pct = number(
        "Target antigen on blasts",
        "靶抗原阳性率",
        "%",
        span(0, 100),
        usual=span(50, 100),
        taken="baseline",
    )
    wbc_at_diagnosis = number(
        "WBC at diagnosis",
        "初诊白细胞",
        "10^9/L",
        span(0, 2000),
        usual=span("0.1", 500),
        units=PER_UL_TO_10_9_L,
        taken="baseline",
    )
    cytogenetics = code(
        "Karyotype", "核型", CYTOGEN, core=True, taken="baseline", genetic=True
    )
    karyotype_text = text(
        "Karyotype (ISCN)",
        "核型（ISCN）",
        longest=500,
        taken="baseline",
        genetic=True,
    )
    cytogenetic_risk = code(
        "Cytogenetic risk (DRI classes)",
        "细胞遗传学危险度",
        CYTORISK,
        core=True,
        only=when("disease", "AML", "MDS"),
        taken="baseline",
        genetic=True,
    )
    genes = rows(
        "Genes and fusions",
        "基因/融合",
        {
            "gene": code("Gene / fusion", "基因/融合", GENE),
            "gene_result": code("Result", "结果", GENERESULT),
            "gene_vaf_pct": number(
                "Variant allele fraction",
                "变异等位基因频率",
                "%",
                span(0, 100),
                usual=span(1, 60),
            ),
        },
        taken="baseline",
        genetic=True,
    )
    cns_at_diagnosis = code(
        "CNS status (COG)",
        "中枢状态",
        CNS,
        core=True,
        only=when("disease", *ACUTE_LEUKAEMIAS),
        taken="baseline",
    )
    extramedullary_at_diagnosis = code(
        "Extramedullary disease at diagnosis",
        "初诊髓外病变",
        YNU,
        core=True,
        taken="baseline",
    )
    extramedullary_sites_dx = codes(
        "Sites",
        "髓外部位",
        EMSITE,
        core=True,
        only=when("extramedullary_at_diagnosis", "yes"),
        taken="baseline",
    )
    bulky = code("Bulky disease", "大包块", EMBULKY, taken="baseline")
    ann_arbor_stage = whole(
        "Stage (Ann Arbor/St Jude for LBL)",
        "分期",
        span(1, 4),
        core=True,
        only=when("disease", *LYMPHOMAS),
        taken="baseline",
    )
    recorded_prior_lines = whole(
        "Prior lines of therapy, as recorded",
        "既往治疗线数（记录）",
        span(0, 20),
        usual=span(0, 8),
        hint=(
            "The source states the number, not the lines themselves.",
            "来源只记录线数，未记录各线方案。",
        ),
        taken="baseline",
    )
    recorded_status = code(
        "Disease status before cellular therapy or HSCT, as recorded",
        "细胞治疗或移植前疾病状态（记录）",
        STATUS,
        taken="baseline",
    )
