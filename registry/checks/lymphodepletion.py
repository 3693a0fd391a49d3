"""Checks of the chemotherapy before the infusion."""

from datetime import date
from decimal import Decimal

from registry.checks.declare import Answer, check
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    CORRECT_OR_EXPLAIN,
    DATES_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)

# The drugs of a regimen whose doses are asked for: fludarabine, cyclophosphamide.
DRUGS = {
    "Flu_Cy": (True, True),
    "Flu_Cy_VP16": (True, True),
    "Cy": (False, True),
    "Flu": (True, False),
    "bendamustine": (False, False),
    "none": (False, False),
}


@check(
    "DQ008",
    "lymphodepletion",
    Severity.HARD,
    Group.DATES,
    says=(
        "Lymphodepletion starts on {ld_start}, not before the infusion "
        "({infusion_date}).",
        "清淋开始于 {ld_start}，不早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def starts_before_infusion(ld_start: date, infusion_date: date) -> Answer:
    """Lymphodepletion starts before day 0."""
    return ld_start < infusion_date


@check(
    "DQ009",
    "lymphodepletion",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Lymphodepletion starts on {ld_start:day}; usual is day −21 to −2.",
        "清淋开始于 {ld_start:day}；通常为第−21至−2天。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def starts_in_time(ld_start: date, infusion_date: date) -> Answer:
    """Lymphodepletion starts between day -21 and day -2."""
    if ld_start >= infusion_date:
        return True
    return infusion_date - days(21) <= ld_start <= infusion_date - days(2)


@check(
    "DQ009",
    "lymphodepletion",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Lymphodepletion ends on {ld_end:day}, more than 14 days before the infusion.",
        "清淋结束于 {ld_end:day}，早于回输前14天。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def ends_shortly_before_infusion(ld_end: date, infusion_date: date) -> Answer:
    """Lymphodepletion ends on day -14 or later."""
    return ld_end >= infusion_date - days(14)


@check(
    "DQ057",
    "lymphodepletion",
    Severity.SOFT,
    Group.RANGES,
    says=(
        "The doses of fludarabine and cyclophosphamide do not fit the regimen "
        "{ld_regimen}.",
        "氟达拉滨与环磷酰胺剂量与方案 {ld_regimen} 不符。",
    ),
    fix=CORRECT_OR_EXPLAIN,
    blank_ok=("flu_mg_m2_total", "cy_mg_m2_total"),
)
def doses_fit_the_regimen(
    ld_regimen: str, flu_mg_m2_total: Decimal | None, cy_mg_m2_total: Decimal | None
) -> Answer:
    """The drugs with a dose are those of the regimen, once any dose is given."""
    given = (bool(flu_mg_m2_total), bool(cy_mg_m2_total))
    return not any(given) or given == DRUGS.get(ld_regimen, given)


@check(
    "DZ009",
    "lymphodepletion",
    Severity.HARD,
    Group.DATES,
    says=(
        "Lymphodepletion ends on {ld_end}, before it starts ({ld_start}).",
        "清淋结束（{ld_end}）早于开始（{ld_start}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def ends_after_start(ld_end: date, ld_start: date) -> Answer:
    """Lymphodepletion ends on the day it starts or later."""
    return ld_end >= ld_start


@check(
    "DZ009",
    "lymphodepletion",
    Severity.HARD,
    Group.DATES,
    says=(
        "Lymphodepletion ends on {ld_end}, not before the infusion ({infusion_date}).",
        "清淋结束于 {ld_end}，不早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def ends_before_infusion(ld_end: date, infusion_date: date) -> Answer:
    """Lymphodepletion ends before day 0."""
    return ld_end < infusion_date
