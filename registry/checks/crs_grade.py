"""The recorded CRS grade against the findings."""

from registry.checks import graded
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check
from registry.checks.findings import Group, Severity
from registry.checks.recorded import is_derived, is_possible


@check(
    "DQ058",
    "crs_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded CRS grade {crs_recorded_grade}; the findings give grade {derived}.",
        "记录CRS分级为{crs_recorded_grade}级；按表现推导为{derived}级。",
    ),
    fix=(
        "Correct the grade or the findings, or confirm with an explanation.",
        "请更正分级或表现，或确认并说明。",
    ),
    at=("crs_recorded_grade",),
    also={"death": ("cause_of_death",)},
)
def recorded_grade_is_derived(
    crs_recorded_grade: str, crs_occurred: str, record: Record, case: Case
) -> Answer:
    """The recorded grade is the one that the findings decide."""
    if crs_occurred != "yes":
        return True
    return is_derived(crs_recorded_grade, graded.crs(record, case))


@check(
    "DQ059",
    "crs_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded CRS grade {crs_recorded_grade} is not possible: the findings leave "
        "grade {low} to {high}.",
        "记录CRS {crs_recorded_grade}级不可能：现有表现对应{low}至{high}级。",
    ),
    fix=(
        "Correct the grade, or complete the findings: {missing}.",
        "请更正分级，或补充表现：{missing}。",
    ),
    at=("crs_recorded_grade",),
    also={"death": ("cause_of_death",)},
)
def recorded_grade_is_possible(
    crs_recorded_grade: str, crs_occurred: str, record: Record, case: Case
) -> Answer:
    """The recorded grade lies within the bounds that the findings leave."""
    if crs_occurred != "yes":
        return True
    return is_possible(int(crs_recorded_grade), graded.crs(record, case))
