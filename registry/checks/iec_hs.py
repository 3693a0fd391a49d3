"""Checks of IEC-HS: apart from CRS, and graded as its findings say."""

from datetime import date

from registry.checks import graded_iec_hs
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days, of_course
from registry.checks.findings import Group, Severity
from registry.checks.phrases import ONE_OF_TWO_DATES


@check(
    "DQ019",
    "iec_hs",
    Severity.SOFT,
    Group.DATES,
    says=(
        "IEC-HS begins on {iec_hs_onset_date}, while CRS of {crs} is not resolved.",
        "IEC-HS发生（{iec_hs_onset_date}）时，{crs} 发生的CRS尚未缓解。",
    ),
    fix=(
        "IEC-HS is independent of CRS: correct a date, or confirm with an explanation.",
        "IEC-HS应独立于CRS：请更正日期，或确认并说明。",
    ),
    at=("iec_hs_onset_date",),
    also={"crs_episode": ("crs_onset_date", "crs_resolved_date")},
)
def begins_apart_from_crs(
    iec_hs_onset_date: date, record: Record, case: Case
) -> Answer:
    """IEC-HS does not begin on the first day of a CRS that goes on."""
    for crs in of_course("crs_episode", record, case):
        onset, end = crs.get("crs_onset_date"), crs.get("crs_resolved_date")
        goes_on = end is None or end > iec_hs_onset_date
        if onset and goes_on and iec_hs_onset_date < onset + days(1):
            return wrong(crs=onset)
    return True


@check(
    "DZ018",
    "iec_hs",
    Severity.HARD,
    Group.DATES,
    says=(
        "IEC-HS begins on {iec_hs_onset_date}, before the infusion ({infusion_date}).",
        "IEC-HS发生（{iec_hs_onset_date}）早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def iec_hs_after_infusion(iec_hs_onset_date: date, infusion_date: date) -> Answer:
    """IEC-HS begins on the day of infusion or later."""
    return iec_hs_onset_date >= infusion_date


@check(
    "DQ061",
    "iec_hs",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded IEC-HS grade {iec_hs_recorded_grade}; the findings give grade "
        "{derived}.",
        "记录IEC-HS分级为{iec_hs_recorded_grade}级；按表现推导为{derived}级。",
    ),
    fix=(
        "Correct the grade or the findings, or confirm with an explanation.",
        "请更正分级或表现，或确认并说明。",
    ),
    at=("iec_hs_recorded_grade",),
    also={"death": ("cause_of_death",)},
)
def recorded_iec_hs_grade_is_derived(
    iec_hs_recorded_grade: str, record: Record, case: Case
) -> Answer:
    """The recorded grade is the one that the findings decide."""
    found = graded_iec_hs.severity(record, case)
    same = str(found.grade) == iec_hs_recorded_grade
    return not found.decided or same or wrong(derived=found.grade)


@check(
    "DQ061",
    "iec_hs",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "IEC-HS is graded, but its criteria are not met.",
        "已填写IEC-HS分级，但不符合诊断标准。",
    ),
    fix=(
        "Complete the criteria, take the form back, or confirm with an explanation.",
        "请补充诊断标准、撤回本表，或确认并说明。",
    ),
    at=("iec_hs_recorded_grade",),
)
def graded_iec_hs_meets_its_criteria(
    iec_hs_recorded_grade: str, record: Record
) -> Answer:
    """What is graded as IEC-HS meets its criteria."""
    return graded_iec_hs.diagnosis(record).grade != "not_met"
