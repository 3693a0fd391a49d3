"""What follows from the forms of a course of cellular therapy."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from registry.checks import Case
from registry.checks.graded import crs_findings, icans_findings
from registry.checks.spoken import plain
from registry.codelists.base import Label
from registry.queries.derived import disease
from registry.queries.derived.ordered import dated, of_course
from registry.queries.derived.value import (
    DAYS,
    YEARS,
    Derived,
    Values,
    between,
    graded,
)

CRS_GRADE = Label("CRS grade (ASTCT)", "CRS分级（ASTCT）")
ICANS_GRADE = Label("ICANS grade (ASTCT)", "ICANS分级（ASTCT）")
AGE_AT_INFUSION = Label("Age at infusion", "回输时年龄")
VEIN_TO_VEIN = Label("Leukapheresis to infusion", "单采至回输天数")
ONSET_DAY = Label("Onset, days from infusion", "发生日（距回输）")
BLASTS = Label("Marrow blasts before lymphodepletion", "清淋前骨髓原始细胞")
HEMATOTOX = Label("CAR-HEMATOTOX", "CAR-HEMATOTOX评分")
PER_CENT = Label("%", "%")
COUNTS = ("platelets", "anc", "hb_g_dl")
COUNTED = (
    ("disease_assessment", "assessment_date"),
    ("blood_count", "count_date"),
)
FLAT_DOSE = Label("10^6 CAR-T", "10^6 CAR-T")
PER_KG = Label("10^6 CAR-T/kg", "10^6 CAR-T/kg")
DURATION = Label("Duration", "持续时间")


def product(values: Values, case: Case) -> list[Derived]:
    """Return the days from leukapheresis to infusion."""
    day0 = case.infusion_date(values.get("course_no", 1))
    days = between(values.get("apheresis_date"), day0)
    return [Derived("vein_to_vein_days", VEIN_TO_VEIN, days, DAYS)]


def infusion(values: Values, case: Case) -> list[Derived]:
    """Return age, lines, status of the disease, and blasts before the infusion."""
    day0 = values.get("infusion_date")
    blasts = _nearest(case, "bm_blasts_pct", _before_lymphodepletion(values, case), 30)
    return [
        Derived("age_at_infusion", AGE_AT_INFUSION, case.age_on(day0), YEARS),
        *(disease.before(case, day0) if day0 else ()),
        Derived("bm_blasts_pre_pct", BLASTS, blasts, PER_CENT),
        *_other_dose(values, case),
    ]


def _other_dose(values: Values, case: Case) -> list[Derived]:
    """Return the dose that was not entered, from the one that was and the weight."""
    weight = case.patient.get("weight_kg")
    per_kg, flat = values.get("dose_1e6_per_kg"), values.get("dose_flat_1e6")
    if not weight or (per_kg is None) == (flat is None):
        return []
    kg = plain(weight)
    if per_kg is not None:
        words = Label(f"Flat dose, from {kg} kg", f"固定剂量（按{kg} kg）")
        whole = round(Decimal(str(per_kg)) * Decimal(str(weight)), 2)
        return [Derived("dose_flat_from_weight", words, whole, FLAT_DOSE)]
    words = Label(f"Dose per kg, from {kg} kg", f"每公斤剂量（按{kg} kg）")
    share = round(Decimal(str(flat)) / Decimal(str(weight)), 3)
    return [Derived("dose_per_kg_from_weight", words, share, PER_KG)]


def lymphodepletion(values: Values, case: Case) -> list[Derived]:
    """Return CAR-HEMATOTOX from CRP, ferritin and the counts of two weeks before."""
    start = values.get("ld_start")
    findings = {name: _nearest(case, name, start, 14) for name in COUNTS}
    findings |= {name: values.get(name) for name in ("crp_mg_l", "ferritin_ng_ml")}
    known = {name: one for name, one in findings.items() if one is not None}
    return [graded("car_hematotox", HEMATOTOX, "car_hematotox", known)]


def _before_lymphodepletion(values: Values, case: Case) -> date | None:
    """Return the first day of lymphodepletion of this course, else its day 0."""
    course = of_course(case.of("lymphodepletion"), values.get("course_no") or 1)
    starts = [one["ld_start"] for one in course if one.get("ld_start")]
    day0: date | None = values.get("infusion_date")
    return min(starts, default=day0)


def _nearest(case: Case, field: str, day: date | None, within: int) -> Any:
    """Return the last value of a blood or marrow count up to ``within`` days before."""
    if day is None:
        return None
    since = day - timedelta(days=within)
    rows = [
        (one[dated_by], one[field])
        for form, dated_by in COUNTED
        for one in dated(case.of(form), dated_by, since, day)
        if one.get(field) is not None
    ]
    return max(rows, key=lambda row: row[0], default=(None, None))[1]


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
