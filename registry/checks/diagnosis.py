"""Checks of the disease as it was found."""

from registry.checks.case import Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import EITHER_OR_EXPLAIN
from registry.codelists.disease import GENE

B_LINEAGE = frozenset(
    {"B-ALL", "B-LBL", "DLBCL", "FL", "MCL", "PMBCL", "BL", "CLL", "MM", "PCL"}
)
T_LINEAGE = frozenset({"T-ALL", "ETP-ALL", "T-LBL", "PTCL"})


@check(
    "DQ088",
    "diagnosis",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "ETP immunophenotype is stated in {disease}; it belongs to the T lineage.",
        "{disease} 记录为ETP免疫表型；ETP属于T系。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def etp_is_t_lineage(etp: str, disease: str) -> Answer:
    """An early T-cell precursor phenotype is not found in a B-cell disease."""
    return etp != "yes" or disease not in B_LINEAGE


@check(
    "DZ032",
    "diagnosis",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "A result or allele fraction is given without its gene (row {row}).",
        "第{row}行有结果或变异频率，但未填写基因。",
    ),
    fix=("Choose the gene, or remove the row.", "请选择基因，或删除该行。"),
    at=("genes",),
)
def result_names_its_gene(genes: list[Record]) -> Answer:
    """Whatever a row says is said of a gene."""
    for number, row in enumerate(genes):
        if row and not row.get("gene"):
            return wrong(f"genes/{number}/gene", row=number + 1)
    return True


@check(
    "DZ033",
    "diagnosis",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=("{gene} has no result.", "{gene}未填写结果。"),
    fix=("Choose the result of the test.", "请选择检测结果。"),
    at=("genes",),
)
def gene_has_its_result(genes: list[Record]) -> Answer:
    """A gene that is named was tested, with a result."""
    for number, row in enumerate(genes):
        if row.get("gene") and not row.get("gene_result"):
            gene = GENE.label(row["gene"])
            return wrong(f"genes/{number}/gene_result", gene=gene)
    return True
