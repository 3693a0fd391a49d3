"""The status at a transplant against the last assessment before it."""

from datetime import date

from registry.checks.case import REMISSIONS, Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.graded import mrd_status
from registry.checks.phrases import (
    EITHER_OR_EXPLAIN,
)
from registry.codelists.response import MRDSTATUS

RECENT = 45  # days before HSCT in which an assessment speaks for the status at HSCT


def _last_before(hsct_date: date, case: Case, field: str) -> Record | None:
    """Return the last assessment at most 45 days before HSCT that answers ``field``."""
    recent = [
        one
        for one in case.of("disease_assessment")
        if one.get("assessment_date")
        and hsct_date - days(RECENT) <= one["assessment_date"] <= hsct_date
        and one.get(field) not in (None, "", "not_done", "not_evaluable", "MLFS")
    ]
    return max(recent, key=lambda one: one["assessment_date"], default=None)


@check(
    "DQ097",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Status at HSCT is {status_at_hsct}; the assessment of {day} says {response}.",
        "移植时状态为 {status_at_hsct}；{day} 评估为 {response}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("status_at_hsct",),
    also={"disease_assessment": ("response",)},
)
def status_is_the_last_assessment(
    status_at_hsct: str, hsct_date: date, case: Case
) -> Answer:
    """The status at HSCT is the response of the last assessment before it."""
    last = _last_before(hsct_date, case, "response")
    if last is None:
        return True
    response = last["response"]
    if status_at_hsct.startswith("CR"):
        agrees = response in REMISSIONS
    else:
        agrees = response == status_at_hsct
    return agrees or wrong(day=last["assessment_date"], response=response)


@check(
    "DQ097",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "MRD at HSCT is {mrd_at_hsct}; the assessment of {day} says {status}.",
        "移植时MRD为 {mrd_at_hsct}；{day} 评估为 {status}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("mrd_at_hsct",),
    also={"disease_assessment": ("mrd_result",)},
)
def mrd_is_the_last_assessment(mrd_at_hsct: str, hsct_date: date, case: Case) -> Answer:
    """MRD at HSCT is that of the last assessment before it."""
    last = _last_before(hsct_date, case, "mrd_result")
    status = mrd_status(last) if last else None
    if last is None or status is None or status == mrd_at_hsct:
        return True
    return wrong(day=last["assessment_date"], status=MRDSTATUS.label(status))
