"""Checks of a relapse or progression."""

from datetime import date

from registry.checks.case import Case
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity


@check(
    "DQ032",
    "relapse",
    Severity.HARD,
    Group.DATES,
    says=(
        "The relapse ({relapse_date}) is before the first infusion or HSCT ({first}).",
        "复发（{relapse_date}）早于首次回输或移植（{first}）。",
    ),
    fix=(
        "Correct the date, or enter it with the prior lines of therapy.",
        "请更正日期，或录入既往治疗线。",
    ),
    blank_ok=("first_infusion", "first_hsct"),
)
def after_an_index_event(
    relapse_date: date, first_infusion: date | None, first_hsct: date | None
) -> Answer:
    """A relapse of this form follows an infusion or a transplant."""
    first = min((day for day in (first_infusion, first_hsct) if day), default=None)
    return first is None or relapse_date >= first or wrong(first=first)


@check(
    "DQ033",
    "relapse",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Relapse on {relapse_date}, but no remission is documented before it.",
        "{relapse_date} 复发，但此前无缓解记录。",
    ),
    fix=(
        "Choose progression, or add the assessment that showed remission.",
        "请选择进展，或补录显示缓解的评估。",
    ),
    at=("relapse_type", "relapse_date"),
)
def follows_a_remission(relapse_date: date, relapse_type: str, case: Case) -> Answer:
    """Only a disease in remission can relapse; another one progresses."""
    return relapse_type == "progression" or case.remission_before(relapse_date)
