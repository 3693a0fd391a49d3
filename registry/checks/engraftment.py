"""Checks of recovery after a transplant."""

from datetime import date

from registry.checks import counts as daily
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.codelists.base import Label


def _after_hsct(id: str, field: str, en: str, zh: str) -> None:
    @check(
        id,
        "engraftment",
        Severity.HARD,
        Group.DATES,
        says=(
            f"{en} ({{day}}) is on or before the transplant ({{hsct_date}}).",
            f"{zh}（{{day}}）不晚于移植（{{hsct_date}}）。",
        ),
        fix=ONE_OF_TWO_DATES,
        at=(field,),
    )
    def later_than_hsct(record: Record, hsct_date: date) -> Answer:
        """Recovery, or its failure, comes after the transplant."""
        day = record.get(field)
        return day is None or day > hsct_date or wrong(day=day)


_after_hsct("DQ024", "anc_engraftment_date", "Neutrophil engraftment", "粒系植入")
_after_hsct("DQ024", "plt_engraftment_date", "Platelet engraftment", "巨核系植入")
_after_hsct("DZ012", "graft_failure_date", "Graft failure", "植入失败")


@check(
    "DQ025",
    "engraftment",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Neutrophil engraftment is on {anc_engraftment_date:day}; usual is day 5 "
        "to 42.",
        "粒系植入于 {anc_engraftment_date:day}；通常为第5至42天。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def neutrophils_recover_in_time(anc_engraftment_date: date, hsct_date: date) -> Answer:
    """Neutrophils recover between day 5 and day 42."""
    if anc_engraftment_date <= hsct_date:
        return True
    return hsct_date + days(5) <= anc_engraftment_date <= hsct_date + days(42)


@check(
    "DQ100",
    "engraftment",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Primary graft failure is recorded with neutrophil engraftment on "
        "{anc_engraftment_date}.",
        "记录为原发性植入失败，但粒系植入于 {anc_engraftment_date}。",
    ),
    fix=(
        "Remove the date, or choose another kind of failure.",
        "请删除日期，或选择其他失败类型。",
    ),
)
def primary_failure_excludes_engraftment(
    graft_failure: str, anc_engraftment_date: date
) -> Answer:
    """A graft that failed primarily never engrafted."""
    return graft_failure != "primary"


@check(
    "DQ101",
    "engraftment",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Platelets ({plt_engraftment_date:day}) recover more than 14 days before "
        "neutrophils ({anc_engraftment_date:day}).",
        "巨核系植入（{plt_engraftment_date:day}）较粒系（{anc_engraftment_date:day}）"
        "早14天以上。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def platelets_not_long_before_neutrophils(
    plt_engraftment_date: date, anc_engraftment_date: date
) -> Answer:
    """Platelets recover at most 14 days before neutrophils."""
    return plt_engraftment_date >= anc_engraftment_date - days(14)


@check(
    "DQ099",
    "engraftment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "{what} is recorded on {recorded}; the daily counts give {derived}.",
        "{what}记录为 {recorded}；按每日计数为 {derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("anc_engraftment_date", "plt_engraftment_date"),
    also={"blood_count": ("count_date",)},
)
def recorded_engraftment_is_that_of_the_counts(record: Record, case: Case) -> Answer:
    """An engraftment date is the one that the daily counts give, where they do."""
    counts = daily.after_hsct(case, record.get("hsct_no"))
    if counts is None:
        return True
    told = (
        (
            "anc_engraftment_date",
            daily.anc_engraftment(counts),
            Label("Neutrophil engraftment", "粒系植入"),
        ),
        (
            "plt_engraftment_date",
            daily.platelet_engraftment(counts),
            Label("Platelet engraftment", "巨核系植入"),
        ),
    )
    for field, found, what in told:
        recorded = record.get(field)
        if recorded and isinstance(found.grade, int):
            derived = counts.day_zero + days(found.grade)
            if derived != recorded:
                return wrong(field, what=what, recorded=recorded, derived=derived)
    return True
