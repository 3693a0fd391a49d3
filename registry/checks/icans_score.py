"""Checks of the ICE and CAPD scores."""

from registry.checks.case import Record, is_blank
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    EITHER_OR_EXPLAIN,
)
from registry.grading import grade

ICE_FROM = 12  # years; the 12th birthday itself uses ICE
ICE_ITEMS = (
    "ice_orientation",
    "ice_naming",
    "ice_commands",
    "ice_writing",
    "ice_attention",
)
CAPD_ITEMS = (
    "capd_eye_contact",
    "capd_purposeful",
    "capd_aware",
    "capd_communicates",
    "capd_restless",
    "capd_inconsolable",
    "capd_underactive",
    "capd_slow_response",
)
TOOL_FIX = (
    "Enter the score for the age; where development is delayed, mark the other score "
    "as not applicable.",
    "请填写与年龄相符的评分；如发育迟缓，请将另一评分标为不适用。",
)


@check(
    "DQ055",
    "icans_episode",
    Severity.HARD,
    Group.RANGES,
    says=(
        "ICE total {ice_score} is not the sum of its items ({total}).",
        "ICE总分{ice_score}与各项之和（{total}）不符。",
    ),
    fix=("Correct the total or an item.", "请更正总分或单项。"),
    at=("ice_score",),
)
def ice_total_is_the_sum(ice_score: int, record: Record) -> Answer:
    """The ICE total is the sum of its five items."""
    return _is_sum("ice_score", ice_score, ICE_ITEMS, record)


@check(
    "DQ056",
    "icans_episode",
    Severity.HARD,
    Group.RANGES,
    says=(
        "CAPD total {capd_score} is not the sum of its items ({total}).",
        "CAPD总分{capd_score}与各项之和（{total}）不符。",
    ),
    fix=("Correct the total or an item.", "请更正总分或单项。"),
    at=("capd_score",),
)
def capd_total_is_the_sum(capd_score: int, record: Record) -> Answer:
    """The CAPD total is the sum of its eight items."""
    return _is_sum("capd_score", capd_score, CAPD_ITEMS, record)


def _is_sum(engine: str, total: int, items: tuple[str, ...], record: Record) -> Answer:
    given = {name: record.get(name) for name in items}
    if any(is_blank(value) for value in given.values()):
        return True
    derived = grade(engine, given)
    if not derived.decided or derived.grade == total:
        return True
    return wrong(total=derived.grade, repair=(engine, str(derived.grade)))


@check(
    "DQ084",
    "icans_episode",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Only CAPD is given at {age_at_icans} years; ICE is used from 12 years.",
        "{age_at_icans}岁仅填写CAPD；12岁及以上应使用ICE。",
    ),
    fix=TOOL_FIX,
    at=("capd_score",),
)
def ice_from_12_years(capd_score: int, age_at_icans: int, record: Record) -> Answer:
    """From 12 years on ICE is scored, unless it is marked as not applicable."""
    if age_at_icans < ICE_FROM or not is_blank(record.get("ice_score")):
        return True
    return _not_applicable(record, "ice_score")


@check(
    "DQ084",
    "icans_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "CAPD is given at {age_at_icans} years, ICE marked as not applicable.",
        "{age_at_icans}岁填写CAPD，ICE标为不适用。",
    ),
    fix=(
        "Confirm that development is delayed, or enter ICE.",
        "请确认发育迟缓，或填写ICE。",
    ),
    at=("capd_score",),
)
def capd_from_12_years_is_confirmed(
    capd_score: int, age_at_icans: int, record: Record
) -> Answer:
    """CAPD from 12 years on is for delayed development only."""
    if age_at_icans < ICE_FROM or not is_blank(record.get("ice_score")):
        return True
    return not _not_applicable(record, "ice_score")


@check(
    "DQ084",
    "icans_episode",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Only ICE is given at {age_at_icans} years; CAPD is used under 12 years.",
        "{age_at_icans}岁仅填写ICE；12岁以下应使用CAPD。",
    ),
    fix=(
        "Enter the CAPD score, or correct the birth date.",
        "请填写CAPD，或更正出生日期。",
    ),
    at=("ice_score",),
)
def capd_under_12_years(ice_score: int, age_at_icans: int, record: Record) -> Answer:
    """Under 12 years CAPD is scored."""
    return age_at_icans >= ICE_FROM or not is_blank(record.get("capd_score"))


def _not_applicable(record: Record, field: str) -> bool:
    return (record.get("absent") or {}).get(field) == "not_applicable"


@check(
    "DQ085",
    "icans_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The patient is unarousable, but ICE is {ice_score}.",
        "患者不能唤醒，但ICE评分为{ice_score}。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def unarousable_scores_nothing(ice_score: int, consciousness: str) -> Answer:
    """Who cannot be woken cannot score on ICE."""
    return consciousness != "unarousable" or ice_score == 0
