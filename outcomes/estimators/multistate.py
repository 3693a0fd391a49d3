"""Multi-state occupation: the probability of being in each state on each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.area import steps_until
from outcomes.estimators.jackknife import influence_errors
from outcomes.estimators.reason import NO_PATIENTS, NotEstimable
from outcomes.estimators.stays import StayCounts, Stays

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Occupation:
    """Step functions, right-continuous; the initial shares before the first day.

    states : S labels
    days : (m,) on which a stay ended
    at_risk : (m, S) just before each day
    moves : (m, S, S) patients who moved from (row) to (column)
    initial : (S,) shares on day 0
    probability : (m, S), adding up to 1 on each day
    greenwood : (m, S, S) covariance by the delta method, the initial shares taken as
        fixed; R etm's
    stays : what was counted; None where only counts were given
    """

    states: tuple[str, ...]
    days: Floats
    at_risk: Integers
    moves: Integers
    initial: Floats
    probability: Floats
    greenwood: Floats
    stays: Stays | None

    def at(self, day: float) -> Floats:
        """Return the probability of each state on ``day``, (S,)."""
        step = int(np.searchsorted(self.days, day, side="right")) - 1
        return self.initial if step < 0 else np.asarray(self.probability[step])

    def at_risk_on(self, day: float) -> Integers:
        """Return who is at risk in each state just before ``day``, (S,).

        Like R, those at risk on the next day on which a stay ended.
        """
        step = int(np.searchsorted(self.days, day))
        none = np.zeros(len(self.states), np.int64)
        return none if step == self.days.size else np.asarray(self.at_risk[step])

    def std_err(self, day: float) -> Floats:
        """Return the infinitesimal-jackknife standard errors on ``day``, (S,).

        Patients, not stays, are the unit, and the initial shares count as estimated:
        R survival's ``survfit(id=)``.
        """
        if self.stays is None:
            raise ValueError("standard errors need each patient's stays, not counts")
        upto = self.days <= day
        return influence_errors(
            self.stays, self.days[upto], self.at_risk[upto], self.moves[upto]
        )

    def mean_days(self, tau: float) -> Floats:
        """Return the mean days in each state within the first ``tau`` days, (S,)."""
        width, height = steps_until(tau, self.days, self.initial, self.probability)
        return np.asarray(width @ height)


def occupation(
    start: ArrayLike,
    stop: ArrayLike,
    state: ArrayLike,
    to: ArrayLike,
    patient: ArrayLike,
    *,
    states: Sequence[str],
) -> Occupation | NotEstimable:
    """Estimate state occupation from stays: one row for each time in one state.

    Parameters
    ----------
    start, stop : (n,) float
        Days since time zero; at risk in ``state`` on (start, stop].
    state : (n,) str
        The state of the stay.
    to : (n,) str
        The state entered on ``stop``; empty when the patient was last seen then.
    patient : (n,)
        Who; the rows of a patient follow on one another without overlap.
    states
        All states in order.

    Aalen-Johansen: the product over days of I + dA. It needs no Markov assumption
    for occupation when censoring does not depend on the path.

    Raises
    ------
    ValueError
        If a stay does not end after its start, states are unknown, or the stays of a
        patient overlap or do not continue in the state that was entered.

    Source: Aalen OO, Johansen S. Scand J Stat 1978;5:141-150; Datta S, Satten GA.
    Stat Probab Lett 2001;55:403-411; covariance Andersen PK et al., Statistical
    Models Based on Counting Processes, 1993, IV.4.2.
    """
    return occupation_of(
        Stays.from_rows(start, stop, state, to, patient, states=states)
    )


def occupation_of(stays: Stays) -> Occupation | NotEstimable:
    """Estimate state occupation from stays that are already ordered and checked."""
    return occupation_from(stays.counts(), stays)


def occupation_from(
    counts: StayCounts, stays: Stays | None = None
) -> Occupation | NotEstimable:
    """Estimate state occupation from counts; standard errors need the ``stays``."""
    if counts.days.size == 0:
        return NO_PATIENTS
    initial = counts.initial
    probability, greenwood = _aalen_johansen(initial, counts.at_risk, counts.moves)
    return Occupation(
        counts.states,
        counts.days,
        counts.at_risk,
        counts.moves,
        initial,
        probability,
        greenwood,
        stays,
    )


def steps(at_risk: Integers, moves: Integers) -> Floats:
    """Return the matrices I + dA of each day, (m, S, S)."""
    share = moves / np.maximum(at_risk, 1)[:, :, None]
    staying = 1 - share.sum(axis=2)
    return np.asarray(share + staying[:, :, None] * np.eye(at_risk.shape[1]))


def _aalen_johansen(
    initial: Floats, at_risk: Integers, moves: Integers
) -> tuple[Floats, Floats]:
    """Return occupation (m, S) and its covariance (m, S, S)."""
    matrices, spread = steps(at_risk, moves), _spread(at_risk, moves)
    size = initial.size
    probability = np.empty((len(matrices), size))
    covariance = np.empty((len(matrices), size, size))
    here, around = initial, np.zeros((size, size))
    for i, matrix in enumerate(matrices):
        fresh = (here[:, None, None] ** 2 * spread[i]).sum(axis=0)
        around = matrix.T @ around @ matrix + fresh
        here = here @ matrix
        probability[i], covariance[i] = here, around
    return probability, covariance


def _spread(at_risk: Integers, moves: Integers) -> Floats:
    """Return the multinomial covariance of each state's moves, (m, S, S, S)."""
    staying = at_risk - moves.sum(axis=2)
    size = at_risk.shape[1]
    ends = moves + staying[:, :, None] * np.eye(size, dtype=int)
    n = np.maximum(at_risk, 1).astype(float)[:, :, None, None]
    own = ends[..., None] * np.eye(size)
    return np.asarray((own - ends[..., None] * ends[..., None, :] / n) / n**2)
