"""Hazard ratios between the two groups that are compared: of all, and in subgroups.

A subgroup's parts are those of both groups, cut where the subset's are (ADR 0165).
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, TypedDict

from outcomes.cohorts.belonging import MEMBERS, code_of
from outcomes.cohorts.compared import (
    Compared,
    Pair,
    compared,
    of_interest,
    pair_of,
    tested,
)
from outcomes.cohorts.counts import Reading, counts_among, counts_in, ended
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.shapes import Test, Words, words
from outcomes.cohorts.splits import Split, split_of
from outcomes.cohorts.subgroups import codes_in, cut_by
from outcomes.cohorts.tally import Cells, Part
from outcomes.endpoints import SINGLE
from outcomes.estimators import Counts


class Ratios(TypedDict):
    """Which group is compared with which, by key, and of everybody by endpoint."""

    group: str
    reference: str
    endpoints: dict[str, Compared]


class RatioPart(TypedDict):
    """One part of both groups, by endpoint."""

    key: str
    label: Words
    endpoints: dict[str, Compared]


class SubgroupRatios(TypedDict):
    """One variable that splits both groups.

    missing : how many of them have no known value; interaction : by endpoint, the test
    that the ratio is the same in all parts
    """

    variable: str
    label: Words
    unit: str
    cut_by: str
    missing: int
    parts: list[RatioPart]
    interaction: dict[str, Test]


def parts(definition: Definition) -> list[Part]:
    """Return what is counted of each subgroup: its values and endpoints by group."""
    found = []
    for number, grouping in enumerate(definition.subgroups):
        if own := endpoint_parts(definition, number):
            codes = code_of(grouping, ""), code_of(definition.groups, definition.index)
            found += [_values(number, *codes), *own]
    return found


def _values(number: int, *codes: Callable[[Any], Any]) -> Part:
    return Part(
        f"ratios/{number}", MEMBERS, lambda row: [tuple(of(row) for of in codes)]
    )


def endpoint_parts(definition: Definition, number: int) -> list[Part]:
    """Return what is counted of a subgroup's endpoints; nothing without groups."""
    if definition.groups is None or definition.groups.time_dependent:
        return []
    reading = Reading.of(definition)
    codes = (
        code_of(definition.subgroups[number], ""),
        code_of(definition.groups, definition.index),
    )
    return [
        Part(name, MEMBERS, ended(code, reading, codes), day=2)
        for code, name in _names(definition, number).items()
    ]


def _names(definition: Definition, number: int) -> dict[str, str]:
    """Return the parts by endpoint; called as the subgroup's, they are cut as those."""
    codes = endpoints_of(definition)
    return {code: f"subgroup/{number}/groups/{code}" for code in codes}


def endpoints_of(definition: Definition) -> list[str]:
    """Return the endpoints with ratios: those of which one event is looked at."""
    return [code for code in definition.endpoints if code in SINGLE]


def reads(definition: Definition, number: int) -> list[str]:
    """Return the parts that a subgroup's ratios are made of, beside the groups."""
    if not endpoint_parts(definition, number):
        return []
    values = [f"ratios/{number}", f"subgroup/{number}"]
    return [*values, *_names(definition, number).values()]


def ratios(cells: Cells, split: Split, definition: Definition) -> Ratios | None:
    """Return the ratios of everybody; None where the groups are not two."""
    if (pair := pair_of(split, definition)) is None:
        return None
    reading = Reading.of(definition)
    keys = pair.reference.key, pair.group.key
    counts = {
        code: counts_in(cells[f"curves/{code}"], split, code, reading).of(*keys)
        for code in endpoints_of(definition)
    }
    found = {code: compared(of_interest(one)) for code, one in counts.items()}
    return {"group": keys[1], "reference": keys[0], "endpoints": found}


def subgroup_ratios(
    cells: Cells, split: Split, definition: Definition, number: int
) -> SubgroupRatios | None:
    """Return the ratios in a subgroup's parts; None where the groups are not two."""
    if (pair := pair_of(split, definition)) is None:
        return None
    within, missing = _within(cells, pair, definition, number)
    counts = counts_within(cells, split, definition, number)
    names = cells_of(within)
    variable = definition.subgroups[number].variable
    return {
        "variable": variable.name,
        "label": words(variable.label),
        "unit": variable.unit,
        "cut_by": cut_by(definition.subgroups[number]),
        "missing": missing,
        "parts": [
            {
                "key": part.key,
                "label": words(part.label),
                "endpoints": {c: compared(n.of(*own)) for c, n in counts.items()},
            }
            for part, own in zip(within.groups, names, strict=True)
        ],
        "interaction": {code: tested(one, names) for code, one in counts.items()},
    }


def counts_within(
    cells: Cells, split: Split, definition: Definition, number: int
) -> dict[str, Counts]:
    """Return by endpoint the counts of every part and group, which ``cells_of`` names.

    Raises ValueError where the groups are not two.
    """
    if (pair := pair_of(split, definition)) is None:
        raise ValueError("not two groups are compared")
    within, _missing = _within(cells, pair, definition, number)
    by_data, reading = definition.subgroups[number].parts, Reading.of(definition)

    def place(value: Any, group: Any) -> int | None:
        # Where the data cut, values were sorted into their parts before.
        part = value if by_data else within.place(value)
        one = pair.place(group)
        return None if part is None or one is None else 2 * part + one

    keys = [key for own in cells_of(within) for key in own]
    return {
        code: of_interest(counts_among(cells[name], place, keys, code, reading))
        for code, name in _names(definition, number).items()
    }


def cells_of(within: Split) -> list[tuple[str, str]]:
    """Return what the reference and the group of each part are called in counts."""
    places = range(len(within.groups))
    return [(f"part{n + 1}_reference", f"part{n + 1}_group") for n in places]


def _within(
    cells: Cells, pair: Pair, definition: Definition, number: int
) -> tuple[Split, int]:
    """Return the parts of a subgroup, and how many of both groups are in none."""
    grouping, codes = definition.subgroups[number], Counter[Any]()
    for (value, group), n in cells[f"ratios/{number}"].items():
        if pair.place(group) is not None:
            codes[value] += n
    cut = codes_in(cells, number) if grouping.parts else codes
    return split_of(grouping, cut), codes[None]
