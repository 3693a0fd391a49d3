"""Checks of the disease as it was found."""

from registry.checks.declare import Answer, check
from registry.checks.findings import Group, Severity
from registry.checks.phrases import EITHER_OR_EXPLAIN

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
        "{disease} 记录为ETP免疫表型;ETP属于T系。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def etp_is_t_lineage(etp: str, disease: str) -> Answer:
    """An early T-cell precursor phenotype is not found in a B-cell disease."""
    return etp != "yes" or disease not in B_LINEAGE
