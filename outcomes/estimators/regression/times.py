"""Rows of a regression and the risk sets that they form."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from outcomes.estimators.entries import late_entries

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Sums = csr_array


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """When each row was at risk, as positions among the K days with an event.

    Days with an event are told apart by stratum and increase within each.

    stop : (n,); event : (n,)
    stratum : (n,) positions
    first, last : (n,) the row is at risk on the event days first … last - 1
    day : (K,); of_stratum : (K,)
    leaving, dying, waiting : sums of rows by the last day at risk, by the day of the
        event, and by the last day before a late entry
    """

    stop: Floats
    event: Booleans
    stratum: Integers
    first: Integers
    last: Integers
    day: Floats
    of_stratum: Integers
    leaving: Sums
    dying: Sums
    waiting: Sums | None

    @classmethod
    def from_rows(
        cls,
        stop: ArrayLike,
        event: ArrayLike,
        *,
        start: ArrayLike | None = None,
        stratum: ArrayLike | None = None,
    ) -> Self:
        """Find the risk sets of rows at risk on (start, stop].

        Raises
        ------
        ValueError
            If a day is negative or not finite, an event is neither 0 nor 1, a start
            is not before its stop, or lengths differ.
        """
        ended, happened = np.asarray(stop, float), np.asarray(event)
        if ended.ndim != 1 or happened.shape != ended.shape:
            raise ValueError(f"stop {ended.shape} and event {happened.shape} differ")
        if not np.isfinite(ended).all() or (ended < 0).any():
            raise ValueError("days must be finite and >= 0: correct or leave out rows")
        if not np.isin(happened, (0, 1)).all():
            raise ValueError(f"events must be 0 or 1, got {np.unique(happened)}")
        begun = late_entries(start, ended)
        layer = _positions(stratum, ended.size)
        took = happened.astype(bool)
        days, ranks = np.unique(ended[took], return_inverse=True)
        cells, _ = np.unique(layer[took] * max(days.size, 1) + ranks, return_index=True)
        # Cells are ordered by stratum, then by day: one search places every row.
        base = layer * days.size
        last = np.searchsorted(cells, base + np.searchsorted(days, ended, "right"))
        since = np.zeros(ended.size, int)
        if begun is not None:
            since = np.searchsorted(days, begun, "right")
        first = np.searchsorted(cells, base + since)
        where = np.divmod(cells, max(days.size, 1))
        opening = np.searchsorted(where[0], layer)
        late, seen, size = first > opening, last > first, cells.size
        return cls(
            ended,
            took,
            layer,
            first,
            last,
            days[where[1]],
            where[0],
            _sums_by(last - 1, seen, size),
            _sums_by(last - 1, took, size),
            _sums_by(first - 1, seen & late, size) if late.any() else None,
        )

    @property
    def n_days(self) -> int:
        """Return K, the days with an event over all strata."""
        return int(self.day.size)

    def sums(self, values: Floats) -> Floats:
        """Return the sum of ``values`` (n, …) over each day's risk set, (K, …)."""
        total = self._suffix(np.asarray(self.leaving @ values))
        if self.waiting is not None:
            total = total - self._suffix(np.asarray(self.waiting @ values))
        return total

    def events(self, values: Floats) -> Floats:
        """Return the sum of ``values`` (n, …) over each day's events, (K, …)."""
        return np.asarray(self.dying @ values)

    def spans(self, steps: Floats) -> Floats:
        """Return the sum of ``steps`` (K, …) over the days at risk of each row."""
        total = np.concatenate((np.zeros((1, *steps.shape[1:])), steps.cumsum(axis=0)))
        return np.asarray(total[self.last] - total[self.first])

    def _suffix(self, values: Floats) -> Floats:
        """Return sums from each day to the end of its stratum."""
        total = np.empty_like(values)
        strata = int(self.stratum.max(initial=-1)) + 1
        edges = np.searchsorted(self.of_stratum, np.arange(strata + 1))
        for low, high in pairwise(edges):
            total[low:high] = values[low:high][::-1].cumsum(axis=0)[::-1]
        return total


def _sums_by(place: Integers, kept: Booleans, size: int) -> Sums:
    """Return the matrix (size, n) that adds up the kept rows by their place."""
    rows = np.flatnonzero(kept)
    cells = (np.ones(rows.size), (place[rows], rows))
    return csr_array(cells, shape=(size, kept.size))


def _positions(labels: ArrayLike | None, n: int) -> Integers:
    if labels is None:
        return np.zeros(n, np.int64)
    _, place = np.unique(np.asarray(labels), return_inverse=True)
    if place.shape != (n,):
        raise ValueError(f"give one stratum a row: {place.shape} instead of {(n,)}")
    return np.asarray(place, np.int64)
