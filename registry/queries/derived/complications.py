"""What follows from comorbidity before a transplant, and from SOS and TA-TMA after."""

from dataclasses import replace

from registry.checks import Case
from registry.checks.graded import asked_by
from registry.checks.graded_hsct import hct_ci_findings, was_adult
from registry.codelists.base import Label
from registry.queries.derived.value import DAYS, Derived, Values, between, graded

HCT_CI = Label("HCT-CI", "HCT-CI")
RISK = Label("HCT-CI risk", "HCT-CI危险度")
WITH_AGE = Label("HCT-CI/Age", "HCT-CI/年龄")
LUNGS = Label("Lungs by function", "按肺功能的分类")
LIVER = Label("Liver by findings", "按肝脏表现的分类")
SOS_DAY = Label("Onset, days from HSCT", "发生日（距移植）")
ONSET_TYPE = Label("Onset type (EBMT 2016)", "2016分型（EBMT）")
DIAGNOSIS_2023 = Label("Diagnosis (EBMT 2023)", "2023诊断（EBMT）")
CHILD_DIAGNOSIS = Label("Diagnosis, child (EBMT 2018)", "儿童诊断（EBMT 2018）")
SEVERITY = Label("SOS/VOD severity", "SOS/VOD严重度")
TMA = Label("TA-TMA criteria", "TA-TMA诊断标准")


def comorbidity(values: Values, case: Case) -> list[Derived]:
    """Return HCT-CI, its risk and age group, and lungs and liver by their findings."""
    index = graded(
        "hct_ci", HCT_CI, "hct_ci", hct_ci_findings(values), "recorded_hct_ci"
    )
    age = case.age_on(case.hsct_date(values.get("hsct_no")))
    summed = {} if index.value is None else {"hct_ci": index.value}
    aged = summed if age is None else summed | {"age_years": age}
    return [
        index,
        _brief("hct_ci_risk", RISK, "hct_ci_risk", summed),
        _brief("hct_ci_age", WITH_AGE, "hct_ci_age", aged),
        *_organs(values),
    ]


def _brief(name: str, label: Label, engine: str, findings: Values) -> Derived:
    return replace(graded(name, label, engine, findings), brief=True)


def _organs(values: Values) -> list[Derived]:
    """Return lungs and liver where their findings decide them."""
    both = (("hct_ci_pulmonary", LUNGS), ("hct_ci_hepatic", LIVER))
    found = [_brief(e, label, e, asked_by(e, values)) for e, label in both]
    return [one for one in found if one.value is not None]


def sos(values: Values, case: Case) -> list[Derived]:
    """Return onset, diagnosis and severity of SOS by the scale of the patient's age."""
    day = between(case.hsct_date(values.get("hsct_no")), values.get("sos_onset_date"))
    onset = Derived("days_since_hsct", SOS_DAY, day, DAYS)
    adult = was_adult(values, case, "sos_onset_date")
    if adult is None:
        return [onset]
    return [_severity(values, adult), *_diagnosis(values, adult, day), onset]


def _severity(values: Values, adult: bool) -> Derived:
    engine = "sos_adult_severity" if adult else "sos_paed_severity"
    findings = asked_by(engine, values)
    return graded("sos_severity", SEVERITY, engine, findings, "sos_recorded_severity")


def _diagnosis(values: Values, adult: bool, day: int | None) -> list[Derived]:
    if not adult:
        engine = "sos_paed_2018"
        return [graded(engine, CHILD_DIAGNOSIS, engine, asked_by(engine, values))]
    dated = asked_by("sos_adult_2016", values, days_since_hsct=day)
    new = asked_by("sos_adult_2023", values)
    return [
        graded("sos_diagnosis_2023", DIAGNOSIS_2023, "sos_adult_2023", new),
        graded("sos_onset_type", ONSET_TYPE, "sos_adult_2016", dated),
    ]


def tma(values: Values, case: Case) -> list[Derived]:
    """Return whether the modified Jodele criteria are met."""
    engine = "tma_modified_jodele"
    return [graded("tma_met", TMA, engine, asked_by(engine, values))]
