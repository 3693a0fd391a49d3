"""Counts within strata, for tests that compare groups only with their like."""

from collections import Counter, defaultdict
from itertools import product
from typing import Any

from outcomes.cohorts.belonging import MEMBERS, CodeOf, code_of
from outcomes.cohorts.counts import Reading, counts_in, ended
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.splits import Split, split_of
from outcomes.cohorts.tally import Cells, Part
from outcomes.estimators import Counts


def parts(definition: Definition, group: CodeOf) -> list[Part]:
    """Return what is counted: endpoints by group and by every stratum's variable."""
    if not definition.strata:
        return []
    strata = [code_of(one, "") for one in definition.strata]
    reading = Reading.of(definition)
    return [
        *(_values(number, of) for number, of in enumerate(strata)),
        *(
            Part(f"strata/{code}", MEMBERS, ended(code, reading, (group, *strata)))
            for code in definition.endpoints
        ),
    ]


def _values(number: int, of: CodeOf) -> Part:
    return Part(f"stratum/{number}", MEMBERS, lambda row: [(of(row),)])


def stratified(
    cells: Cells, split: Split, definition: Definition
) -> dict[str, list[Counts]]:
    """Return by endpoint the counts of each stratum; empty without strata.

    Strata are the combinations of the definition's; who has an unknown value is in
    none of them.
    """
    if not definition.strata:
        return {}
    splits = [
        _split(cells, number, one) for number, one in enumerate(definition.strata)
    ]
    places = [*product(*(range(len(one.groups)) for one in splits))]
    reading = Reading.of(definition)
    found = {}
    for code in definition.endpoints:
        apart = _apart(cells[f"strata/{code}"], splits)
        found[code] = [counts_in(apart[at], split, code, reading) for at in places]
    return found


def _split(cells: Cells, number: int, grouping: Any) -> Split:
    codes = Counter({c: n for (c,), n in cells[f"stratum/{number}"].items()})
    return split_of(grouping, codes)


def _apart(
    cells: Counter[Any], splits: list[Split]
) -> dict[tuple[int | None, ...], Counter[Any]]:
    """Return the cells of each stratum, without its codes."""
    apart: dict[tuple[int | None, ...], Counter[Any]] = defaultdict(Counter)
    for (group, *codes, on, by), n in cells.items():
        pairs = zip(splits, codes, strict=True)
        apart[tuple(one.place(code) for one, code in pairs)][group, on, by] += n
    return apart
