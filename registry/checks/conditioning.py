"""Checks of the conditioning and prophylaxis of a transplant."""

from decimal import Decimal

from registry.checks.case import Record, is_stated
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import EITHER_OR_EXPLAIN
from registry.codelists.base import Label


@check(
    "DQ094",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Intensity is myeloablative, but {problem}.",
        "强度为清髓，但{problem}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("intensity", "conditioning"),
)
def myeloablative_has_the_doses(
    intensity: str, conditioning: str, record: Record
) -> Answer:
    """Myeloablative is TBI of 8 Gy (5 Gy single) or busulfan of 9 mg/kg and more.

    Judged where the regimen's dose is known. Source: CIBMTR 2009.
    """
    problem = _too_weak(conditioning, record) if intensity == "MAC" else None
    return wrong(problem=problem) if problem else True


def _too_weak(conditioning: str, record: Record) -> Label | None:
    tbi, busulfan = record.get("tbi_gy"), record.get("bu_mg_kg_total")
    if conditioning == "none":
        return Label("no conditioning is recorded", "记录为无预处理")
    if conditioning.startswith("TBI") and tbi is not None and tbi < 8:
        return Label(
            f"TBI is {tbi} Gy (8 Gy, or 5 Gy single)",
            f"TBI为{tbi} Gy（应≥8 Gy，或单次5 Gy）",
        )
    if conditioning.startswith("Bu") and busulfan is not None and busulfan < 9:
        return Label(
            f"busulfan is {busulfan} mg/kg (9 mg/kg)",
            f"白消安为{busulfan} mg/kg（应≥9 mg/kg）",
        )
    return None


@check(
    "DQ095",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Conditioning is {conditioning}, and the TBI dose is not given.",
        "预处理为 {conditioning}，但未填写TBI剂量。",
    ),
    fix=("Enter the dose, or why it is not known.", "请填写剂量，或注明未知原因。"),
    at=("tbi_gy", "conditioning"),
)
def irradiation_has_a_dose(conditioning: str, record: Record) -> Answer:
    """Conditioning with TBI has its dose."""
    return not conditioning.startswith("TBI") or is_stated(record, "tbi_gy")


@check(
    "DQ095",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "TBI of {tbi_gy} Gy is given, but conditioning is {conditioning}.",
        "TBI剂量为{tbi_gy} Gy，但预处理为 {conditioning}。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def dose_has_irradiation(tbi_gy: Decimal, conditioning: str) -> Answer:
    """A TBI dose goes with conditioning that has TBI, or may have it."""
    may_have = conditioning.startswith("TBI") or conditioning in ("TT", "other")
    return tbi_gy == 0 or may_have


@check(
    "DQ098",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "No GVHD prophylaxis is given for an allogeneic HSCT.",
        "异基因移植未填写GVHD预防。",
    ),
    fix=("Enter the drugs, or choose none.", "请填写药物，或选择“无”。"),
    at=("gvhd_prophylaxis",),
)
def allogeneic_has_prophylaxis(hsct_type: str, record: Record) -> Answer:
    """An allogeneic transplant states its prophylaxis, even if it is none."""
    return hsct_type != "allogeneic" or is_stated(record, "gvhd_prophylaxis")
