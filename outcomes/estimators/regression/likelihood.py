"""Cox's partial likelihood with Efron's or Breslow's ties, by cumulative sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.regression.newton import Point
from outcomes.estimators.regression.times import Times

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SumTies = Literal["efron", "breslow"]


@dataclass(frozen=True, slots=True, eq=False)
class Hazards:
    """One row for each event: what Efron leaves of its day's risk set.

    on : (E,) the event's position among the K days
    out : (E,) the share of the day's events that is taken out, 0 with Breslow
    inverse : (E,) 1 / (sum of hazards left)
    mean : (E, p) the mean covariates of those left
    hazard : (n,) exp(linear predictor), up to one factor
    """

    on: Integers
    out: Floats
    inverse: Floats
    mean: Floats
    hazard: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PartialLikelihood:
    """The partial likelihood of these rows; ``matrix`` is (n, p)."""

    times: Times
    matrix: Floats
    ties: SumTies

    def __call__(self, beta: Floats) -> Point:
        """Return the likelihood at ``beta`` with its derivatives."""
        predictor = self.matrix @ beta
        highest = float(predictor.max(initial=0))
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            sets = self.hazards(predictor - highest)
            shown = predictor[self.times.event] - highest
            likelihood = float(shown.sum() + np.log(sets.inverse).sum())
            score = self.matrix[self.times.event].sum(axis=0) - sets.mean.sum(axis=0)
            information = self.information(sets, np.ones(self.times.n_days))
        return Point(beta, likelihood, score, information)

    def hazards(self, predictor: Floats) -> Hazards:
        """Return what is left of the risk set at each event."""
        times, hazard = self.times, np.exp(predictor)
        on, out = _tied(times, self.ties)
        dying = np.where(times.event, hazard, 0.0)
        total = times.sums(hazard)[on] - out * times.events(dying)[on]
        weighted = hazard[:, None] * self.matrix
        sums = times.sums(weighted)[on]
        if out.any():
            sums = sums - out[:, None] * times.events(weighted)[on]
        return Hazards(on, out, 1 / total, sums / total[:, None], hazard)

    def information(self, sets: Hazards, weight: Floats) -> Floats:
        """Return the sum over events of their variance matrix times ``weight`` (K,)."""
        of_event = weight[sets.on]
        spread = self.exposure(sets, sets.inverse * of_event) * sets.hazard
        second = (self.matrix * spread[:, None]).T @ self.matrix
        return np.asarray(second - (sets.mean * of_event[:, None]).T @ sets.mean)

    def exposure(self, sets: Hazards, at_event: Floats) -> Floats:
        """Return the sum of ``at_event`` (E, …) over each row's time at risk, (n, …).

        On its own day an event counts for the share in which it is left.
        """
        total = self.times.spans(by_day(sets, at_event, self.times.n_days))
        if sets.out.any():
            share = sets.out if at_event.ndim == 1 else sets.out[:, None]
            taken = by_day(sets, share * at_event, self.times.n_days)
            died = self.times.event
            total[died] -= taken[self.times.last[died] - 1]
        return total


def by_day(sets: Hazards, at_event: Floats, n_days: int) -> Floats:
    """Return the sums of values by event (E, …) on each day, (K, …)."""
    total = np.zeros((n_days, *at_event.shape[1:]))
    np.add.at(total, sets.on, at_event)
    return total


def _tied(times: Times, ties: SumTies) -> tuple[Integers, Floats]:
    """Return each event's day, and the share of its day's events that went before."""
    died = np.bincount(times.last[times.event] - 1, minlength=times.n_days)
    on = np.repeat(np.arange(died.size), died)
    if ties == "breslow":
        return on, np.zeros(on.size)
    before = np.arange(on.size) - np.repeat(died.cumsum() - died, died)
    return on, before / died[on]
