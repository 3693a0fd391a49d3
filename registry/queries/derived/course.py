"""What follows from the forms of a course of cellular therapy."""

from datetime import date

from registry.checks import Case
from registry.checks.graded import crs_findings, icans_findings
from registry.codelists.base import Label
from registry.queries.derived.value import (
    DAYS,
    YEARS,
    Derived,
    Values,
    between,
    graded,
)

CRS_GRADE = Label("CRS grade (ASTCT)", "CRS分级(ASTCT)")
ICANS_GRADE = Label("ICANS grade (ASTCT)", "ICANS分级(ASTCT)")
AGE_AT_INFUSION = Label("Age at infusion", "回输时年龄")
VEIN_TO_VEIN = Label("Leukapheresis to infusion", "单采至回输天数")
ONSET_DAY = Label("Onset, days from infusion", "发生日(距回输)")
DURATION = Label("Duration", "持续时间")


def product(values: Values, case: Case) -> list[Derived]:
    """Return the days from leukapheresis to infusion."""
    day0 = case.infusion_date(values.get("course_no", 1))
    days = between(values.get("apheresis_date"), day0)
    return [Derived("vein_to_vein_days", VEIN_TO_VEIN, days, DAYS)]


def infusion(values: Values, case: Case) -> list[Derived]:
    """Return the age at infusion."""
    age = case.age_on(values.get("infusion_date"))
    return [Derived("age_at_infusion", AGE_AT_INFUSION, age, YEARS)]


def crs(values: Values, case: Case) -> list[Derived]:
    """Return grade, day of onset and duration of a CRS episode."""
    if values.get("crs_occurred") == "no":
        return [Derived("crs_grade", CRS_GRADE, 0, recorded="crs_recorded_grade")]
    findings = crs_findings(values, case)
    return [
        graded("crs_grade", CRS_GRADE, "crs_astct", findings, "crs_recorded_grade"),
        *_days(values, case, "crs_onset_date", "crs_resolved_date"),
    ]


def icans(values: Values, case: Case) -> list[Derived]:
    """Return grade, day of onset and duration of an ICANS episode."""
    name, recorded = "icans_grade", "icans_recorded_grade"
    if values.get("icans_occurred") == "no":
        return [Derived(name, ICANS_GRADE, 0, recorded=recorded)]
    age = case.age_on(values.get("icans_onset_date"))
    findings = icans_findings(values, case, age)
    return [
        graded(name, ICANS_GRADE, "icans_astct", findings, recorded),
        *_days(values, case, "icans_onset_date", "icans_resolved_date"),
    ]


def _days(values: Values, case: Case, onset: str, end: str) -> list[Derived]:
    day0: date | None = case.infusion_date(values.get("course_no", 1))
    first, last = values.get(onset), values.get(end)
    return [
        Derived("day_of_onset", ONSET_DAY, between(day0, first), DAYS),
        Derived("duration_days", DURATION, between(first, last), DAYS),
    ]
