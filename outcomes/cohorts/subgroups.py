"""Subgroups of a cohort's subset: each variable's groups, estimates and tests."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypedDict

from outcomes.cohorts.analysis import Analysis
from outcomes.cohorts.belonging import SUBSET, CodeOf, code_of
from outcomes.cohorts.counts import Reading, codes_of, counts_in, ended
from outcomes.cohorts.curves import (
    HSCT_COMPETES,
    OF_INTEREST,
    incidence_at,
    survival_at,
)
from outcomes.cohorts.definition import Definition, Grouping
from outcomes.cohorts.remembered import remembered
from outcomes.cohorts.rules import Point
from outcomes.cohorts.shapes import Estimate, Test, Words, reason, test, words
from outcomes.cohorts.splits import Split, split_of
from outcomes.cohorts.tally import Cells, Part
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import (
    Counts,
    NotEstimable,
    aalen_johansen,
    gray_test,
    kaplan_meier,
    log_rank,
)


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
    values; cut_by : ``fixed``, ``value`` or quantiles, ``median`` … ``deciles``;
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


def parts(definition: Definition) -> list[Part]:
    """Return what is counted of each subgroup: its values, the endpoints by them."""
    found = []
    for number, grouping in enumerate(definition.subgroups):
        found.append(_values(number, code_of(grouping, "")))
        found += endpoint_parts(definition, number)
    return found


def endpoint_parts(definition: Definition, number: int) -> list[Part]:
    """Return what is counted of a subgroup's endpoints."""
    of, reading = code_of(definition.subgroups[number], ""), Reading.of(definition)
    return [
        Part(name, SUBSET, ended(code, reading, (of,)), day=1)
        for code, name in _names(definition, number).items()
    ]


def _names(definition: Definition, number: int) -> dict[str, str]:
    return {code: f"subgroup/{number}/{code}" for code in codes_of(definition)}


def _values(number: int, of: CodeOf) -> Part:
    return Part(f"subgroup/{number}", SUBSET, lambda row: [(of(row),)])


def reads(definition: Definition, number: int) -> list[str]:
    """Return the parts that a subgroup is made of."""
    return [f"subgroup/{number}", *_names(definition, number).values()]


def subgroups(cells: Cells, definition: Definition) -> list[Subgroup]:
    """Return every subgroup."""
    return [
        subgroup(cells, definition, number)
        for number, _grouping in enumerate(definition.subgroups)
    ]


def subgroup(cells: Cells, definition: Definition, number: int) -> Subgroup:
    """Return one subgroup."""
    counts = counts_by(cells, definition, number)
    return _subgroup(definition.subgroups[number], *counts, definition)


def counts_by(
    cells: Cells, definition: Definition, number: int
) -> tuple[Split, int, dict[str, Counts]]:
    """Return a subgroup's groups, how many are in none, and the endpoints' counts."""
    grouping, codes = definition.subgroups[number], codes_in(cells, number)
    split, reading = split_of(grouping, codes), Reading.of(definition)
    if grouping.parts:
        # The endpoints were sorted into the groups already.
        split = replace(split, place=lambda place: place)
    counts = {
        code: counts_in(cells[name], split, code, reading)
        for code, name in _names(definition, number).items()
    }
    return split, codes[None], counts


def codes_in(cells: Cells, number: int) -> Counter[Any]:
    """Return how often each value of a subgroup occurs in the subset."""
    return Counter({code: n for (code,), n in cells[f"subgroup/{number}"].items()})


def cuts_given(cells: Cells, definition: Definition) -> dict[int, tuple[Point, ...]]:
    """Return, by subgroup, the cuts that the data gave: quantiles of the values."""
    return {
        number: split_of(grouping, codes_in(cells, number)).at
        for number, grouping in enumerate(definition.subgroups)
        if grouping.parts
    }


def sorted_in(
    cells: Mapping[str, Counter[Any]], at: Mapping[int, tuple[Point, ...]]
) -> dict[str, Counter[Any]]:
    """Return cells whose endpoints were counted by value with the place among cuts.

    So they do not grow with the values that there are.
    """
    found = dict(cells)
    for number, points in at.items():
        for name in cells:
            if name.startswith(f"subgroup/{number}/"):
                found[name] = _sorted(cells[name], points)
    return found


def _sorted(cells: Counter[Any], points: tuple[Point, ...]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for (value, *rest), n in cells.items():
        if value is not None and points:
            found[bisect_left(points, value), *rest] += n
    return found


def _subgroup(
    grouping: Grouping,
    split: Split,
    missing: int,
    counts: dict[str, Counts],
    definition: Definition,
) -> Subgroup:
    numbers = {key: i for i, key in enumerate(counts["OS"].groups)}
    return {
        "variable": grouping.variable.name,
        "label": words(grouping.variable.label),
        "unit": grouping.variable.unit,
        "cut": _one_number(split.at),
        "cut_by": cut_by(grouping),
        "missing": missing,
        "groups": [
            {
                "key": group.key,
                "label": words(group.label),
                "n": int(counts["OS"].n[numbers[group.key]]),
                "deaths": int(counts["OS"].any_event[numbers[group.key]].sum()),
                "estimates": _estimates(counts, group.key, definition),
            }
            for group in split.groups
        ],
        "tests": {code: _tested(code, counts[code]) for code in definition.endpoints},
    }


def cut_by(grouping: Grouping) -> str:
    """Say what cuts: the data's quantiles, fixed points, or the values themselves."""
    if grouping.cut is None:
        return "value"
    return str(grouping.cut) if grouping.parts else "fixed"


def _one_number(at: tuple[Point, ...]) -> float | None:
    return at[0] if len(at) == 1 and isinstance(at[0], int | float) else None


def _estimates(
    counts: dict[str, Counts], group: str, definition: Definition
) -> dict[str, Estimate]:
    found = {}
    for code in definition.endpoints:
        one, day = counts[code].of(group), definition.read_at(code)
        chosen = definition.analysis
        make = partial(_estimate, code, one, group, day, chosen)
        found[code] = remembered(("estimate", code, day, chosen), one, make)
    return found


def _estimate(
    code: str, counts: Counts, group: str, day: int, chosen: Analysis
) -> Estimate:
    if ENDPOINTS[code].survives:
        if counts.n_causes > ENDPOINTS[code].n_causes:
            return _nothing(HSCT_COMPETES, day)
        curve = kaplan_meier(counts, group)
        return (
            _nothing(curve, day)
            if isinstance(curve, NotEstimable)
            else survival_at(curve, day, chosen)
        )
    risk = aalen_johansen(counts, group)
    return (
        _nothing(risk, day)
        if isinstance(risk, NotEstimable)
        else incidence_at(risk, day, chosen)
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


def _tested(code: str, counts: Counts) -> Test:
    return remembered(("test", code), counts, partial(_test, code, counts))


def _test(code: str, counts: Counts) -> Test:
    if ENDPOINTS[code].survives:
        if counts.n_causes > ENDPOINTS[code].n_causes:
            return test("logrank", HSCT_COMPETES)
        return test("logrank", log_rank(counts).test)
    return test("gray", gray_test(counts, OF_INTEREST))
