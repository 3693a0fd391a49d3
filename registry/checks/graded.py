"""What a record's answers are to the grading engines, and the grades they give.

The one place where the answers of a form become an engine's findings: the edit checks
set the grades against the recorded ones, the forms and the analysis show them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from registry.checks.case import Case, Record, is_blank
from registry.checks.fatal import NEAR
from registry.grading import Kind, Result, engine_named, grade
from registry.variables.entered import partial

YES_NO = {"yes": True, "no": False}
AGVHD_ORGANS = ("skin", "liver", "lower_gi", "upper_gi")
MYELOID = frozenset({"AML", "MDS"})
# An adult's stool volume is staged from above 50 kg; without a weight from 18 years.
ADULT_WEIGHT_KG, ADULT_AGE = 50, 18
# What a last contact may say of somebody without a death form, and leave it open.
CAUSE_UNKNOWN = frozenset({"lost", "dead"})


def crs_findings(record: Record, case: Case) -> dict[str, Any]:
    """Return what is known of a CRS episode, as its engine asks for it."""
    return _known(
        max_temp_c=record.get("max_temp_c"),
        antipyretic_or_anticytokine=_truth(record, "antipyretic_or_anticytokine"),
        hypotension=record.get("hypotension"),
        hypoxia=record.get("hypoxia"),
        death=died_of(case, "crs", record.get("crs_resolved_date")),
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
        death=died_of(case, "icans", record.get("icans_resolved_date")),
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


def magic(record: Record, case: Case) -> Result:
    """Return the MAGIC grade of an acute GVHD episode from its stages."""
    return grade("agvhd_magic", staged(record, case))


def staged(record: Record, case: Case) -> dict[str, Any]:
    """Return the stage of each organ: as recorded, else as its findings give it."""
    found = stages(record, is_adult(record, case))
    given = {organ: result.grade for organ, result in found.items()}
    return given | levels(record, AGVHD_ORGANS)


def gut(record: Record, case: Case) -> int | None:
    """Return the gut stage of modified Glucksberg: one gut, of upper and lower.

    Upper GI symptoms count as stage 1 when a biopsy was positive.
    """
    organs = staged(record, case)
    proven = record.get("agvhd_biopsy") == "positive" and organs.get("upper_gi") == 1
    return 1 if proven and organs.get("lower_gi") == 0 else organs.get("lower_gi")


def is_adult(record: Record, case: Case) -> bool | None:
    """Tell whether stool is staged as an adult's: by weight, else by age."""
    weight = case.patient.get("weight_kg")
    if weight is not None:
        return bool(weight > ADULT_WEIGHT_KG)
    age = case.age_on(record.get("agvhd_onset_date"))
    return None if age is None else age >= ADULT_AGE


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
    day = record.get("assessment_date")
    return _known(
        bm_blasts_pct=record.get("bm_blasts_pct"),
        circulating_blasts=_truth(record, "circulating_blasts"),
        extramedullary=record.get("extramedullary"),
        anc=record.get("anc"),
        platelets=record.get("platelets"),
        prior_remission=case.remission_before(day),
        pre_treatment_blasts_pct=_blasts_before_treatment(day, case),
    )


def _blasts_before_treatment(day: date | None, case: Case) -> Any:
    """Return the marrow blasts last counted before the treatment that is judged.

    That treatment is the newest infusion or transplant before the assessment.
    """
    given = [one["infusion_date"] for one in case.infusions]
    given += [one["hsct_date"] for one in case.hscts]
    treated = max((one for one in given if day and one < day), default=None)
    counted = [
        (one["assessment_date"], one["bm_blasts_pct"])
        for one in case.of("disease_assessment")
        if treated
        and not is_blank(one.get("bm_blasts_pct"))
        and one.get("assessment_date")
        and one["assessment_date"] <= treated
    ]
    return max(counted, default=(None, None))[1]


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


def died_of(case: Case, cause: str, end: date | None = None) -> bool | None:
    """Tell whether ``cause`` was what the patient died of; None while it is unknown.

    Nobody who was alive 30 days after the ``end`` of an episode died of it. Without a
    death it is unknown only where the last contact says so: lost, or dead by hearsay.

    Source: the specification's section 2.0.
    """
    if end and _alive_after(case, end + timedelta(days=NEAR)):
        return False
    if case.death is None:
        return None if _last_status(case) in CAUSE_UNKNOWN else False
    main = case.death.get("cause_of_death")
    return None if main in (None, "", "unknown") else main == cause


def _alive_after(case: Case, day: date) -> bool:
    """Tell whether the patient is known to have lived past ``day``."""
    if case.death:
        entered = (case.death.get("as_entered") or {}).get("death_date")
        part = partial(entered)
        died = case.death_date or (part.first if part else None)
        if died is not None:
            return died > day
    return any(seen > day for seen, status in _contacts(case) if status == "alive")


def _last_status(case: Case) -> str:
    contacts = sorted(_contacts(case))
    return contacts[-1][1] if contacts else ""


def _contacts(case: Case) -> Iterator[tuple[date, str]]:
    for one in case.of("follow_up"):
        if isinstance(day := one.get("visit_date"), date):
            yield day, str(one.get("vital_status") or "")


def asked_by(engine: str, record: Record, **others: Any) -> dict[str, Any]:
    """Return what the record's fields of the same names say to ``engine``.

    ``others`` are findings that come from elsewhere.
    """
    read: dict[Kind, Any] = {Kind.YES_NO: lambda value: YES_NO.get(str(value))}
    said = {
        one.name: read.get(one.kind, _as_given)(record.get(one.name))
        for one in engine_named(engine).findings
        if one.name in record
    }
    return _known(**{**said, **others})


def _as_given(value: Any) -> Any:
    return value


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
