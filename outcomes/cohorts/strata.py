"""Counts within strata, for tests that compare groups only with their like."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from outcomes.cohorts.belonging import MEMBERS, CodeOf, code_of
from outcomes.cohorts.counts import Reading, counts_among, ended
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.splits import Split, split_of
from outcomes.cohorts.tally import Cells, Part
from outcomes.estimators import Counts


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum with an endpoint's counts; ``name`` has its values in English."""

    name: str
    counts: Counts


def parts(definition: Definition, group: CodeOf) -> list[Part]:
    """Return what is counted: endpoints by group and by every stratum's variable."""
    if not definition.strata:
        return []
    strata = [code_of(one, "") for one in definition.strata]
    reading = Reading.of(definition)
    return [
        *(_values(number, of) for number, of in enumerate(strata)),
        *(
            Part(
                f"strata/{code}",
                MEMBERS,
                ended(code, reading, (group, *strata)),
                day=1 + len(strata),
            )
            for code in definition.endpoints
        ),
    ]


def _values(number: int, of: CodeOf) -> Part:
    return Part(f"stratum/{number}", MEMBERS, lambda row: [(of(row),)])


def reads(definition: Definition, paramcd: str) -> list[str]:
    """Return the parts that an endpoint's strata are made of."""
    if not definition.strata:
        return []
    values = (f"stratum/{number}" for number, _ in enumerate(definition.strata))
    return [f"strata/{paramcd}", *values]


def stratified(
    cells: Cells, split: Split, definition: Definition, paramcd: str
) -> list[Counts] | None:
    """Return an endpoint's counts of each stratum; None without strata.

    Strata are the combinations of the definition's; who has an unknown value is in
    none of them.
    """
    if not definition.strata:
        return None
    found = by_stratum(cells, split, definition, paramcd)
    return [stratum.counts for stratum in found]


def by_stratum(
    cells: Cells, split: Split, definition: Definition, paramcd: str
) -> Iterator[Stratum]:
    """Yield an endpoint's counts stratum by stratum."""
    splits = [
        _split(cells, number, one) for number, one in enumerate(definition.strata)
    ]
    reading = Reading.of(definition)
    for at in product(*(range(len(one.groups)) for one in splits)):
        parts = zip(splits, at, strict=True)
        yield Stratum(
            ", ".join(one.groups[place].label.en for one, place in parts),
            counts_among(
                cells[f"strata/{paramcd}"],
                _within(at, split, splits),
                split.keys,
                paramcd,
                reading,
            ),
        )


def _within(
    at: tuple[int, ...], split: Split, splits: list[Split]
) -> Callable[..., int | None]:
    """Return what tells the group of who is in one stratum, and None of others."""

    def place(group: Any, *codes: Any) -> int | None:
        pairs = zip(splits, codes, strict=True)
        if tuple(one.place(code) for one, code in pairs) != at:
            return None
        return split.place(group)

    return place


def _split(cells: Cells, number: int, grouping: Any) -> Split:
    codes = Counter({c: n for (c,), n in cells[f"stratum/{number}"].items()})
    return split_of(grouping, codes)
