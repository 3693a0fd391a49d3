"""Checks of measurable residual disease in an assessment."""

from decimal import Decimal

from registry.checks.case import Record, is_stated
from registry.checks.declare import Answer, check
from registry.checks.disease_assessment import ONE_IS_WRONG
from registry.checks.findings import Group, Severity
from registry.checks.graded import mrd_status
from registry.checks.phrases import CORRECT_OR_EXPLAIN, EITHER_OR_EXPLAIN


@check(
    "DQ074",
    "disease_assessment",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "MRD is negative with {bm_blasts_pct} % marrow blasts.",
        "MRD阴性，但骨髓原始细胞 {bm_blasts_pct}%。",
    ),
    fix=ONE_IS_WRONG,
    at=("mrd_result", "bm_blasts_pct"),
)
def negative_has_no_leukaemia(bm_blasts_pct: Decimal, record: Record) -> Answer:
    """A marrow with 20 % blasts is not MRD negative."""
    return mrd_status(record) != "negative" or bm_blasts_pct < 20


@check(
    "DQ075",
    "disease_assessment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "MRD is negative with {bm_blasts_pct} % marrow blasts: regenerating marrow?",
        "MRD阴性，但骨髓原始细胞 {bm_blasts_pct}%：是否为再生骨髓？",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("mrd_result", "bm_blasts_pct"),
)
def negative_has_clear_marrow(bm_blasts_pct: Decimal, record: Record) -> Answer:
    """A marrow with 5 to 20 % blasts is rarely MRD negative."""
    return mrd_status(record) != "negative" or not 5 <= bm_blasts_pct < 20


@check(
    "DQ076",
    "disease_assessment",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "MRD is not detected, but its level is {mrd_pct} %.",
        "MRD未检出，但水平为 {mrd_pct}%。",
    ),
    fix=ONE_IS_WRONG,
)
def not_detected_has_no_level(mrd_result: str, mrd_pct: Decimal) -> Answer:
    """What was not detected has no level."""
    return mrd_result != "not_detected" or not mrd_pct


@check(
    "DQ076",
    "disease_assessment",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "MRD is quantified, but its level is zero or not given.",
        "MRD已定量，但水平为零或未填写。",
    ),
    fix=(
        "Enter the level, or choose the result that was found.",
        "请填写水平，或选择相应结果。",
    ),
    at=("mrd_pct", "mrd_result"),
)
def quantified_has_a_level(mrd_result: str, record: Record) -> Answer:
    """What was quantified has a level, or the reason why it is not known."""
    if mrd_result != "quantified":
        return True
    return record.get("mrd_pct") != 0 and is_stated(record, "mrd_pct")


@check(
    "DQ077",
    "disease_assessment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=("An MRD result is given without its method.", "填写了MRD结果但无方法。"),
    fix=("Enter the method, or why it is not known.", "请填写方法，或注明未知原因。"),
    at=("mrd_method", "mrd_result"),
)
def result_has_a_method(mrd_result: str, record: Record) -> Answer:
    """A result is worth what its method is."""
    return mrd_result == "not_done" or is_stated(record, "mrd_method")


@check(
    "DQ077",
    "disease_assessment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "MRD is not detected, and the sensitivity reached is not given.",
        "MRD未检出，但未填写灵敏度。",
    ),
    fix=(
        "Enter the sensitivity, or why it is not known.",
        "请填写灵敏度，或注明未知原因。",
    ),
    at=("mrd_sensitivity", "mrd_result"),
)
def not_detected_has_a_sensitivity(mrd_result: str, record: Record) -> Answer:
    """Not detected means nothing without the limit of detection."""
    return mrd_result != "not_detected" or is_stated(record, "mrd_sensitivity")


@check(
    "DQ078",
    "disease_assessment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "MRD {mrd_pct} % is far above the {bm_blasts_pct} % blasts of morphology.",
        "MRD {mrd_pct}% 远高于形态学原始细胞 {bm_blasts_pct}%。",
    ),
    fix=CORRECT_OR_EXPLAIN,
)
def level_fits_morphology(mrd_pct: Decimal, bm_blasts_pct: Decimal) -> Answer:
    """MRD is at most 20 points above the blasts of morphology."""
    return mrd_pct <= bm_blasts_pct + 20
