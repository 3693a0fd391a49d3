"""Checks of the leukapheresis and the product."""

from datetime import date
from decimal import Decimal

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.diagnosis import B_LINEAGE, T_LINEAGE
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    CORRECT_OR_EXPLAIN,
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.codelists.disease import DISEASE

TARGETS_OF_T_LINEAGE = frozenset({"CD7", "CD5"})
TARGETS_OF_B_LINEAGE = frozenset(
    {"CD19", "CD22", "CD19/CD22", "CD19/CD20", "BCMA", "BCMA/CD19"}
)
LOW_EXPRESSION = 20


@check(
    "DQ006",
    "apheresis_product",
    Severity.HARD,
    Group.DATES,
    says=(
        "Leukapheresis ({apheresis_date}) is after the infusion ({infusion_date}).",
        "单采（{apheresis_date}）晚于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
    at=("apheresis_date",),
)
def collected_before_infusion(
    apheresis_date: date, cell_source: str, infusion_date: date
) -> Answer:
    """The patient's own cells are collected by the day of infusion."""
    return cell_source != "autologous" or apheresis_date <= infusion_date


@check(
    "DQ007",
    "apheresis_product",
    Severity.SOFT,
    Group.DATES,
    says=(
        "From leukapheresis ({apheresis_date}) to infusion ({infusion_date}) are "
        "{span} days.",
        "单采（{apheresis_date}）至回输（{infusion_date}）为{span}天。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def vein_to_vein_is_usual(apheresis_date: date, infusion_date: date) -> Answer:
    """A product takes 5 to 365 days."""
    span = (infusion_date - apheresis_date).days
    return span < 0 or 5 <= span <= 365 or wrong(span=span)


@check(
    "DQ086",
    "apheresis_product",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The cells come from an earlier HSCT donor, but no allogeneic HSCT is "
        "recorded before the infusion ({infusion_date}).",
        "细胞来源为原移植供者，但回输（{infusion_date}）前无异基因移植记录。",
    ),
    fix=(
        "Add the transplant, or correct the source.",
        "请补录移植，或更正细胞来源。",
    ),
    at=("cell_source",),
)
def earlier_donor_is_recorded(
    cell_source: str, infusion_date: date, case: Case
) -> Answer:
    """Cells of a previous donor need a previous allogeneic transplant."""
    if cell_source != "hsct_donor":
        return True
    lines = {one.get("prior_hsct") for one in case.of("prior_line")}
    return bool(lines & {"allogeneic", "both"}) or any(
        one.get("hsct_type") == "allogeneic" and one["hsct_date"] < infusion_date
        for one in case.hscts
    )


@check(
    "DQ087",
    "apheresis_product",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Target {target} does not fit the disease ({diseases}).",
        "靶点 {target} 与疾病（{diseases}）不符。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def target_fits_the_disease(target: str, diseases: frozenset[str]) -> Answer:
    """A target of one lineage is not used when all diseases are of the other."""
    said = wrong(diseases=[DISEASE.label(one) for one in sorted(diseases)])
    if not diseases:
        return True
    if target in TARGETS_OF_T_LINEAGE and diseases <= B_LINEAGE:
        return said
    if target in TARGETS_OF_B_LINEAGE and diseases <= T_LINEAGE:
        return said
    return True


@check(
    "DQ089",
    "apheresis_product",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "CAR-T against {target} with {pct} % of blasts expressing it.",
        "靶向 {target} 的CAR-T，但原始细胞表达率仅 {pct}%。",
    ),
    fix=CORRECT_OR_EXPLAIN,
    also={"diagnosis": ("target_antigen_pct", "cd7_expression_pct")},
)
def target_is_expressed(target: str, case: Case) -> Answer:
    """At least 20 % of blasts carry the target."""
    low = [pct for one in case.of("diagnosis") for pct in _expressed(target, one)]
    return wrong(pct=min(low)) if low and min(low) < LOW_EXPRESSION else True


def _expressed(target: str, diagnosis: Record) -> list[Decimal]:
    fields = ["target_antigen_pct"]
    if target == "CD7":
        fields.append("cd7_expression_pct")
    given = [diagnosis.get(name) for name in fields]
    return [Decimal(str(pct)) for pct in given if pct is not None]


@check(
    "DZ008",
    "apheresis_product",
    Severity.HARD,
    Group.DATES,
    says=(
        "Release ({manufacture_date}) is before the leukapheresis ({apheresis_date}).",
        "放行（{manufacture_date}）早于单采（{apheresis_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def released_after_collection(manufacture_date: date, apheresis_date: date) -> Answer:
    """A product is released after its cells were collected."""
    return manufacture_date >= apheresis_date
