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
    """The risk set of each of the K days, and what Efron leaves of it at each event.

    hazard : (n,) exp(linear predictor), up to one factor
    sums, dying : (K, p) hazard times covariates of all at risk, and of the events
    on : (E,) the event's position among the K days, in order
    out : (E,) the share of the day's events that is taken out, 0 with Breslow
    inverse : (E,) 1 / (sum of hazards left)
    """

    hazard: Floats
    sums: Floats
    dying: Floats
    on: Integers
    out: Floats
    inverse: Floats

    def by_day(self, at_event: Floats) -> Floats:
        """Return the sums of values by event (E,) on each day, (K,)."""
        return np.asarray(np.bincount(self.on, at_event, len(self.sums)), float)

    def means(self, weight: Floats) -> Floats:
        """Return each day's sum of ``weight`` (E,) times the mean covariates, (K, p).

        The mean is of those left in the risk set at each event.
        """
        left = weight * self.inverse
        whole, taken = self.by_day(left), self.by_day(left * self.out)
        return np.asarray(whole[:, None] * self.sums - taken[:, None] * self.dying)


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
            own = self.matrix[self.times.event].sum(axis=0)
            score = own - sets.means(np.ones(sets.on.size)).sum(axis=0)
            information = self.information(sets, np.ones(self.times.n_days))
        return Point(beta, likelihood, score, information)

    def hazards(self, predictor: Floats) -> Hazards:
        """Return the risk sets, and what is left of them at each event."""
        times, hazard = self.times, np.exp(predictor)
        on, out = _tied(times, self.ties)
        values = np.column_stack((hazard, hazard[:, None] * self.matrix))
        sums, dying = times.sums(values), times.events(values)
        total = sums[on, 0] - out * dying[on, 0]
        return Hazards(hazard, sums[:, 1:], dying[:, 1:], on, out, 1 / total)

    def information(self, sets: Hazards, weight: Floats) -> Floats:
        """Return the sum over events of their variance matrix times ``weight`` (K,)."""
        each = sets.inverse * weight[sets.on]
        spread = self.exposure(sets, each) * sets.hazard
        second = (self.matrix * spread[:, None]).T @ self.matrix
        square = each * sets.inverse
        whole, cross, taken = (
            sets.by_day(square * sets.out**power)[:, None] for power in (0, 1, 2)
        )
        mixed = (sets.sums * cross).T @ sets.dying
        return np.asarray(
            second
            - (sets.sums * whole).T @ sets.sums
            + mixed
            + mixed.T
            - (sets.dying * taken).T @ sets.dying
        )

    def exposure(self, sets: Hazards, at_event: Floats) -> Floats:
        """Return the sum of ``at_event`` (E,) over each row's time at risk, (n,).

        On its own day an event counts for the share in which it is left.
        """
        total = self.times.spans(sets.by_day(at_event))
        if sets.out.any():
            taken = sets.by_day(sets.out * at_event)
            died = self.times.event
            total[died] -= taken[self.times.last[died] - 1]
        return total

    def exposed_means(self, sets: Hazards) -> Floats:
        """Return hazard steps times their means, summed over time at risk, (n, p)."""
        total = self.times.spans(sets.means(sets.inverse))
        if sets.out.any():
            taken = sets.means(sets.out * sets.inverse)
            died = self.times.event
            total[died] -= taken[self.times.last[died] - 1]
        return total


def _tied(times: Times, ties: SumTies) -> tuple[Integers, Floats]:
    """Return each event's day, and the share of its day's events that went before."""
    died = np.bincount(times.last[times.event] - 1, minlength=times.n_days)
    on = np.repeat(np.arange(died.size), died)
    if ties == "breslow":
        return on, np.zeros(on.size)
    before = np.arange(on.size) - np.repeat(died.cumsum() - died, died)
    return on, before / died[on]
