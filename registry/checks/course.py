"""What must be stated of a course of cellular therapy by its day 35."""

from datetime import date

from registry.checks.case import Case, Record, is_stated
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity

TOXICITIES = (
    ("crs_episode", "crs_occurred", "CRS"),
    ("icans_episode", "icans_occurred", "ICANS"),
)


@check(
    "DQ110",
    "infusion",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "30 days after the infusion ({infusion_date}) it is not stated whether this "
        "occurred: {unstated}.",
        "回输（{infusion_date}）30天后仍未说明是否发生：{unstated}。",
    ),
    fix=("State it: yes or no.", "请说明：是或否。"),
    at=("infusion_date",),
)
def toxicity_is_stated(infusion_date: date, record: Record, case: Case) -> Answer:
    """By day 30 CRS and ICANS are stated for the course."""
    if case.today <= infusion_date + days(30):
        return True
    course = record.get("course_no") or 1
    unstated = [
        name
        for form, question, name in TOXICITIES
        if not any(
            is_stated(one, question)
            for one in case.of(form)
            if (one.get("course_no") or 1) == course
        )
    ]
    return wrong(unstated=unstated) if unstated else True


@check(
    "DQ109",
    "infusion",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "No disease assessment is recorded on day 21 to 35 after the infusion of "
        "{infusion_date}.",
        "{infusion_date} 回输后第21至35天无疾病评估记录。",
    ),
    fix=(
        "Enter the day 28 assessment, or explain why there is none.",
        "请录入第28天评估，或说明原因。",
    ),
    at=("infusion_date",),
)
def day_28_is_assessed(infusion_date: date, case: Case) -> Answer:
    """By day 35 the disease was assessed, if the patient lived."""
    first, last = infusion_date + days(21), infusion_date + days(35)
    if case.today <= last or not case.alive_on(last):
        return True
    return any(
        one.get("time_point") == "D28"
        or (one.get("assessment_date") and first <= one["assessment_date"] <= last)
        for one in case.of("disease_assessment")
    )
