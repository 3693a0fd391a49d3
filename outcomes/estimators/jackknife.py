"""Standard errors of state occupation by the infinitesimal jackknife."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.stays import Stays, at_first

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def influence_errors(
    stays: Stays, days: Floats, at_risk: Integers, moves: Integers
) -> Floats:
    """Return the root of the sum of patients' squared influence, (S,).

    days, at_risk, moves : those up to the day on which occupation is read

    A stay moves the estimate by what it adds to each day's I + dA, carried on by the
    steps that follow: sums over the days of a stay are differences of one cumulative
    sum, so the work grows with the stays and not with their days.

    Source: Therneau TM, R survival, survfit(id=), "Methods" vignette; Jaeckel LA,
    Bell Laboratories MM 72-1215-11, 1972.
    """
    share = moves / np.maximum(at_risk, 1)[:, :, None]
    share -= share.sum(axis=2)[:, :, None] * np.eye(stays.initial.size)
    before, after = _around(stays.initial, share)
    weight = before / np.maximum(at_risk, 1)
    lost = weight[:, :, None] * (share @ after[1:])
    lost = np.concatenate((np.zeros((1, *lost.shape[1:])), lost.cumsum(axis=0)))
    first = np.searchsorted(days, stays.start, side="right")
    end = np.searchsorted(days, stays.stop, side="right")
    moved = lost[first, stays.state] - lost[end, stays.state]
    ends = np.flatnonzero((stays.to >= 0) & (end > 0) & _on(days, stays.stop, end))
    step, own, to = end[ends] - 1, stays.state[ends], stays.to[ends]
    gain = after[step + 1, to] - after[step + 1, own]
    moved[ends] += weight[step, own][:, None] * gain
    moved += _from_the_start(stays) @ after[0]
    total = np.zeros((stays.patient.max() + 1, stays.initial.size))
    np.add.at(total, stays.patient, moved)
    return np.asarray(np.sqrt((total**2).sum(axis=0)))


def _around(initial: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Return occupation before each step (m, S) and the steps from each on (m+1)."""
    m, size = share.shape[:2]
    matrices = share + np.eye(size)
    before, after = np.empty((m, size)), np.empty((m + 1, size, size))
    here, rest = initial, np.eye(size)
    after[m] = rest
    for i in range(m):
        before[i], here = here, here @ matrices[i]
        rest = matrices[m - 1 - i] @ rest
        after[m - 1 - i] = rest
    return before, after


def _on(days: Floats, stop: Floats, end: Integers) -> NDArray[np.bool_]:
    """Return which stays end on one of ``days`` and not after the last of them."""
    return np.asarray(days[np.maximum(end - 1, 0)] == stop) if days.size else end > 0


def _from_the_start(stays: Stays) -> Floats:
    """Return how each stay moves the initial shares, (n, S)."""
    counted = at_first(stays.start, stays.stop)
    own = np.eye(stays.initial.size)[stays.state] - stays.initial
    return np.asarray(own * counted[:, None] / counted.sum())
