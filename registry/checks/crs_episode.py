"""Checks of a cytokine release syndrome."""

from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.fatal import FATAL, fatal_end
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)

CRS_FINDINGS = (
    "crs_onset_date",
    "max_temp_c",
    "hypotension",
    "hypoxia",
    "crs_recorded_grade",
)
NOTHING_FOUND = (None, "", "none", "0", 0, "no")


@check(
    "DQ013",
    "crs_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "CRS onset ({crs_onset_date:day}) is before the infusion ({infusion_date}).",
        "CRS发生（{crs_onset_date:day}）早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def onset_after_infusion(crs_onset_date: date, infusion_date: date) -> Answer:
    """CRS begins on the day of infusion or later."""
    return crs_onset_date >= infusion_date


@check(
    "DQ014",
    "crs_episode",
    Severity.SOFT,
    Group.DATES,
    says=(
        "CRS onset is later than day 30 ({crs_onset_date:day}).",
        "CRS发生晚于第30天（{crs_onset_date:day}）。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def onset_by_day_30(crs_onset_date: date, infusion_date: date) -> Answer:
    """CRS begins by day 30."""
    return crs_onset_date <= infusion_date + days(30)


@check(
    "DQ015",
    "crs_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Resolved ({crs_resolved_date:day}) is before onset ({crs_onset_date:day}).",
        "缓解（{crs_resolved_date:day}）早于发生（{crs_onset_date:day}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def resolved_after_onset(crs_resolved_date: date, crs_onset_date: date) -> Answer:
    """CRS resolves on the day of its onset or later."""
    return crs_resolved_date >= crs_onset_date


@check(
    "DQ016",
    "crs_episode",
    Severity.SOFT,
    Group.DATES,
    says=(
        "CRS lasts {span} days, from {crs_onset_date} to {crs_resolved_date}.",
        "CRS持续{span}天，自 {crs_onset_date} 至 {crs_resolved_date}。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def lasts_at_most_60_days(crs_resolved_date: date, crs_onset_date: date) -> Answer:
    """CRS lasts no longer than 60 days."""
    span = (crs_resolved_date - crs_onset_date).days
    return span <= 60 or wrong(span=span)


@check(
    "DQ081",
    "crs_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "CRS is denied, but tocilizumab was given (doses: {tocilizumab_doses}).",
        "记录未发生CRS，但使用托珠单抗{tocilizumab_doses}次。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def denied_crs_is_not_treated(crs_occurred: str, tocilizumab_doses: int) -> Answer:
    """Who had no CRS got no tocilizumab for it."""
    return crs_occurred != "no" or tocilizumab_doses == 0


@check(
    "DQ081",
    "crs_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "CRS is denied, but findings of CRS are recorded.",
        "记录未发生CRS，但填写了CRS表现。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("crs_occurred",),
)
def denied_crs_has_no_findings(crs_occurred: str, record: Record) -> Answer:
    """Who had no CRS has no onset, findings or grade of it."""
    if crs_occurred != "no":
        return True
    filled = [n for n in CRS_FINDINGS if record.get(n) not in NOTHING_FOUND]
    return wrong("crs_occurred", *filled) if filled else True


@check(
    "DQ082",
    "crs_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "First tocilizumab ({tocilizumab_first_date:day}) lies outside the CRS episode "
        "(onset {crs_onset_date:day}).",
        "首次托珠单抗（{tocilizumab_first_date:day}）不在CRS发作期内"
        "（发生 {crs_onset_date:day}）。",
    ),
    fix=DATES_OR_EXPLAIN,
    blank_ok=("crs_resolved_date",),
    at=("tocilizumab_first_date",),
)
def tocilizumab_within_the_episode(
    tocilizumab_first_date: date, crs_onset_date: date, crs_resolved_date: date | None
) -> Answer:
    """Tocilizumab is given from a day before onset to three days after resolution."""
    if crs_resolved_date and tocilizumab_first_date > crs_resolved_date + days(3):
        return False
    return tocilizumab_first_date >= crs_onset_date - days(1)


@check(
    "DQ083",
    "crs_episode",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "CRS grade 5 means death from CRS, but {problem}.",
        "CRS 5级表示因CRS死亡，但{problem}。",
    ),
    fix=(
        "Complete or correct the death form, or correct the grade.",
        "请填写或更正死亡表，或更正分级。",
    ),
    at=("crs_recorded_grade",),
    also={"death": ("death_date",)},
)
def grade_5_is_a_death(crs_recorded_grade: str, record: Record, case: Case) -> Answer:
    """Grade 5 goes with a death within 30 days of the end of the episode."""
    if crs_recorded_grade != FATAL:
        return True
    return fatal_end(record.get("crs_resolved_date"), case)


@check(
    "DZ011",
    "crs_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "First tocilizumab ({tocilizumab_first_date}) is before the infusion "
        "({infusion_date}).",
        "首次托珠单抗（{tocilizumab_first_date}）早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def tocilizumab_after_infusion(
    tocilizumab_first_date: date, infusion_date: date
) -> Answer:
    """Tocilizumab for CRS is given on the day of infusion or later."""
    return tocilizumab_first_date >= infusion_date
