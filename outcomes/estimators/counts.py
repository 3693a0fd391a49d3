"""Counts by group, day and cause: all that non-parametric survival results need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    """

    groups: tuple[str, ...]
    days: Floats
    events: Integers
    censored: Integers

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

        Raises
        ------
        ValueError
            If a day is negative or not finite, a cause outside 0..n_causes, a group
            unknown, or lengths differ. Rows are never dropped in silence.
        """
        days, causes = np.asarray(day, float), np.asarray(cause)
        weights = _weights(multiplicity, days.size)
        names, codes = _codes(group, groups, days.size)
        _refuse_bad_rows(
            days, causes, codes, weights, n_causes=n_causes, n_groups=len(names)
        )
        distinct, column = np.unique(days, return_inverse=True)
        shape = (len(names), n_causes + 1, distinct.size)
        cells = np.zeros(shape, np.int64)
        if days.size:
            place = np.ravel_multi_index((codes, causes.astype(int), column), shape)
            cells.reshape(-1)[:] = np.bincount(place, weights, cells.size)
        return cls(names, distinct, cells[:, 1:, :], cells[:, 0, :])

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

        Events and censorings of one day share its risk set.
        """
        return np.asarray(self.leaving[:, ::-1].cumsum(axis=1)[:, ::-1])

    def of(self, *groups: str) -> Counts:
        """Return the counts of these groups alone, on the days that they have."""
        if unknown := [name for name in groups if name not in self.groups]:
            raise ValueError(f"no such group: {unknown}; there are {self.groups}")
        rows = [self.groups.index(name) for name in groups]
        return Counts(
            groups, self.days, self.events[rows], self.censored[rows]
        )._on_days_with_patients()

    def pooled(self, name: str = "all") -> Counts:
        """Return all groups together as one."""
        return Counts(
            (name,),
            self.days,
            self.events.sum(axis=0, keepdims=True),
            self.censored.sum(axis=0, keepdims=True),
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
        return Counts.from_rows(
            day, cause, group, n_causes=self.n_causes, groups=groups, multiplicity=many
        )

    def _cells(self, groups: tuple[str, ...]) -> tuple[NDArray[np.generic], ...]:
        """Return the cells that are not zero as day, cause, group, multiplicity."""
        cells = np.concatenate((self.censored[:, None, :], self.events), axis=1)
        group, cause, column = np.nonzero(cells)
        codes = np.array([groups.index(name) for name in self.groups], int)
        return self.days[column], cause, codes[group], cells[group, cause, column]

    def _on_days_with_patients(self) -> Counts:
        kept = self.leaving.any(axis=0)
        return Counts(
            self.groups, self.days[kept], self.events[..., kept], self.censored[:, kept]
        )


def merge_near_ties(day: ArrayLike) -> Floats:
    """Give days that differ by rounding alone (1.5e-8, as R does) one value.

    0.1 + 0.2 and 0.3 are one day; whole days are never changed. Each run of days
    closer than the tolerance, absolute or relative to the mean day, takes its first.
    """
    days = np.asarray(day, float)
    distinct, column = np.unique(days, return_inverse=True)
    if distinct.size < 2:
        return days
    tolerance = np.sqrt(np.finfo(float).eps)
    step = np.diff(distinct)
    tied = (step <= tolerance) | (step <= tolerance * np.abs(distinct).mean())
    run = np.concatenate(([0], np.cumsum(~tied)))
    firsts = distinct[np.concatenate(([True], ~tied))]
    return np.asarray(firsts[run][column])


def _weights(multiplicity: ArrayLike | None, n: int) -> Integers:
    if multiplicity is None:
        return np.ones(n, np.int64)
    return np.asarray(multiplicity)


def _codes(
    group: ArrayLike | None, groups: Sequence[str] | None, n: int
) -> tuple[tuple[str, ...], Integers]:
    if group is None:
        names = ("all",) if groups is None else tuple(groups)
        if len(names) != 1:
            raise ValueError(f"say which of {names} each row belongs to")
        return names, np.zeros(n, np.int64)
    labels = np.asarray(group)
    if groups is not None and labels.dtype.kind in "iu":
        return tuple(groups), labels.astype(np.int64)
    distinct, code = np.unique(labels.astype(str), return_inverse=True)
    names = tuple(distinct.tolist()) if groups is None else tuple(groups)
    if unknown := [name for name in distinct.tolist() if name not in names]:
        raise ValueError(f"no such group: {unknown}; there are {names}")
    place = np.array([names.index(name) for name in distinct.tolist()], np.int64)
    return names, place[code] if place.size else np.zeros(0, np.int64)


def _refuse_bad_rows(
    day: Floats,
    cause: NDArray[np.generic],
    code: Integers,
    many: Integers,
    *,
    n_causes: int,
    n_groups: int,
) -> None:
    if not day.shape == cause.shape == code.shape == many.shape or day.ndim != 1:
        raise ValueError(
            f"day {day.shape}, cause {cause.shape}, group {code.shape} and "
            f"multiplicity {many.shape} must have one length"
        )
    if code.size and (code.min() < 0 or code.max() >= n_groups):
        raise ValueError(f"no such group: positions must be in 0..{n_groups - 1}")
    if not np.isfinite(day).all() or (day < 0).any():
        raise ValueError("days must be finite and >= 0: correct or leave out the rows")
    if not np.isin(cause, np.arange(n_causes + 1)).all():
        raise ValueError(f"causes must be in 0..{n_causes}, got {np.unique(cause)}")
    if (many < 0).any() or (many != np.floor(many)).any():
        raise ValueError("multiplicity must be whole numbers >= 0")
