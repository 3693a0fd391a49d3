"""What was known of a patient by the day of an index event. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from outcomes.courses import after_infusion, last_onset
from outcomes.endpoints import IndexEvent
from outcomes.grades import number_of
from registry.checks import Case
from registry.queries.derived import mrd_status
from registry.queries.derived.day28 import assessment_at_28, worst
from registry.queries.derived.expansion import copies_before, next_treatment
from registry.queries.derived.expansion import peak as highest
from registry.queries.derived.ordered import dated, of_course

Record = Mapping[str, Any]
Values = dict[str, Any]

BEFORE_CAR_T = ("pre_ld", "pre_infusion", "baseline")
OF_HSCT = (
    "hsct_type",
    "donor",
    "hla_match",
    "graft",
    "conditioning",
    "intensity",
    "status_at_hsct",
    "mrd_at_hsct",
    "extramedullary_at_hsct",
    "abo_match",
    "cmv_recipient",
    "cmv_donor",
)


def baseline_of(case: Case, index: IndexEvent) -> Values:
    """Return the analysis variables of one index event, by column name."""
    values = _person(case, index.day0)
    if index.kind == "infusion":
        infusion = case.infusions[index.number - 1]
        return values | _car_t(case, infusion, until=next_treatment(case, index.day0))
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
        "cytogenetic_risk": diagnosis.get("cytogenetic_risk"),
        "extramedullary_at_diagnosis": diagnosis.get("extramedullary_at_diagnosis"),
        "status_before": diagnosis.get("recorded_status"),
        "prior_lines": lines,
    }


def _transplant(case: Case, hsct: Record) -> Values:
    allogeneic = (one for one in case.hscts if one.get("hsct_type") == "allogeneic")
    first = next(allogeneic, None) is hsct
    values = {name: hsct.get(name) for name in OF_HSCT}
    return values | {
        "first_allogeneic": first,
        "donor_age": _float(hsct.get("donor_age")),
        "hct_ci": _comorbidity(case, hsct),
    }


def _comorbidity(case: Case, hsct: Record) -> int | None:
    """Return the HCT-CI before this HSCT."""
    number = hsct.get("hsct_no") or 1
    forms = [
        one for one in case.of("comorbidity") if (one.get("hsct_no") or 1) == number
    ]
    return number_of("comorbidity", forms[0], case) if forms else None


def _car_t(
    case: Case, infusion: Record, *, until: date | None, before: Record | None = None
) -> Values:
    """Return what is known of one course; ``before`` is the HSCT that follows it."""
    day0, course = infusion["infusion_date"], infusion.get("course_no") or 1
    product = _first(case, "apheresis_product", course)
    before_car_t = _assessed_before(case, day0)
    peak, by = highest(case, day0, until), last_onset(day0, until)
    after = {} if before is None else _until_hsct(case, day0, before["hsct_date"])
    return {
        "car_t": True,
        "car_t_product": product.get("product"),
        "car_t_target": product.get("target"),
        "costimulation": product.get("costimulation"),
        "cell_source": product.get("cell_source"),
        "bridging_given": _first(case, "bridging", course).get("bridging_given"),
        "ld_regimen": _first(case, "lymphodepletion", course).get("ld_regimen"),
        "car_t_date": day0,
        "car_t_dose": _float(infusion.get("dose_1e6_per_kg")),
        "blasts_before_car_t": _float(_blasts_before(case, day0)),
        "mrd_before_car_t": mrd_status(before_car_t) if before_car_t else None,
        "extramedullary_before_car_t": before_car_t.get("extramedullary"),
        "peak_copies": _float(peak.get("copies_per_ug")),
        "peak_day": (peak["expansion_date"] - day0).days if peak else None,
        "crs_grade": worst(case, "crs_episode", course, by),
        "icans_grade": worst(case, "icans_episode", course, by),
        **_day_28(case, day0),
        **after_infusion(case, infusion, until),
        **after,
    }


def _first(case: Case, form: str, course: int) -> Record:
    return next(iter(of_course(case.of(form), course)), {})


def _assessed_before(case: Case, day0: date) -> Record:
    """Return the last assessment on or before day 0, else the last of no known day."""
    assessed = case.of("disease_assessment")
    undated = [
        one
        for one in assessed
        if not one.get("assessment_date") and one.get("time_point") in BEFORE_CAR_T
    ]
    before = dated(assessed, "assessment_date", until=day0)
    return (before or undated or [{}])[-1]


def _until_hsct(case: Case, day0: date, hsct_date: date) -> Values:
    return {
        "car_t_to_hsct_days": (hsct_date - day0).days,
        "copies_before_hsct": _float(copies_before(case, day0, hsct_date)),
    }


def _blasts_before(case: Case, day0: date) -> Any:
    """Return the last marrow blasts on or before day 0, else those of no known day."""
    counted = [
        one
        for one in case.of("disease_assessment")
        if one.get("bm_blasts_pct") is not None
    ]
    before = dated(counted, "assessment_date", until=day0)
    undated = [
        one
        for one in counted
        if not one.get("assessment_date") and one.get("time_point") in BEFORE_CAR_T
    ]
    return (before or undated or [{}])[-1].get("bm_blasts_pct")


def _day_28(case: Case, day0: date) -> Values:
    """Return what the assessment nearest day 28 says."""
    nearest = assessment_at_28(case, day0)
    if not nearest:
        return {}
    return {
        "d28_day": (nearest["assessment_date"] - day0).days,
        "d28_mrd": mrd_status(nearest),
        "d28_response": nearest.get("response"),
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
