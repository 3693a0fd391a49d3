"""Delayed entry: patients who come under observation after day 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """How many patients of each group entered late, and after which day.

    A patient is at risk on (entry, exit]: not yet on the day of entry itself.

    days : (e,) distinct and increasing; entered : (K, e)
    """

    days: Floats
    entered: Integers

    @classmethod
    def from_rows(
        cls, entry: Floats, group: Integers, many: Integers, n_groups: int
    ) -> Self:
        """Count rows of (entry, position of the group, patients)."""
        days, column = np.unique(entry, return_inverse=True)
        cells = np.zeros((n_groups, days.size), np.int64)
        np.add.at(cells, (group, column), many)
        return cls(days, cells)

    def waiting(self, days: Floats | Sequence[float]) -> Integers:
        """Return who has yet to enter on each of ``days``, (K, len(days))."""
        after = self.entered[:, ::-1].cumsum(axis=1)[:, ::-1]
        padded = np.pad(after, ((0, 0), (0, 1)))
        return np.asarray(padded[:, np.searchsorted(self.days, days)])

    def of(self, rows: Sequence[int]) -> Entries:
        """Return the entries of these groups alone."""
        return Entries(self.days, self.entered[list(rows)])

    def pooled(self) -> Entries:
        """Return all groups together as one."""
        return Entries(self.days, self.entered.sum(axis=0, keepdims=True))

    def cells(self) -> tuple[Floats, Integers, Integers]:
        """Return the cells that are not zero as day, position of group, patients."""
        group, column = np.nonzero(self.entered)
        return self.days[column], group, self.entered[group, column]


def late_entries(entry: ArrayLike | None, day: Floats) -> Floats | None:
    """Return the days of entry, None when everyone is there from the beginning.

    Raises
    ------
    ValueError
        If an entry is not a number or not before the row's last day.
    """
    if entry is None:
        return None
    entries = np.asarray(entry, float)
    if entries.shape != day.shape:
        raise ValueError(f"entry {entries.shape} and day {day.shape} differ in length")
    if not (entries < day).all():
        raise ValueError(
            "each entry must be a day before the row's last: a patient is at risk "
            "after the entry, up to and on the last day"
        )
    return entries if (entries >= 0).any() else None
