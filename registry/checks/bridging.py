"""Checks of bridging: its days, and what it is said to be."""

from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import of_course
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)

BRIDGING = ("bridging_class", "bridging_start", "bridging_end", "bridging_response")


@check(
    "DQ010",
    "bridging",
    Severity.HARD,
    Group.DATES,
    says=(
        "Bridging starts on {bridging_start}, before the leukapheresis ({day}).",
        "桥接开始（{bridging_start}）早于单采（{day}）。",
    ),
    fix=ONE_OF_TWO_DATES,
    at=("bridging_start",),
    also={"apheresis_product": ("apheresis_date",)},
)
def bridging_after_apheresis(
    bridging_start: date, record: Record, case: Case
) -> Answer:
    """Bridging begins on the day of leukapheresis or later."""
    products = of_course("apheresis_product", record, case)
    collected = [one["apheresis_date"] for one in products if one.get("apheresis_date")]
    first = min(collected, default=None)
    return first is None or bridging_start >= first or wrong(day=first)


@check(
    "DQ010",
    "bridging",
    Severity.HARD,
    Group.DATES,
    says=(
        "Bridging ends on {bridging_end}, after lymphodepletion began ({day}).",
        "桥接结束（{bridging_end}）晚于清淋开始（{day}）。",
    ),
    fix=ONE_OF_TWO_DATES,
    at=("bridging_end",),
    also={"lymphodepletion": ("ld_start",)},
)
def bridging_before_lymphodepletion(
    bridging_end: date, record: Record, case: Case
) -> Answer:
    """Bridging is over when lymphodepletion begins."""
    rows = of_course("lymphodepletion", record, case)
    first = min((one["ld_start"] for one in rows if one.get("ld_start")), default=None)
    return first is None or bridging_end <= first or wrong(day=first)


@check(
    "DZ016",
    "bridging",
    Severity.HARD,
    Group.DATES,
    says=(
        "Bridging ends on {bridging_end}, before it starts ({bridging_start}).",
        "桥接结束（{bridging_end}）早于开始（{bridging_start}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def bridging_ends_after_its_start(bridging_end: date, bridging_start: date) -> Answer:
    """Bridging ends on the day of its start or later."""
    return bridging_end >= bridging_start


@check(
    "DZ017",
    "bridging",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "No bridging was given, but its therapy is described.",
        "记录未桥接，但填写了桥接治疗内容。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("bridging_given",),
)
def denied_bridging_is_not_described(bridging_given: str, record: Record) -> Answer:
    """Who had no bridging has no class, days or response of it."""
    if bridging_given != "no":
        return True
    filled = [name for name in BRIDGING if record.get(name)]
    return wrong("bridging_given", *filled) if filled else True
