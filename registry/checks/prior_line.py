"""Checks of one line of therapy before the index event."""

from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import CORRECT_OR_EXPLAIN, ONE_OF_TWO_DATES
from registry.codelists.base import Label


@check(
    "DQ011",
    "prior_line",
    Severity.HARD,
    Group.DATES,
    says=(
        "The line starts on {start_date}, before the diagnosis ({diagnosis_date}).",
        "治疗线开始于 {start_date}，早于确诊（{diagnosis_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def starts_after_diagnosis(start_date: date, diagnosis_date: date) -> Answer:
    """A line starts on the day of diagnosis or later."""
    return start_date >= diagnosis_date


@check(
    "DQ011",
    "prior_line",
    Severity.HARD,
    Group.DATES,
    says=(
        "The line ends on {end_date}, before it starts ({start_date}).",
        "治疗线结束于 {end_date}，早于开始（{start_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def ends_after_start(end_date: date, start_date: date) -> Answer:
    """A line ends on the day it starts or later."""
    return end_date >= start_date


@check(
    "DQ012",
    "prior_line",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Line {line_no} is recorded without line {before}.",
        "记录了第{line_no}线，但缺少第{before}线。",
    ),
    fix=(
        "Add the missing line, or correct the number.",
        "请补录缺少的治疗线，或更正线序。",
    ),
)
def lines_are_consecutive(line_no: int, record: Record, case: Case) -> Answer:
    """Every line but the first has the line before it."""
    numbers = {one.get("line_no") for one in case.others("prior_line", record)}
    return line_no == 1 or line_no - 1 in numbers or wrong(before=line_no - 1)


@check(
    "DQ012",
    "prior_line",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Line {line_no} starts on {start_date}, before line {earlier} {what} ({day}).",
        "第{line_no}线开始于 {start_date}，早于第{earlier}线{what}（{day}）。",
    ),
    fix=CORRECT_OR_EXPLAIN,
    at=("start_date", "line_no"),
)
def lines_follow_each_other(
    line_no: int, start_date: date, record: Record, case: Case
) -> Answer:
    """Lines are numbered by their start and do not overlap."""
    for other in case.others("prior_line", record):
        number, end = other.get("line_no"), other.get("end_date")
        if number is None or number >= line_no:
            continue
        if other.get("start_date") and start_date < other["start_date"]:
            what, day = Label("starts", "开始"), other["start_date"]
            return wrong(earlier=number, what=what, day=day)
        if end and start_date < end:
            return wrong(earlier=number, what=Label("ends", "结束"), day=end)
    return True


@check(
    "DZ007",
    "prior_line",
    Severity.HARD,
    Group.DATES,
    says=(
        "The response ({response_date}) is before the line starts ({start_date}).",
        "疗效日期（{response_date}）早于治疗线开始（{start_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def response_after_start(response_date: date, start_date: date) -> Answer:
    """A response comes after the start of its line."""
    return response_date >= start_date


@check(
    "DZ007",
    "prior_line",
    Severity.HARD,
    Group.DATES,
    says=(
        "The relapse ({relapse_after_line_date}) is before the best response "
        "({response_date}).",
        "复发日期（{relapse_after_line_date}）早于最佳疗效日期（{response_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def relapse_after_response(
    relapse_after_line_date: date, response_date: date
) -> Answer:
    """A relapse after a line comes after its best response."""
    return relapse_after_line_date >= response_date
