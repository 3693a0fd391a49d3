"""What follows from a disease assessment."""

from dataclasses import replace

from registry.checks import Case
from registry.checks.case import in_remission
from registry.checks.graded import (
    mrd_findings,
    mrd_status,
    response_engine,
    response_findings,
)
from registry.codelists.base import Label
from registry.codelists.response import MRDSTATUS, RESPONSE
from registry.queries.derived import disease
from registry.queries.derived.value import Derived, Values, graded

MRD_STATUS = Label("MRD status (0.01 %)", "MRD状态（0.01%）")
MRD_CATEGORY = Label("MRD category (ELN)", "MRD分类（ELN）")
CR_NUMBER = Label("Which remission", "第几次缓解")
BY_FINDINGS = Label("Response by findings", "按表现推导的疗效")


def _cr_number(values: Values, case: Case) -> int | None:
    """Return which remission an assessment is in; None out of one."""
    day = values.get("assessment_date")
    if not in_remission(values) or day is None:
        return None
    return disease.remission_number(case, day)


def assessment(values: Values, case: Case) -> list[Derived]:
    """Return MRD status and category, and the response that the findings give."""
    findings = response_findings(values, case)
    response = graded(
        "response_derived", BY_FINDINGS, response_engine(case), findings, "response"
    )
    return [
        Derived("mrd_status", MRD_STATUS, mrd_status(values), codes=MRDSTATUS),
        graded("mrd_category", MRD_CATEGORY, "mrd_category", mrd_findings(values)),
        replace(response, codes=RESPONSE),
        Derived("cr_number", CR_NUMBER, _cr_number(values, case)),
    ]
