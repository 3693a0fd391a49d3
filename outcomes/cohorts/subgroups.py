"""Subgroups of a cohort's subset: each variable's groups, estimates and tests."""

from collections import Counter
from typing import TypedDict

from outcomes.cohorts.belonging import SUBSET, CodeOf, code_of
from outcomes.cohorts.counts import Reading, codes_of, counts_in, ended
from outcomes.cohorts.curves import (
    HSCT_COMPETES,
    OF_INTEREST,
    incidence_at,
    survival_at,
)
from outcomes.cohorts.definition import Definition, Grouping
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


def parts(definition: Definition) -> list[Part]:
    """Return what is counted of each subgroup: its values, the endpoints by them."""
    found = []
    reading = Reading.of(definition)
    for number, grouping in enumerate(definition.subgroups):
        of = code_of(grouping, "")
        found.append(_values(number, of))
        found += [
            Part(f"subgroup/{number}/{code}", SUBSET, ended(code, reading, (of,)))
            for code in codes_of(definition)
        ]
    return found


def _values(number: int, of: CodeOf) -> Part:
    return Part(f"subgroup/{number}", SUBSET, lambda row: [(of(row),)])


def subgroups(cells: Cells, definition: Definition) -> list[Subgroup]:
    """Return every subgroup."""
    return [
        _subgroup(grouping, *counts_by(cells, definition, number), definition)
        for number, grouping in enumerate(definition.subgroups)
    ]


def counts_by(
    cells: Cells, definition: Definition, number: int
) -> tuple[Split, int, dict[str, Counts]]:
    """Return a subgroup's groups, how many are in none, and the endpoints' counts."""
    codes = Counter({c: n for (c,), n in cells[f"subgroup/{number}"].items()})
    split = split_of(definition.subgroups[number], codes)
    reading = Reading.of(definition)
    counts = {
        code: counts_in(cells[f"subgroup/{number}/{code}"], split, code, reading)
        for code in codes_of(definition)
    }
    return split, codes[None], counts


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
            for group in split.groups
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
