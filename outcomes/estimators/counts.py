"""Counts by group, day and cause: all that non-parametric survival results need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.entries import Entries, late_entries
from outcomes.estimators.rows import codes, refuse_bad_rows, weights

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many patients of each group left follow-up on each day, and why.

    Counts of disjoint sets of patients add up (``a + b``), so a registry can count
    by centre or by shard, or let the database do it with GROUP BY.

    groups : K labels
    days : (m,) distinct and increasing, days since time zero; may be fractional
    events : (K, n_causes, m) patients whose first event was of this cause
    censored : (K, m) patients last seen on this day without an event
    entries : who entered late; None when all are there from the beginning
    """

    groups: tuple[str, ...]
    days: Floats
    events: Integers
    censored: Integers
    entries: Entries | None = None

    @classmethod
    def from_rows(
        cls,
        day: ArrayLike,
        cause: ArrayLike,
        group: ArrayLike | None = None,
        *,
        n_causes: int,
        groups: Sequence[str] | None = None,
        multiplicity: ArrayLike | None = None,
        entry: ArrayLike | None = None,
    ) -> Counts:
        """Count rows of (day, cause, group), each standing for one patient or more.

        Parameters
        ----------
        day : (n,) float
            Days to the first event or to the last contact, finite and >= 0.
        cause : (n,) int
            0 = censored, 1..n_causes = the event.
        group : (n,), optional
            Labels, or positions in ``groups``; absent means one group, ``all``.
        n_causes : int
            Declared, never inferred: a cause without events keeps its zeros.
        groups : optional
            All groups that there are, so that an empty one is seen to be empty;
            absent means those that occur, sorted as text.
        multiplicity : (n,) int, optional
            How many patients each row stands for; absent means one.
        entry : (n,) float, optional
            The row is at risk on (entry, day]; below 0, or absent, means from the
            beginning, day 0 included.

        Raises
        ------
        ValueError
            If a day is negative or not finite, a cause outside 0..n_causes, a group
            unknown, an entry not before its day, or lengths differ. Rows are never
            dropped in silence.
        """
        days, causes = np.asarray(day, float), np.asarray(cause)
        many = weights(multiplicity, days.size)
        names, place = codes(group, groups, days.size)
        refuse_bad_rows(
            days, causes, place, many, n_causes=n_causes, n_groups=len(names)
        )
        entries = late_entries(entry, days)
        distinct, column = np.unique(days, return_inverse=True)
        shape = (len(names), n_causes + 1, distinct.size)
        cells = np.zeros(shape, np.int64)
        if days.size:
            cell = np.ravel_multi_index((place, causes.astype(int), column), shape)
            cells.reshape(-1)[:] = np.bincount(cell, many, cells.size)
        counts = cls(names, distinct, cells[:, 1:, :], cells[:, 0, :])
        if entries is None:
            return counts
        late = entries >= 0
        kept = (entries[late], place[late], many[late])
        return replace(counts, entries=Entries.from_rows(*kept, len(names)))

    @property
    def n_causes(self) -> int:
        """Return how many causes were declared."""
        return int(self.events.shape[1])

    @property
    def n(self) -> Integers:
        """Return the patients of each group, (K,)."""
        return np.asarray(self.leaving.sum(axis=1))

    @property
    def any_event(self) -> Integers:
        """Return the events of all causes together, (K, m)."""
        return np.asarray(self.events.sum(axis=1))

    @property
    def leaving(self) -> Integers:
        """Return the patients who leave on each day, by event or censoring, (K, m)."""
        return np.asarray(self.any_event + self.censored)

    @property
    def at_risk(self) -> Integers:
        """Return the patients at risk just before each day, (K, m).

        Events and censorings of one day share its risk set; who enters on a day is
        not yet in it.
        """
        staying = self.leaving[:, ::-1].cumsum(axis=1)[:, ::-1]
        if self.entries is not None:
            staying = staying - self.entries.waiting(self.days)
        return np.asarray(staying)

    def of(self, *groups: str) -> Counts:
        """Return the counts of these groups alone, on the days that they have."""
        if unknown := [name for name in groups if name not in self.groups]:
            raise ValueError(f"no such group: {unknown}; there are {self.groups}")
        rows = [self.groups.index(name) for name in groups]
        entries = None if self.entries is None else self.entries.of(rows)
        return Counts(
            groups, self.days, self.events[rows], self.censored[rows], entries
        )._on_days_with_patients()

    def pooled(self, name: str = "all") -> Counts:
        """Return all groups together as one."""
        return Counts(
            (name,),
            self.days,
            self.events.sum(axis=0, keepdims=True),
            self.censored.sum(axis=0, keepdims=True),
            None if self.entries is None else self.entries.pooled(),
        )

    def __add__(self, other: Counts) -> Counts:
        """Return the counts of two disjoint sets of patients together."""
        if self.n_causes != other.n_causes:
            raise ValueError(
                f"{self.n_causes} and {other.n_causes} causes do not add up: "
                "declare the same causes in every part"
            )
        groups = tuple(sorted({*self.groups, *other.groups}))
        parts = [part._cells(groups) for part in (self, other)]
        day, cause, group, many = (np.concatenate(x) for x in zip(*parts, strict=True))
        both = Counts.from_rows(
            day, cause, group, n_causes=self.n_causes, groups=groups, multiplicity=many
        )
        return replace(both, entries=_joined((self, other), groups))

    def _cells(self, groups: tuple[str, ...]) -> tuple[NDArray[np.generic], ...]:
        """Return the cells that are not zero as day, cause, group, multiplicity."""
        cells = np.concatenate((self.censored[:, None, :], self.events), axis=1)
        group, cause, column = np.nonzero(cells)
        codes = np.array([groups.index(name) for name in self.groups], int)
        return self.days[column], cause, codes[group], cells[group, cause, column]

    def _on_days_with_patients(self) -> Counts:
        kept = self.leaving.any(axis=0)
        return replace(
            self,
            days=self.days[kept],
            events=self.events[..., kept],
            censored=self.censored[:, kept],
        )


def _joined(parts: Sequence[Counts], groups: tuple[str, ...]) -> Entries | None:
    """Return the late entries of all parts together."""
    found = []
    for part in parts:
        if part.entries is not None:
            day, group, many = part.entries.cells()
            codes = np.array([groups.index(name) for name in part.groups], int)
            found.append((day, codes[group], many))
    if not found:
        return None
    columns = [np.concatenate(x) for x in zip(*found, strict=True)]
    return Entries.from_rows(columns[0], columns[1], columns[2], len(groups))
