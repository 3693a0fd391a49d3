"""Checks of the dates of a transplant."""

from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)


@check(
    "DQ020",
    "hsct",
    Severity.HARD,
    Group.DATES,
    says=(
        "HSCT ({hsct_date}) is before the diagnosis ({diagnosis_date}).",
        "移植（{hsct_date}）早于确诊（{diagnosis_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def transplanted_after_diagnosis(hsct_date: date, diagnosis_date: date) -> Answer:
    """A transplant comes after the diagnosis."""
    return hsct_date >= diagnosis_date


@check(
    "DQ021",
    "hsct",
    Severity.HARD,
    Group.DATES,
    says=(
        "CAR-T infusion and HSCT are on the same day ({hsct_date}).",
        "CAR-T回输与移植为同一天（{hsct_date}）。",
    ),
    fix=("Check both dates and correct one.", "请核对两个日期并更正。"),
    at=("hsct_date",),
    also={"infusion": ("infusion_date",)},
)
def not_on_the_day_of_infusion(hsct_date: date, case: Case) -> Answer:
    """CAR-T cells and a transplant are not given on one day."""
    return all(one["infusion_date"] != hsct_date for one in case.infusions)


@check(
    "DQ022",
    "hsct",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Conditioning starts on {conditioning_start:day}; usual is day −30 to 0.",
        "预处理开始于 {conditioning_start:day}；通常为第−30至0天。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def conditioned_in_time(conditioning_start: date, hsct_date: date) -> Answer:
    """Conditioning starts in the 30 days before the transplant."""
    return hsct_date - days(30) <= conditioning_start <= hsct_date


@check(
    "DQ023",
    "hsct",
    Severity.HARD,
    Group.DATES,
    says=(
        "HSCT {hsct_no} is on {hsct_date}, HSCT {other} on {day}.",
        "第{hsct_no}次移植为 {hsct_date}，第{other}次为 {day}。",
    ),
    fix=(
        "Number the transplants by date, or correct a date.",
        "请按日期编号，或更正日期。",
    ),
)
def numbered_by_date(
    hsct_no: int, hsct_date: date, record: Record, case: Case
) -> Answer:
    """A later transplant has a higher number."""
    for other in case.others("hsct", record):
        number, day = other.get("hsct_no"), other.get("hsct_date")
        if number is None or day is None or day == hsct_date:
            continue
        if number == hsct_no or (number < hsct_no) != (day < hsct_date):
            return wrong(other=number, day=day)
    return True
