"""Checks of a neurotoxicity."""

from datetime import date

from registry.checks import graded
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check
from registry.checks.facts import days
from registry.checks.fatal import FATAL, fatal_end
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    ONE_OF_TWO_DATES,
)
from registry.checks.recorded import is_derived


@check(
    "DQ017",
    "icans_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "ICANS onset ({icans_onset_date:day}) is before the infusion "
        "({infusion_date}).",
        "ICANS发生（{icans_onset_date:day}）早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def onset_after_infusion(icans_onset_date: date, infusion_date: date) -> Answer:
    """ICANS begins on the day of infusion or later."""
    return icans_onset_date >= infusion_date


@check(
    "DQ017",
    "icans_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Resolved ({icans_resolved_date:day}) is before onset "
        "({icans_onset_date:day}).",
        "缓解（{icans_resolved_date:day}）早于发生（{icans_onset_date:day}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def resolved_after_onset(icans_resolved_date: date, icans_onset_date: date) -> Answer:
    """ICANS resolves on the day of its onset or later."""
    return icans_resolved_date >= icans_onset_date


@check(
    "DQ018",
    "icans_episode",
    Severity.SOFT,
    Group.DATES,
    says=(
        "ICANS onset is later than day 60 ({icans_onset_date:day}).",
        "ICANS发生晚于第60天（{icans_onset_date:day}）。",
    ),
    fix=(
        "Is it another entity? Correct the date, or confirm it with an explanation.",
        "是否为其他疾病？请更正日期，或确认并说明。",
    ),
)
def onset_by_day_60(icans_onset_date: date, infusion_date: date) -> Answer:
    """ICANS begins by day 60."""
    return icans_onset_date <= infusion_date + days(60)


@check(
    "DQ060",
    "icans_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded ICANS grade {icans_recorded_grade}; the findings give grade "
        "{derived}.",
        "记录ICANS分级为{icans_recorded_grade}级；按表现推导为{derived}级。",
    ),
    fix=(
        "Correct the grade or the findings, or confirm with an explanation.",
        "请更正分级或表现，或确认并说明。",
    ),
    at=("icans_recorded_grade",),
    blank_ok=("age_at_icans",),
    also={"death": ("cause_of_death",)},
)
def recorded_grade_is_derived(
    icans_recorded_grade: str,
    icans_occurred: str,
    age_at_icans: int | None,
    record: Record,
    case: Case,
) -> Answer:
    """The recorded grade is the one that the findings decide."""
    if icans_occurred != "yes":
        return True
    derived = graded.icans(record, case, age_at_icans)
    return is_derived(icans_recorded_grade, derived)


@check(
    "DQ083",
    "icans_episode",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "ICANS grade 5 means death from ICANS, but {problem}.",
        "ICANS 5级表示因ICANS死亡，但{problem}。",
    ),
    fix=(
        "Complete or correct the death form, or correct the grade.",
        "请填写或更正死亡表，或更正分级。",
    ),
    at=("icans_recorded_grade",),
    also={"death": ("death_date",)},
)
def grade_5_is_a_death(icans_recorded_grade: str, record: Record, case: Case) -> Answer:
    """Grade 5 goes with a death within 30 days of the end of the episode."""
    if icans_recorded_grade != FATAL:
        return True
    return fatal_end(record.get("icans_resolved_date"), case)
