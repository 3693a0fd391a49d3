"""What was known of a patient by the day of an index event. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from outcomes.endpoints import IndexEvent
from outcomes.grades import number_of
from registry.checks import Case
from registry.queries.derived import mrd_status

Record = Mapping[str, Any]
Values = dict[str, Any]

DAY_28, WINDOW = 28, (21, 35)
BEFORE_CAR_T = ("pre_ld", "pre_infusion", "baseline")
BEFORE_HSCT = "pre_hsct"
OF_HSCT = (
    "hsct_type",
    "donor",
    "hla_match",
    "graft",
    "conditioning",
    "intensity",
    "status_at_hsct",
    "mrd_at_hsct",
)


def baseline_of(case: Case, index: IndexEvent) -> Values:
    """Return the analysis variables of one index event, by column name."""
    values = _person(case, index.day0)
    if index.kind == "infusion":
        infusion = case.infusions[index.number - 1]
        return values | _car_t(case, infusion, until=_next_after(case, index.day0))
    hsct = case.hscts[index.number - 1]
    earlier = [one for one in case.infusions if one["infusion_date"] <= index.day0]
    values |= _transplant(case, hsct)
    if not earlier:
        return values | {"car_t": False}
    return values | _car_t(case, earlier[-1], until=index.day0, before=hsct)


def _person(case: Case, day0: date) -> Values:
    diagnosis = next(iter(case.of("diagnosis")), {})
    lines = len(case.of("prior_line")) or diagnosis.get("recorded_prior_lines")
    return {
        "sex": case.patient["sex"],
        "age": case.age_on(day0),
        "disease": diagnosis.get("disease"),
        "etp": diagnosis.get("etp"),
        "status_before": diagnosis.get("recorded_status"),
        "prior_lines": lines,
    }


def _transplant(case: Case, hsct: Record) -> Values:
    allogeneic = (one for one in case.hscts if one.get("hsct_type") == "allogeneic")
    first = next(allogeneic, None) is hsct
    return {name: hsct.get(name) for name in OF_HSCT} | {"first_allogeneic": first}


def _car_t(
    case: Case, infusion: Record, *, until: date | None, before: Record | None = None
) -> Values:
    """Return what is known of one course; ``before`` is the HSCT that follows it."""
    day0, course = infusion["infusion_date"], infusion.get("course_no") or 1
    product = next(iter(_of_course(case, "apheresis_product", course)), {})
    peak = _peak(case, day0, until)
    after = {} if before is None else _until_hsct(case, day0, before["hsct_date"])
    return {
        "car_t": True,
        "car_t_product": product.get("product"),
        "car_t_target": product.get("target"),
        "car_t_date": day0,
        "car_t_dose": _float(infusion.get("dose_1e6_per_kg")),
        "blasts_before_car_t": _float(_blasts_before(case, day0)),
        "peak_copies": _float(peak.get("copies_per_ug")),
        "peak_day": (peak["expansion_date"] - day0).days if peak else None,
        "crs_grade": _worst(case, "crs_episode", course),
        "icans_grade": _worst(case, "icans_episode", course),
        **_day_28(case, day0, until),
        **after,
    }


def _until_hsct(case: Case, day0: date, hsct_date: date) -> Values:
    return {
        "car_t_to_hsct_days": (hsct_date - day0).days,
        "copies_before_hsct": _float(_copies_before(case, day0, hsct_date)),
    }


def _next_after(case: Case, day0: date) -> date | None:
    """Return the day of the next infusion or HSCT, which ends a course's values."""
    days = [one["infusion_date"] for one in case.infusions]
    days += [one["hsct_date"] for one in case.hscts]
    return min((day for day in days if day > day0), default=None)


def _of_course(case: Case, form: str, course: int) -> list[Record]:
    return [one for one in case.of(form) if (one.get("course_no") or 1) == course]


def _worst(case: Case, form: str, course: int) -> int | None:
    """Return the worst grade of a course's episodes; none while one of them is open."""
    grades = [number_of(form, one, case) for one in _of_course(case, form, course)]
    known = [grade for grade in grades if grade is not None]
    return max(known) if known and len(known) == len(grades) else None


def _blasts_before(case: Case, day0: date) -> Any:
    """Return the last marrow blasts on or before day 0, else those of no known day."""
    counted = [
        one
        for one in case.of("disease_assessment")
        if one.get("bm_blasts_pct") is not None
    ]
    dated = _dated(counted, "assessment_date", until=day0)
    undated = [
        one
        for one in counted
        if not one.get("assessment_date") and one.get("time_point") in BEFORE_CAR_T
    ]
    return (dated or undated or [{}])[-1].get("bm_blasts_pct")


def _peak(case: Case, day0: date, until: date | None) -> Record:
    measured = [one for one in _copies(case) if one.get("expansion_date")]
    course = _dated(measured, "expansion_date", since=day0, until=until)
    return max(course, key=lambda one: one["copies_per_ug"], default={})


def _copies_before(case: Case, day0: date, hsct_date: date) -> Any:
    """Return the last copies before HSCT: those said to be so, else the last dated."""
    said = [
        one
        for one in _copies(case)
        if one.get("time_point") == BEFORE_HSCT
        and (one.get("expansion_date") or day0) <= hsct_date
    ]
    dated = _dated(_copies(case), "expansion_date", since=day0, until=hsct_date)
    return (said or dated or [{}])[-1].get("copies_per_ug")


def _copies(case: Case) -> list[Record]:
    return [one for one in case.of("expansion") if one.get("copies_per_ug") is not None]


def _day_28(case: Case, day0: date, until: date | None) -> Values:
    """Return the assessment nearest day 28 within its window, before what follows."""
    first, last = (day0 + timedelta(days=days) for days in WINDOW)
    end = last if until is None else min(last, until)
    found = _dated(case.of("disease_assessment"), "assessment_date", first, end)
    if not found:
        return {}
    nearest = min(
        found, key=lambda one: abs((one["assessment_date"] - day0).days - DAY_28)
    )
    return {
        "d28_day": (nearest["assessment_date"] - day0).days,
        "d28_mrd": mrd_status(nearest),
        "d28_response": nearest.get("response"),
    }


def _dated(
    records: Iterable[Record],
    field: str,
    since: date | None = None,
    until: date | None = None,
) -> list[Record]:
    """Return the records dated within both bounds, earliest first."""
    kept = [
        one
        for one in records
        if (day := one.get(field))
        and (since is None or day >= since)
        and (until is None or day <= until)
    ]
    return sorted(kept, key=lambda one: one[field])


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
