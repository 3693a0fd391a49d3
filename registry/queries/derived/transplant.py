"""What follows from a transplant and the forms after it."""

from registry.checks import Case
from registry.checks.graded import AGVHD_ORGANS, CGVHD_SITES, levels
from registry.codelists.base import Label
from registry.queries.derived.value import (
    DAYS,
    YEARS,
    Derived,
    Values,
    between,
    graded,
)

# One gut, not two: modified Glucksberg takes the lower GI stage for it.
MODIFIED_GLUCKSBERG = ("skin", "liver", "gut")
AGE_AT_HSCT = Label("Age at HSCT", "移植时年龄")
FROM_CAR_T = Label("Interval from CAR-T", "距CAR-T天数")
MAGIC = Label("Acute GVHD grade (MAGIC)", "急性GVHD分级(MAGIC)")
GLUCKSBERG = Label("Acute GVHD grade (Glucksberg)", "急性GVHD分级(Glucksberg)")
NIH = Label("Chronic GVHD severity (NIH 2014)", "慢性GVHD严重度(NIH 2014)")
ONSET = Label("Onset, days from HSCT", "发生日(距移植)")
ANC_DAY = Label("Neutrophils, days from HSCT", "粒系植入(距移植)")
PLT_DAY = Label("Platelets, days from HSCT", "巨核系植入(距移植)")


def hsct(values: Values, case: Case) -> list[Derived]:
    """Return age at transplant and the days since the last infusion before it."""
    day0 = values.get("hsct_date")
    before = [i["infusion_date"] for i in case.infusions if day0]
    before = [day for day in before if day <= day0]
    days = between(max(before, default=None), day0)
    return [
        Derived("age_at_hsct", AGE_AT_HSCT, case.age_on(day0), YEARS),
        Derived("days_from_car_t", FROM_CAR_T, days, DAYS),
    ]


def engraftment(values: Values, case: Case) -> list[Derived]:
    """Return the days of recovery, counted from the transplant."""
    day0 = case.hsct_date(values.get("hsct_no", 1))
    anc = between(day0, values.get("anc_engraftment_date"))
    platelets = between(day0, values.get("plt_engraftment_date"))
    return [
        Derived("anc_day", ANC_DAY, anc, DAYS),
        Derived("plt_day", PLT_DAY, platelets, DAYS),
    ]


def acute_gvhd(values: Values, case: Case) -> list[Derived]:
    """Return MAGIC and Glucksberg grades, and the day of onset."""
    recorded = "agvhd_max_recorded_grade"
    if values.get("agvhd_occurred") == "no":
        return [Derived("agvhd_magic", MAGIC, 0, recorded=recorded)]
    stages = levels(values, AGVHD_ORGANS)
    organs = levels({**values, "gut": values.get("lower_gi")}, MODIFIED_GLUCKSBERG)
    return [
        graded("agvhd_magic", MAGIC, "agvhd_magic", stages, recorded),
        graded("agvhd_glucksberg", GLUCKSBERG, "agvhd_glucksberg", organs),
        _onset(values, case, "agvhd_onset_date"),
    ]


def chronic_gvhd(values: Values, case: Case) -> list[Derived]:
    """Return the NIH 2014 severity and the day of onset."""
    name, recorded = "cgvhd_severity", "cgvhd_max_recorded_severity"
    if values.get("cgvhd_occurred") == "no":
        return [Derived(name, NIH, "none", recorded=recorded)]
    organs = levels(values, CGVHD_SITES)
    return [
        graded(name, NIH, "cgvhd_nih", organs, recorded),
        _onset(values, case, "cgvhd_onset_date"),
    ]


def _onset(values: Values, case: Case, field: str) -> Derived:
    day0 = case.hsct_date(values.get("hsct_no", 1))
    return Derived("day_of_onset", ONSET, between(day0, values.get(field)), DAYS)
