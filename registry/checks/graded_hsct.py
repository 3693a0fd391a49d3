"""What the forms around a transplant are to the grading engines.

As ``graded``: the one place where their answers become an engine's findings.
"""

from typing import Any

from registry.checks.case import Case, Record, is_blank
from registry.checks.graded import asked_by, levels
from registry.grading import Result, grade

ADULT_FROM = 18
# Staging T-ALL, ETP-ALL and lymphoblastic lymphoma as ALL is a choice of the registry.
LYMPHOBLASTIC = frozenset({"T-ALL", "ETP-ALL", "T-LBL", "B-ALL", "B-LBL"})
NOT_IN_REMISSION = frozenset({"PR", "NR", "relapse"})
NUMBERED_REMISSIONS = frozenset({"CR1", "CR2", "CR3+"})
DRI_CYTOGENETICS = frozenset({"favorable", "intermediate", "adverse"})
FULL_FROM_PCT, LOST_BELOW_PCT = 95, 5
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
CGVHD_BY_FINDINGS = {
    "skin": "cgvhd_skin_score",
    "gi": "cgvhd_gi_score",
    "liver": "cgvhd_liver_score",
}


def hct_ci_findings(record: Record) -> dict[str, Any]:
    """Return the comorbidities of HCT-CI.

    Lungs and liver are taken as answered; unanswered, from DLCO, FEV1, dyspnoea and
    oxygen, and from cirrhosis, hepatitis and the laboratory, where these decide them.
    """
    return _by_function(record) | asked_by("hct_ci", record)


def _by_function(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for organ in ("pulmonary", "hepatic"):
        engine = f"hct_ci_{organ}"
        category = grade(engine, asked_by(engine, record)).grade
        if category is not None:
            mild = "hepatic_mild" if organ == "hepatic" else "pulmonary_moderate"
            found |= {name: category == name for name in (mild, f"{organ}_severe")}
    return found


def dri_findings(record: Record, case: Case) -> dict[str, Any] | None:
    """Return disease, stage and cytogenetics of a transplant.

    None for a disease whose rows are not coded: there the centre records the index.
    """
    diagnosis = _diagnosis_at(record, case)
    disease = diagnosis.get("disease")
    if disease not in LYMPHOBLASTIC | {"AML"}:
        return None
    row = "AML" if disease == "AML" else "ALL"
    risk = str(diagnosis.get("cytogenetic_risk"))
    found = {
        "dri_disease": row,
        "dri_stage": _dri_stage(str(record.get("status_at_hsct")), row),
        "dri_cytogenetics": risk if risk in DRI_CYTOGENETICS else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _dri_stage(status: str, row: str) -> str | None:
    if status in NOT_IN_REMISSION:
        return "active"
    if status == "CR" and row == "AML":
        return "CR1"  # Which remission it is makes a difference in ALL alone.
    return status if status in NUMBERED_REMISSIONS else None


def _diagnosis_at(record: Record, case: Case) -> Record:
    """Return the newest diagnosis before the transplant, else one without a date."""
    day0 = record.get("hsct_date")
    rows = case.of("diagnosis")
    dated = [row for row in rows if row.get("diagnosis_date")]
    before = [row for row in dated if day0 is None or row["diagnosis_date"] <= day0]
    if before:
        return max(before, key=lambda row: row["diagnosis_date"])
    return next((row for row in rows if not row.get("diagnosis_date")), {})


def was_adult(record: Record, case: Case, onset: str) -> bool | None:
    """Tell whether the patient was 18 at ``onset``; without that day, at transplant."""
    age = case.age_on(record.get(onset) or case.hsct_date(record.get("hsct_no")))
    return None if age is None else age >= ADULT_FROM


def cgvhd_scores(record: Record) -> dict[str, int]:
    """Return the organ scores of chronic GVHD that findings decide, by field.

    The lungs by FEV1, without it by dyspnoea.
    """
    lungs = "cgvhd_lung_symptom_score"
    if not is_blank(record.get("fev1_pct")):
        lungs = "cgvhd_lung_score"
    engines = CGVHD_BY_FINDINGS | {"lungs": lungs}
    found = {
        organ: grade(engine, asked_by(engine, record)).grade
        for organ, engine in engines.items()
    }
    return {organ: score for organ, score in found.items() if isinstance(score, int)}


def cgvhd_sites(record: Record) -> dict[str, int]:
    """Return the score of each site: as recorded, else as its findings give it."""
    return cgvhd_scores(record) | levels(record, CGVHD_SITES)


def nih(record: Record) -> Result:
    """Return the NIH 2014 severity of chronic GVHD from its organ scores."""
    return grade("cgvhd_nih", cgvhd_sites(record))


def chimerism_category(donor_pct: Any) -> str | None:
    """Return full, mixed or lost; full from 95 %, lost below 5 % (ASTCT)."""
    if is_blank(donor_pct):
        return None
    if donor_pct >= FULL_FROM_PCT:
        return "full"
    return "lost" if donor_pct < LOST_BELOW_PCT else "mixed"
