"""A grouping whose groups are known: from the code of a cell to its group."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from outcomes.cohorts.definition import Grouping
from outcomes.cohorts.members import (
    EVERYONE,
    Group,
    between,
    groups_by_value,
    reached,
)
from outcomes.cohorts.rules import Point
from outcomes.cohorts.spread import quantiles


@dataclass(frozen=True, slots=True)
class Split:
    """Groups in reading order; ``place`` finds the group of a code, None of unknown.

    at : the points at which numbers were cut
    """

    groups: list[Group]
    place: Callable[[Any], int | None]
    at: tuple[Point, ...] = ()

    @property
    def keys(self) -> list[str]:
        """Return the groups' keys."""
        return [group.key for group in self.groups]

    def key_of(self, code: Any) -> str | None:
        """Return the key of a code's group, None where there is none."""
        place = self.place(code)
        return None if place is None else self.groups[place].key


def split_of(grouping: Grouping | None, codes: Counter[Any], index: str = "") -> Split:
    """Return the groups of a grouping; ``codes`` is how often each code occurs.

    ``index`` is given for the main groups, which may follow a later state.
    """
    if grouping is None or grouping.time_dependent:
        return Split([EVERYONE], lambda _code: 0)
    variable = grouping.variable
    if (since := variable.since.get(index)) and grouping.landmark:
        return Split(reached(grouping, since), lambda there: 0 if there else 1)
    if variable.ordered and grouping.parts:
        known = {code: n for code, n in codes.items() if code is not None}
        shares = [i / grouping.parts for i in range(1, grouping.parts)]
        at = tuple(sorted(set(quantiles(known, shares))))
        return Split(between(variable.column, at), _among(at), at)
    if variable.ordered:
        points = grouping.points
        return Split(between(variable.column, points), lambda place: place, points)
    groups = groups_by_value(grouping, {c for c in codes if c is not None})
    places = {group.lookups[variable.column]: i for i, group in enumerate(groups)}
    return Split(groups, places.get)


def _among(at: tuple[Point, ...]) -> Callable[[Any], int | None]:
    """Return what finds the place of a raw value between cuts that the data gave."""
    if not at:
        return lambda _value: None
    return lambda value: None if value is None else bisect_left(at, value)
