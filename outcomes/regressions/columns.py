"""The rows of a regression as a design: reference levels, states begun on the way."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outcomes.cohorts.members import Group
from outcomes.estimators.regression import Design
from outcomes.regressions.rows import Column, Rows

# Days begin here: a patient is at risk from day 0 on, so that events on it count.
BEFORE_ALL = -1.0
YES, NO = "true", "false"


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """Rows on (start, stop], one for each time in which no state began.

    row : (m,) positions among the rows; event : (m,) whether the cause came then
    there : by variable, (m,) whether the state had begun
    """

    row: NDArray[np.int64]
    start: NDArray[np.float64]
    stop: NDArray[np.float64]
    event: NDArray[np.bool_]
    there: dict[str, NDArray[np.bool_]]

    @property
    def split(self) -> bool:
        """Tell whether any covariate is a state."""
        return bool(self.there)


def stretches(rows: Rows, event: NDArray[np.bool_]) -> Stretches:
    """Cut each row on the day on which a state began; that day is still before it.

    Source: Simon R, Makuch RW. Stat Med 1984;3:35-44; rows as in R survival, tmerge.
    """
    size = rows.day.size
    whole = Stretches(np.arange(size), np.full(size, BEFORE_ALL), rows.day, event, {})
    for column in rows.columns:
        if column.term.state:
            whole = _cut(whole, column.term.variable.name, column.values)
    return whole


def _cut(before: Stretches, name: str, since: NDArray[np.float64]) -> Stretches:
    began = since[before.row]
    inside = (began > before.start) & (began < before.stop)
    already = began <= before.start
    first = replace(
        before,
        stop=np.where(inside, began, before.stop),
        event=before.event & ~inside,
        there={**before.there, name: already},
    )
    later = replace(
        before,
        start=np.where(inside, began, before.start),
        there={**before.there, name: np.ones(before.row.size, bool)},
    )
    parts = (first, _only(later, inside))
    return Stretches(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.stop for part in parts]),
        np.concatenate([part.event for part in parts]),
        {key: np.concatenate([p.there[key] for p in parts]) for key in first.there},
    )


def _only(stretch: Stretches, kept: NDArray[np.bool_]) -> Stretches:
    return Stretches(
        stretch.row[kept],
        stretch.start[kept],
        stretch.stop[kept],
        stretch.event[kept],
        {name: there[kept] for name, there in stretch.there.items()},
    )


def levels_of(column: Column) -> list[Group]:
    """Return the levels that anybody has, the reference first."""
    there = set(column.values.tolist())
    groups = [group for group in column.groups if group.key in there]
    if not groups:
        return []
    keys = [group.key for group in groups]
    asked = column.term.reference
    most = max(groups, key=lambda g: int((column.values == g.key).sum())).key
    if column.term.variable.ordered:
        most = keys[0]
    elif NO in keys and not column.term.variable.codes:
        most = NO
    first = groups[keys.index(asked if asked in keys else most)]
    return [first, *(group for group in groups if group is not first)]


def design_of(columns: tuple[Column, ...], split: Stretches) -> Design:
    """Return the design of these covariates, named ``variable=level`` as in scripts."""
    names: list[str] = []
    found: list[NDArray[np.float64]] = []
    terms: dict[str, tuple[int, ...]] = {}
    for column in columns:
        own = _columns(column, split)
        terms[column.term.variable.name] = tuple(
            range(len(names), len(names) + len(own))
        )
        names += own
        found += own.values()
    empty = np.empty((split.row.size, 0))
    return Design(tuple(names), np.column_stack(found) if found else empty, terms)


def _columns(column: Column, split: Stretches) -> dict[str, NDArray[np.float64]]:
    name = column.term.variable.name
    if column.term.state:
        return {f"{name}={YES}": split.there[name].astype(float)}
    values = column.values[split.row]
    if column.term.grouping is None:
        return {name: values.astype(float)}
    return {
        f"{name}={group.key}": (values == group.key).astype(float)
        for group in levels_of(column)[1:]
    }
