"""Rows as they are counted: labels to positions, days within rounding, refusals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


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


def weights(multiplicity: ArrayLike | None, n: int) -> Integers:
    """Return how many patients each row stands for, one unless said."""
    if multiplicity is None:
        return np.ones(n, np.int64)
    return np.asarray(multiplicity)


def codes(
    group: ArrayLike | None, groups: Sequence[str] | None, n: int
) -> tuple[tuple[str, ...], Integers]:
    """Return the groups in order and the position of each row's group among them."""
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


def refuse_bad_rows(
    day: Floats,
    cause: NDArray[np.generic],
    code: Integers,
    many: Integers,
    *,
    n_causes: int,
    n_groups: int,
) -> None:
    """Refuse what cannot be counted, so that no row is dropped in silence."""
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
