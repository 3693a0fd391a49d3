"""Checks of the comorbidity before a transplant, and of its index."""

from datetime import date

from registry.checks import graded_hsct
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.graded import asked_by
from registry.checks.phrases import EITHER_OR_EXPLAIN
from registry.checks.recorded import is_derived
from registry.grading import grade

MOST_UNKNOWN = 3
HCT_CI = (
    *("arrhythmia", "cardiac", "inflammatory_bowel", "diabetes", "cerebrovascular"),
    *("psychiatric", "hepatic_mild", "obesity", "infection", "rheumatologic"),
    *("peptic_ulcer", "renal", "pulmonary_moderate", "prior_malignancy"),
    *("heart_valve", "pulmonary_severe", "hepatic_severe"),
)


@check(
    "DQ069",
    "comorbidity",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The centre's HCT-CI is {recorded_hct_ci}; the comorbidities add up to "
        "{derived}.",
        "中心记录HCT-CI为{recorded_hct_ci}；按合并症合计为{derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("recorded_hct_ci",),
)
def recorded_index_is_the_sum(recorded_hct_ci: int, record: Record) -> Answer:
    """The index that the centre calculated is the sum of its comorbidities."""
    found = grade("hct_ci", graded_hsct.hct_ci_findings(record))
    return is_derived(int(recorded_hct_ci), found)


@check(
    "DQ119",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "HCT-CI cannot be calculated for the HSCT of {hsct_date}: {unknown} of its "
        "17 comorbidities are not known.",
        "无法计算 {hsct_date} 移植的HCT-CI：17项合并症中{unknown}项不详。",
    ),
    fix=("Complete the form of comorbidity.", "请填写移植前合并症表。"),
    at=("hsct_date",),
    also={"comorbidity": HCT_CI},
)
def comorbidity_is_known(hsct_date: date, record: Record, case: Case) -> Answer:
    """Four weeks after the transplant at most 3 comorbidities are unknown."""
    if case.today <= hsct_date + days(28):
        return True
    number = record.get("hsct_no") or 1
    rows = [r for r in case.of("comorbidity") if (r.get("hsct_no") or 1) == number]
    known = asked_by("hct_ci", rows[0]) if rows else {}
    unknown = len(HCT_CI) - len(known)
    return unknown <= MOST_UNKNOWN or wrong(unknown=unknown)
