"""Subgroups of a cohort's subset: each variable's groups, estimates and tests."""

from typing import TypedDict

from django.db.models import Count, QuerySet

from outcomes.cohorts.counts import Reading, counts_of
from outcomes.cohorts.curves import (
    HSCT_COMPETES,
    OF_INTEREST,
    incidence_at,
    survival_at,
)
from outcomes.cohorts.definition import Definition, Grouping
from outcomes.cohorts.members import cuts, groups_of
from outcomes.cohorts.rules import Point
from outcomes.cohorts.shapes import Estimate, Test, Words, reason, test, words
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import (
    Counts,
    NotEstimable,
    aalen_johansen,
    gray_test,
    kaplan_meier,
    log_rank,
)
from outcomes.models import AnalysisSubject


class SubgroupPart(TypedDict):
    """One group of a subgroup; ``estimates`` by endpoint, at the horizon."""

    key: str
    label: Words
    n: int
    deaths: int
    estimates: dict[str, Estimate]


class Subgroup(TypedDict):
    """One variable that splits the subset.

    cut : the one number cut at, null where there are several or the variable has
    values; cut_by : ``median``, ``tertiles``, ``quartiles``, ``fixed`` or ``value``;
    missing : subjects whose value is not known
    """

    variable: str
    label: Words
    unit: str
    cut: float | None
    cut_by: str
    missing: int
    groups: list[SubgroupPart]
    tests: dict[str, Test]


def subgroups(
    subset: QuerySet[AnalysisSubject], definition: Definition
) -> list[Subgroup]:
    """Return every subgroup: two queries, and one for each variable."""
    groupings = definition.subgroups
    at = cuts(subset, groupings)
    known = subset.aggregate(
        n=Count("pk"),
        **{f"known_{g.variable.name}": Count(g.variable.column) for g in groupings},
    )
    return [
        _subgroup(
            subset,
            grouping,
            at[grouping.variable.name],
            known["n"] - known[f"known_{grouping.variable.name}"],
            definition=definition,
        )
        for grouping in groupings
    ]


def _subgroup(
    subset: QuerySet[AnalysisSubject],
    grouping: Grouping,
    at: tuple[Point, ...],
    missing: int,
    *,
    definition: Definition,
) -> Subgroup:
    groups = groups_of(subset, grouping, at)
    codes = {*definition.endpoints, "OS"}
    counts = counts_of(subset, groups, codes, Reading.of(definition))
    numbers = {key: i for i, key in enumerate(counts["OS"].groups)}
    return {
        "variable": grouping.variable.name,
        "label": words(grouping.variable.label),
        "unit": grouping.variable.unit,
        "cut": _one_number(at),
        "cut_by": _cut_by(grouping),
        "missing": missing,
        "groups": [
            {
                "key": group.key,
                "label": words(group.label),
                "n": int(counts["OS"].n[numbers[group.key]]),
                "deaths": int(counts["OS"].any_event[numbers[group.key]].sum()),
                "estimates": _estimates(counts, group.key, definition),
            }
            for group in groups
        ],
        "tests": {c: _test(c, counts[c]) for c in definition.endpoints},
    }


def _cut_by(grouping: Grouping) -> str:
    if grouping.cut is None:
        return "value"
    return str(grouping.cut) if grouping.parts else "fixed"


def _one_number(at: tuple[Point, ...]) -> float | None:
    return at[0] if len(at) == 1 and isinstance(at[0], int | float) else None


def _estimates(
    counts: dict[str, Counts], group: str, definition: Definition
) -> dict[str, Estimate]:
    return {
        code: _estimate(code, counts[code], group, definition.read_at(code))
        for code in definition.endpoints
    }


def _estimate(code: str, counts: Counts, group: str, day: int) -> Estimate:
    if ENDPOINTS[code].survives:
        if counts.n_causes > ENDPOINTS[code].n_causes:
            return _nothing(HSCT_COMPETES, day)
        curve = kaplan_meier(counts, group)
        return (
            _nothing(curve, day)
            if isinstance(curve, NotEstimable)
            else survival_at(curve, day)
        )
    risk = aalen_johansen(counts, group)
    return (
        _nothing(risk, day)
        if isinstance(risk, NotEstimable)
        else incidence_at(risk, day)
    )


def _nothing(why: NotEstimable, day: int) -> Estimate:
    return {
        "day": day,
        "at_risk": 0,
        "estimate": None,
        "std_err": {},
        "limits": {},
        "why": reason(why),
    }


def _test(code: str, counts: Counts) -> Test:
    if ENDPOINTS[code].survives:
        if counts.n_causes > ENDPOINTS[code].n_causes:
            return test("logrank", HSCT_COMPETES)
        return test("logrank", log_rank(counts).test)
    return test("gray", gray_test(counts, OF_INTEREST))
