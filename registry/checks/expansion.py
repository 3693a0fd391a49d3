"""Checks of one measurement of CAR-T cells; its unit is checked in ``slips``."""

from datetime import date

from registry.checks.case import Record, is_stated
from registry.checks.declare import Answer, check
from registry.checks.findings import Group, Severity
from registry.checks.phrases import ONE_OF_TWO_DATES


@check(
    "DZ010",
    "expansion",
    Severity.HARD,
    Group.DATES,
    says=(
        "CAR-T cells were measured on {expansion_date}, before the first infusion "
        "({first_infusion}).",
        "CAR-T检测日期 {expansion_date} 早于首次回输（{first_infusion}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def measured_after_infusion(expansion_date: date, first_infusion: date) -> Answer:
    """CAR-T cells are found after their infusion."""
    return expansion_date >= first_infusion


@check(
    "DQ003",
    "expansion",
    Severity.HARD,
    Group.DATES,
    says=("The date of the measurement is not given.", "未填写检测日期。"),
    fix=(
        "Give day, month and year, or the reason why it is not known.",
        "请填写年、月、日，或注明未知原因。",
    ),
    at=("expansion_date",),
)
def dated_or_reason(record: Record) -> Answer:
    """A measurement has its day, or the reason why it has none."""
    return is_stated(record, "expansion_date")
