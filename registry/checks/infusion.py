"""Checks of the infusion."""

from datetime import date
from decimal import Decimal

from registry.checks.case import Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import DATES_OR_EXPLAIN, EITHER_OR_EXPLAIN

MOST_APART = Decimal("0.20")


@check(
    "DQ005",
    "infusion",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Infusion ({infusion_date}) is before the diagnosis ({diagnosis_date}).",
        "回输（{infusion_date}）早于确诊（{diagnosis_date}）。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def infused_after_diagnosis(infusion_date: date, diagnosis_date: date) -> Answer:
    """The disease is known when its treatment is infused."""
    return infusion_date >= diagnosis_date


@check(
    "DQ046",
    "infusion",
    Severity.SOFT,
    Group.RANGES,
    says=(
        "The flat dose {dose_flat_1e6} differs from {dose_1e6_per_kg} per kg × "
        "{weight_kg} kg = {total} (10^6 cells).",
        "固定剂量 {dose_flat_1e6} 与每公斤 {dose_1e6_per_kg} × {weight_kg} kg = {total}"
        "（10^6细胞）不符。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def doses_agree(
    dose_flat_1e6: Decimal, dose_1e6_per_kg: Decimal, weight_kg: Decimal
) -> Answer:
    """The flat dose and the dose per kg times the weight differ by at most 20 %."""
    flat = Decimal(str(dose_flat_1e6))
    total = Decimal(str(dose_1e6_per_kg)) * Decimal(str(weight_kg))
    apart = abs(flat - total)
    return apart <= MOST_APART * total or wrong(total=total.quantize(Decimal("0.1")))


@check(
    "DQ054",
    "infusion",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "The parts of the dose add up to {total} %.",
        "各次回输比例合计为{total}%。",
    ),
    fix=("Correct the parts: they add up to 100 %.", "请更正各次比例，合计应为100%。"),
    at=("split_parts",),
)
def parts_add_up(split_parts: list[Record]) -> Answer:
    """The parts of a split dose are the whole of it, within half a per cent."""
    shares = [row.get("split_pct") for row in split_parts]
    known = [Decimal(str(share)) for share in shares if share is not None]
    if not known or len(known) < len(shares):
        return True
    total = sum(known, Decimal(0))
    return abs(total - 100) <= Decimal("0.5") or wrong(total=total)
