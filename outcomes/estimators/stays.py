"""Stays in states: one row for each time that a patient spends in one state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Before day 0: at risk from the beginning, of what happens on day 0 too.
BEGINNING = -1.0


@dataclass(frozen=True, slots=True, eq=False)
class StayCounts:
    """What occupation needs of stays: counts, which add up over sets of patients.

    days : (m,) on which a stay ended
    at_risk : (m, S) just before each day
    moves : (m, S, S) who moved from (row) to (column)
    """

    states: tuple[str, ...]
    days: Floats
    at_risk: Integers
    moves: Integers

    @classmethod
    def from_cells(
        cls, begun: ArrayLike, ended: ArrayLike, *, states: Sequence[str]
    ) -> Self:
        """Count where stays begin and end.

        begun : rows of (state, day after which at risk, how many)
        ended : rows of (state, state entered or -1, day, how many)
        """
        size = len(states)
        starts = np.asarray(begun, float).reshape(-1, 3)
        stops = np.asarray(ended, float).reshape(-1, 4)
        days, column = np.unique(stops[:, 2], return_inverse=True)
        first = np.searchsorted(days, starts[:, 1], side="right")
        state, many = starts[:, 0].astype(int), starts[:, 2].astype(np.int64)
        left, to, gone = (stops[:, i].astype(np.int64) for i in (0, 1, 3))
        change = np.zeros((days.size + 1, size), np.int64)
        np.add.at(change, (first, state), many)
        np.add.at(change, (column + 1, left), -gone)
        moves = np.zeros((days.size, size, size), np.int64)
        moved = to >= 0
        np.add.at(moves, (column[moved], left[moved], to[moved]), gone[moved])
        return cls(tuple(states), days, change.cumsum(axis=0)[:-1], moves)

    @property
    def initial(self) -> Floats:
        """Return the shares of the states in which patients are first at risk."""
        return np.asarray(self.at_risk[0] / self.at_risk[0].sum())


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """Rows in order of patient and time; positions stand for states and patients.

    state, to, patient : (n,); ``to`` is -1 where the patient was last seen
    initial : (S,) shares of the states in which patients are first at risk
    """

    states: tuple[str, ...]
    start: Floats
    stop: Floats
    state: Integers
    to: Integers
    patient: Integers
    initial: Floats

    @classmethod
    def from_rows(
        cls,
        start: ArrayLike,
        stop: ArrayLike,
        state: ArrayLike,
        to: ArrayLike,
        patient: ArrayLike,
        *,
        states: Sequence[str],
    ) -> Self:
        """Order and check rows; ``occupation`` says what they are."""
        names = tuple(states)
        begun, ended = np.asarray(start, float), np.asarray(stop, float)
        _, who = np.unique(np.asarray(patient), return_inverse=True)
        place, target = _positions(state, names), _positions(to, ("", *names)) - 1
        order = np.lexsort((begun, who))
        begun, ended, place = begun[order], ended[order], place[order]
        target, who = target[order], who[order]
        _refuse_broken_paths(begun, ended, place, target, who)
        initial = _initial(begun, ended, place, len(names))
        return cls(names, begun, ended, place, target, who, initial)

    @classmethod
    def from_days(
        cls, entered: ArrayLike, last: ArrayLike, *, states: Sequence[str]
    ) -> Self:
        """Make stays of the days on which patients first entered each later state.

        Parameters
        ----------
        entered : (n, S - 1) float
            Days since time zero for ``states[1:]``, NaN when never. All are in
            ``states[0]`` at first.
        last : (n,) float
            The day on which each was last seen; what is later is not counted.
        states
            In order of progress, the last being final. Who has reached a state does
            not go back to an earlier one; of states entered on one day the later
            counts.
        """
        days, end = np.asarray(entered, float), np.asarray(last, float)
        days = np.where(np.isnan(days) | (days > end[:, None]), np.inf, days)
        later = np.minimum.accumulate(days[:, ::-1], axis=1)[:, ::-1]
        follows = np.concatenate((later, np.full((len(days), 1), np.inf)), axis=1)
        begun = np.where(days < follows[:, 1:], days, np.inf)
        begun = np.concatenate((np.full((len(days), 1), BEGINNING), begun), axis=1)
        stop = np.minimum(follows, end[:, None])
        state = np.broadcast_to(np.arange(len(states)), begun.shape)
        final = state == len(states) - 1
        patient, column = np.nonzero((begun < stop) & ~final)
        ended, moved = stop[patient, column], follows[patient, column] < np.inf
        reached = _reached(days, ended, patient)
        names = np.array(["", *states])
        return cls.from_rows(
            begun[patient, column],
            ended,
            names[1:][column],
            names[np.where(moved, reached + 2, 0)],
            patient,
            states=states,
        )

    def counts(self) -> StayCounts:
        """Return who is at risk and who moves on each day."""
        ones = np.ones(self.start.size, np.int64)
        begun = np.column_stack((self.state, self.start, ones))
        ended = np.column_stack((self.state, self.to, self.stop, ones))
        return StayCounts.from_cells(begun, ended, states=self.states)


def _reached(days: Floats, ended: Floats, patient: Integers) -> Integers:
    """Return the last column of ``days`` that holds the day on which a stay ended."""
    same = days[patient] == ended[:, None]
    return np.asarray(days.shape[1] - 1 - same[:, ::-1].argmax(axis=1))


def _positions(labels: ArrayLike, names: tuple[str, ...]) -> Integers:
    found, code = np.unique(np.asarray(labels, str), return_inverse=True)
    if unknown := [name for name in found.tolist() if name not in names]:
        raise ValueError(f"no such state: {unknown}; there are {names}")
    place = np.array([names.index(name) for name in found.tolist()], np.int64)
    return place[code] if place.size else np.zeros(0, np.int64)


def _refuse_broken_paths(
    start: Floats, stop: Floats, state: Integers, to: Integers, who: Integers
) -> None:
    if not (np.isfinite(start) & np.isfinite(stop) & (start < stop)).all():
        raise ValueError("each stay must end on a day after its start")
    if (state == to).any():
        raise ValueError("a stay cannot end by entering its own state: join the rows")
    same = who[1:] == who[:-1]
    if (same & (start[1:] < stop[:-1])).any():
        raise ValueError("the stays of a patient overlap: correct their days")
    if (same & (to[:-1] >= 0) & (to[:-1] != state[1:])).any():
        raise ValueError("a patient's next stay must be in the state that was entered")


def at_first(start: Floats, stop: Floats) -> NDArray[np.bool_]:
    """Return which rows are at risk on the first day on which a stay ended."""
    first = stop.min()
    return np.asarray((start < first) & (stop >= first))


def _initial(start: Floats, stop: Floats, state: Integers, size: int) -> Floats:
    if not start.size:
        return np.zeros(size)
    counted = np.bincount(state[at_first(start, stop)], minlength=size)
    return np.asarray(counted / counted.sum())
