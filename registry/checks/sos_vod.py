"""Checks of SOS/VOD: when it began, whether its criteria are met, how severe it was."""

from datetime import date

from registry.checks import graded_hsct
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.graded import asked_by
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    FINDINGS_OR_EXPLAIN,
)
from registry.checks.recorded import is_derived
from registry.codelists.gvhd import SOSSEV
from registry.grading import Result, grade

SOS_BY = 60


@check(
    "DQ031",
    "sos_vod",
    Severity.SOFT,
    Group.DATES,
    says=(
        "SOS of an adult begins later than day 60 ({sos_onset_date:day}).",
        "成人SOS发生晚于第60天（{sos_onset_date:day}）。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def sos_by_day_60(
    sos_onset_date: date, hsct_date: date, record: Record, case: Case
) -> Answer:
    """SOS of an adult begins by day 60; of children it has no time limit."""
    if not graded_hsct.was_adult(record, case, "sos_onset_date"):
        return True
    return sos_onset_date <= hsct_date + days(SOS_BY)


def _sos(record: Record, case: Case, adult: str, child: str) -> Result | None:
    """Return what the scale of the patient's age gives; None of unknown age."""
    grown = graded_hsct.was_adult(record, case, "sos_onset_date")
    if grown is None:
        return None
    engine = adult if grown else child
    return grade(engine, asked_by(engine, record))


@check(
    "DQ067",
    "sos_vod",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded SOS severity {sos_recorded_severity}; the findings give {derived}.",
        "记录SOS严重度为{sos_recorded_severity}；按表现推导为{derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("sos_recorded_severity",),
)
def recorded_sos_severity_is_derived(
    sos_recorded_severity: str, record: Record, case: Case
) -> Answer:
    """The recorded severity is the one that the findings decide."""
    found = _sos(record, case, "sos_adult_severity", "sos_paed_severity")
    return found is None or is_derived(sos_recorded_severity, found, SOSSEV)


@check(
    "DQ067",
    "sos_vod",
    Severity.SOFT,
    Group.AGREEMENT,
    says=("The criteria of SOS are not met.", "不符合SOS诊断标准。"),
    fix=FINDINGS_OR_EXPLAIN,
    at=("sos_onset_date",),
)
def sos_meets_its_criteria(record: Record, case: Case) -> Answer:
    """What is recorded as SOS meets the criteria of the patient's age."""
    found = _sos(record, case, "sos_adult_2023", "sos_paed_2018")
    return found is None or found.grade not in ("none", "not_met")
