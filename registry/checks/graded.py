"""What a record's answers are to the grading engines, and the grades they give.

The one place where the answers of a form become an engine's findings: the edit checks
set the grades against the recorded ones, the forms and the analysis show them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.checks.case import Case, Record, is_blank
from registry.grading import Result, grade

YES_NO = {"yes": True, "no": False}
AGVHD_ORGANS = ("skin", "liver", "lower_gi", "upper_gi")
CGVHD_SITES = (
    "skin",
    "mouth",
    "eyes",
    "gi",
    "liver",
    "lungs",
    "joints_fascia",
    "genital",
)
MYELOID = frozenset({"AML", "MDS"})


def crs_findings(record: Record, case: Case) -> dict[str, Any]:
    """Return what is known of a CRS episode, as its engine asks for it."""
    return _known(
        max_temp_c=record.get("max_temp_c"),
        antipyretic_or_anticytokine=_truth(record, "antipyretic_or_anticytokine"),
        hypotension=record.get("hypotension"),
        hypoxia=record.get("hypoxia"),
        death=died_of(case, "crs"),
    )


def icans_findings(record: Record, case: Case, age: int | None) -> dict[str, Any]:
    """Return what is known of an ICANS episode, as its engine asks for it."""
    return _known(
        age_years=age,
        ice_score=record.get("ice_score"),
        capd_score=record.get("capd_score"),
        consciousness=record.get("consciousness"),
        seizure=record.get("seizure"),
        motor_weakness=_truth(record, "motor_weakness"),
        cerebral_oedema=record.get("cerebral_oedema"),
        death=died_of(case, "icans"),
    )


def levels(record: Record, organs: Iterable[str]) -> dict[str, Any]:
    """Return the known stages or scores of ``organs`` as numbers."""
    return _known(**{one: as_level(record.get(one)) for one in organs})


def crs(record: Record, case: Case) -> Result:
    """Return the ASTCT grade of a CRS episode."""
    return grade("crs_astct", crs_findings(record, case))


def icans(record: Record, case: Case, age: int | None) -> Result:
    """Return the ASTCT grade of an ICANS episode."""
    return grade("icans_astct", icans_findings(record, case, age))


def magic(record: Record) -> Result:
    """Return the MAGIC grade of an acute GVHD episode from its stages."""
    return grade("agvhd_magic", levels(record, AGVHD_ORGANS))


def nih(record: Record) -> Result:
    """Return the NIH 2014 severity of chronic GVHD from its organ scores."""
    return grade("cgvhd_nih", levels(record, CGVHD_SITES))


def stages(record: Record, adult: bool | None) -> dict[str, Result]:
    """Return the acute GVHD organ stages that raw findings give, by field."""
    skin = {
        "rash_bsa_pct": record.get("rash_bsa_pct"),
        "bullae_desquamation": _truth(record, "bullae_desquamation"),
    }
    upper = {
        "upper_gi_persistent_symptoms": _truth(record, "upper_gi_persistent_symptoms")
    }
    found = {
        "skin": _grade("agvhd_skin_stage", skin),
        "upper_gi": _grade("agvhd_upper_gi_stage", upper),
        "liver": _liver(record),
        "lower_gi": _lower_gi(record, adult),
    }
    return {field: result for field, result in found.items() if result.decided}


def _liver(record: Record) -> Result:
    """Stage bilirubin on the unit reported: 34 µmol/L is stage 1, 1.99 mg/dL is not."""
    umol = record.get("bilirubin_umol_l")
    if umol is not None:
        return _grade("agvhd_liver_stage_umol", {"bilirubin_umol_l": umol})
    mg = {"bilirubin_mg_dl": record.get("bilirubin_mg_dl")}
    return _grade("agvhd_liver_stage", mg)


def _lower_gi(record: Record, adult: bool | None) -> Result:
    severe = _truth(record, "severe_pain_or_ileus_or_blood")
    known = {"adult": adult, "severe_pain_or_ileus_or_blood": severe}
    volume = record.get("stool_ml_per_day" if adult else "stool_ml_per_kg")
    episodes = record.get("stool_episodes_per_day")
    if volume is None and episodes is not None:
        counted = known | {"stool_episodes_per_day": episodes}
        return _grade("agvhd_lower_gi_stage_episodes", counted)
    return _grade("agvhd_lower_gi_stage", known | {"stool_ml": volume})


def response_engine(case: Case) -> str:
    """Return the response scale of the patient's disease."""
    myeloid = bool(case.diseases) and case.diseases <= MYELOID
    return "response_aml" if myeloid else "response_all"


def response_findings(record: Record, case: Case) -> dict[str, Any]:
    """Return what is known of an assessment, as the response scales ask for it."""
    return _known(
        bm_blasts_pct=record.get("bm_blasts_pct"),
        circulating_blasts=_truth(record, "circulating_blasts"),
        extramedullary=record.get("extramedullary"),
        anc=record.get("anc"),
        platelets=record.get("platelets"),
        prior_remission=case.remission_before(record.get("assessment_date")),
    )


def response(record: Record, case: Case) -> Result:
    """Return the response that marrow, blood and extramedullary findings give."""
    return grade(response_engine(case), response_findings(record, case))


def mrd_findings(record: Record) -> dict[str, Any]:
    """Return what is known of residual disease, as its engine asks for it."""
    sensitivity = record.get("mrd_sensitivity")
    return _known(
        mrd_result=record.get("mrd_result"),
        mrd_pct=record.get("mrd_pct"),
        mrd_sensitivity=None if is_blank(sensitivity) else float(str(sensitivity)),
    )


def mrd_status(record: Record) -> str | None:
    """Return the MRD status of an assessment, negative below 0.01 %.

    Not detected by an assay that is known not to reach 1e-4 is not evaluable; where
    the sensitivity is not stated, the laboratory's "not detected" stands.
    """
    unstated = is_blank(record.get("mrd_sensitivity"))
    if record.get("mrd_result") == "not_detected" and unstated:
        return "negative"
    return grade("mrd_category", mrd_findings(record)).mrd_status


def died_of(case: Case, cause: str) -> bool | None:
    """Tell whether ``cause`` was the main cause of death; None while it is unknown."""
    if case.death is None:
        return False
    main = case.death.get("cause_of_death")
    return None if main in (None, "", "unknown") else main == cause


def as_level(value: object) -> int | None:
    """Return a coded stage, score or grade as its number."""
    text = str(value)
    return int(text) if text.isdigit() else None


def _truth(record: Record, field: str) -> bool | None:
    return YES_NO.get(str(record.get(field)))


def _known(**findings: Any) -> dict[str, Any]:
    return {name: one for name, one in findings.items() if one not in (None, "")}


def _grade(engine: str, findings: Mapping[str, Any]) -> Result:
    return grade(engine, _known(**findings))
