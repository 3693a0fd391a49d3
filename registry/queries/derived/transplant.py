"""What follows from a transplant and the forms after it."""

from dataclasses import replace

from registry.checks import Case
from registry.checks.graded import gut, is_adult, staged, stages
from registry.checks.graded_hsct import (
    cgvhd_scores,
    cgvhd_sites,
    chimerism_category,
    dri_findings,
    hct_ci_findings,
)
from registry.codelists.base import Label
from registry.codelists.gvhd import CGSEV, SCORE03, STAGE04
from registry.codelists.transplant import CHIMCAT
from registry.queries.derived.value import (
    DAYS,
    YEARS,
    Derived,
    Values,
    between,
    graded,
)

AGE_AT_HSCT = Label("Age at HSCT", "移植时年龄")
FROM_CAR_T = Label("Interval from CAR-T", "距CAR-T天数")
MAGIC = Label("Acute GVHD grade (MAGIC)", "急性GVHD分级（MAGIC）")
GLUCKSBERG = Label("Acute GVHD grade (Glucksberg)", "急性GVHD分级（Glucksberg）")
NIH = Label("Chronic GVHD severity (NIH 2014)", "慢性GVHD严重度（NIH 2014）")
ONSET = Label("Onset, days from HSCT", "发生日（距移植）")
ANC_DAY = Label("Neutrophils, days from HSCT", "粒系植入（距移植）")
PLT_DAY = Label("Platelets, days from HSCT", "巨核系植入（距移植）")
HCT_CI = Label("HCT-CI", "HCT-CI")
DRI = Label("Refined Disease Risk Index", "改良疾病风险指数")
CATEGORY = Label("Category", "分类")
STAGES = {
    "skin": Label("Skin stage by findings", "按表现的皮肤分期"),
    "liver": Label("Liver stage by findings", "按表现的肝分期"),
    "lower_gi": Label("Lower GI stage by findings", "按表现的下消化道分期"),
    "upper_gi": Label("Upper GI stage by findings", "按表现的上消化道分期"),
}
SCORES = {
    "skin": Label("Skin score by findings", "按表现的皮肤评分"),
    "gi": Label("GI score by findings", "按表现的胃肠评分"),
    "liver": Label("Liver score by findings", "按表现的肝评分"),
    "lungs": Label("Lung score by findings", "按表现的肺评分"),
}


def hsct(values: Values, case: Case) -> list[Derived]:
    """Return age, days since the last infusion, and the risk before the transplant."""
    day0 = values.get("hsct_date")
    before = [i["infusion_date"] for i in case.infusions if day0]
    before = [day for day in before if day <= day0]
    days = between(max(before, default=None), day0)
    return [
        Derived("age_at_hsct", AGE_AT_HSCT, case.age_on(day0), YEARS),
        Derived("days_from_car_t", FROM_CAR_T, days, DAYS),
        _index(values, case),
        _disease_risk(values, case),
    ]


def _index(values: Values, case: Case) -> Derived:
    """Return HCT-CI from the comorbidity form of this transplant."""
    number = values.get("hsct_no") or 1
    forms = [c for c in case.of("comorbidity") if (c.get("hsct_no") or 1) == number]
    findings = hct_ci_findings(forms[0]) if forms else {}
    return replace(graded("hct_ci", HCT_CI, "hct_ci", findings), brief=True)


def _disease_risk(values: Values, case: Case) -> Derived:
    """Return the refined DRI; diseases that have no row stay without."""
    findings = dri_findings(values, case)
    if findings is None:
        return Derived("dri", DRI)
    return graded("dri", DRI, "dri_refined", findings)


def chimerism(values: Values, case: Case) -> list[Derived]:
    """Return full, mixed or lost chimerism."""
    category = chimerism_category(values.get("donor_pct"))
    return [Derived("chimerism_category", CATEGORY, category, codes=CHIMCAT)]


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
    organs = staged(values, case)
    by_gut = {k: v for k, v in organs.items() if k in ("skin", "liver")}
    if (one_gut := gut(values, case)) is not None:
        by_gut["gut"] = one_gut
    return [
        graded("agvhd_magic", MAGIC, "agvhd_magic", organs, recorded),
        graded("agvhd_glucksberg", GLUCKSBERG, "agvhd_glucksberg", by_gut),
        _onset(values, case, "agvhd_onset_date"),
        *_stages(values, case),
    ]


def _stages(values: Values, case: Case) -> list[Derived]:
    """Return the organ stages that findings decide, beside the recorded ones."""
    return [
        Derived(
            f"{organ}_by_findings",
            STAGES[organ],
            result.grade,
            codes=STAGE04,
            result=result,
            recorded=organ,
            brief=True,
        )
        for organ, result in stages(values, is_adult(values, case)).items()
    ]


def chronic_gvhd(values: Values, case: Case) -> list[Derived]:
    """Return the NIH 2014 severity and the day of onset."""
    name, recorded = "cgvhd_severity", "cgvhd_max_recorded_severity"
    if values.get("cgvhd_occurred") == "no":
        return [Derived(name, NIH, "none", codes=CGSEV, recorded=recorded)]
    scores = [
        Derived(f"{site}_by_findings", SCORES[site], score, None, SCORE03, None, site)
        for site, score in cgvhd_scores(values).items()
    ]
    return [
        graded(name, NIH, "cgvhd_nih", cgvhd_sites(values), recorded),
        _onset(values, case, "cgvhd_onset_date"),
        *scores,
    ]


def _onset(values: Values, case: Case, field: str) -> Derived:
    day0 = case.hsct_date(values.get("hsct_no", 1))
    return Derived("day_of_onset", ONSET, between(day0, values.get(field)), DAYS)
