"""Checks of chronic GVHD."""

from datetime import date
from decimal import Decimal

from registry.checks import graded_hsct
from registry.checks.case import Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.graded import as_level
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.checks.recorded import is_derived
from registry.codelists.gvhd import CGSEV
from registry.grading import grade


@check(
    "DQ026",
    "cgvhd_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Chronic GVHD ({cgvhd_onset_date}) is before the transplant ({hsct_date}).",
        "慢性GVHD（{cgvhd_onset_date}）早于移植（{hsct_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def onset_after_hsct(cgvhd_onset_date: date, hsct_date: date) -> Answer:
    """Chronic GVHD begins on the day of transplant or later."""
    return cgvhd_onset_date >= hsct_date


@check(
    "DQ027",
    "cgvhd_episode",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Chronic GVHD begins before day 60 ({cgvhd_onset_date:day}).",
        "慢性GVHD发生早于第60天（{cgvhd_onset_date:day}）。",
    ),
    fix=(
        "Is it acute? Correct it, or confirm it with an explanation.",
        "是否为急性？请更正，或确认并说明。",
    ),
)
def begins_from_day_60(cgvhd_onset_date: date, hsct_date: date) -> Answer:
    """Chronic GVHD begins on day 60 or later."""
    return not hsct_date <= cgvhd_onset_date < hsct_date + days(60)


@check(
    "DQ028",
    "cgvhd_episode",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Chronic GVHD ({cgvhd_onset_date:day}) begins before acute GVHD "
        "({first_agvhd:day}).",
        "慢性GVHD（{cgvhd_onset_date:day}）早于急性GVHD（{first_agvhd:day}）。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def follows_acute_gvhd(cgvhd_onset_date: date, first_agvhd: date) -> Answer:
    """Chronic GVHD follows acute GVHD where there was any."""
    return cgvhd_onset_date >= first_agvhd


@check(
    "DQ030",
    "cgvhd_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Systemic therapy ({cgvhd_systemic_start}) starts before onset "
        "({cgvhd_onset_date}).",
        "全身治疗（{cgvhd_systemic_start}）早于发生（{cgvhd_onset_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def treated_after_onset(cgvhd_systemic_start: date, cgvhd_onset_date: date) -> Answer:
    """Chronic GVHD is treated on the day of its onset or later."""
    return cgvhd_systemic_start >= cgvhd_onset_date


@check(
    "DQ065",
    "cgvhd_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded chronic GVHD severity {cgvhd_max_recorded_severity}; the organ "
        "scores give {derived} (NIH 2014).",
        "记录慢性GVHD为 {cgvhd_max_recorded_severity}；"
        "按器官评分为 {derived}（NIH 2014）。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("cgvhd_max_recorded_severity",),
)
def recorded_severity_is_nih(
    cgvhd_max_recorded_severity: str, cgvhd_occurred: str, record: Record
) -> Answer:
    """The recorded severity is that of the organ scores."""
    if cgvhd_occurred != "yes":
        return True
    return is_derived(cgvhd_max_recorded_severity, graded_hsct.nih(record), CGSEV)


@check(
    "DQ066",
    "cgvhd_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Lung score {lungs} with FEV1 {fev1_pct} %, which scores {derived}.",
        "肺评分为{lungs}分，但FEV1 {fev1_pct}%应为{derived}分。",
    ),
    fix=("Take the score from FEV1, or correct FEV1.", "请按FEV1评分，或更正FEV1。"),
)
def lungs_are_scored_by_fev1(lungs: str, fev1_pct: Decimal) -> Answer:
    """The lung score is that of FEV1 where it was measured."""
    derived = grade("cgvhd_lung_score", {"fev1_pct": fev1_pct})
    if not derived.decided or derived.grade == as_level(lungs):
        return True
    return wrong(derived=derived.grade)


@check(
    "DZ014",
    "cgvhd_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Scored on {cgvhd_score_date}, before onset ({cgvhd_onset_date}).",
        "评分日期（{cgvhd_score_date}）早于发生（{cgvhd_onset_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def scored_after_onset(cgvhd_score_date: date, cgvhd_onset_date: date) -> Answer:
    """Chronic GVHD is scored on the day of its onset or later."""
    return cgvhd_score_date >= cgvhd_onset_date


@check(
    "DZ014",
    "cgvhd_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Resolved ({cgvhd_resolved_date}) is before onset ({cgvhd_onset_date}).",
        "缓解（{cgvhd_resolved_date}）早于发生（{cgvhd_onset_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def resolved_after_onset(cgvhd_resolved_date: date, cgvhd_onset_date: date) -> Answer:
    """Chronic GVHD resolves on the day of its onset or later."""
    return cgvhd_resolved_date >= cgvhd_onset_date
