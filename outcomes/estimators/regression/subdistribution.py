"""The weighted risk sets of Fine and Gray: their likelihood and its residuals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.regression.censoring import Censoring
from outcomes.estimators.regression.newton import Point

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """Hazards at one beta: of each row (n,), of each event day's risk set (K, …)."""

    hazard: Floats
    inverse: Floats
    mean: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Subdistribution:
    """Rows as positions among the K days with an event of the cause of interest.

    A row with a competing event stays in the risk sets after its day T, with weight
    G(t-) / G(T-).

    matrix : (n, p); event, competing : (n,)
    last : (n,) event days up to and on the row's last day
    day, died : (K,) the event days and their events
    staying : (K,) G just before each event day
    weight : 1 / G(T-) of the rows with a competing event
    """

    matrix: Floats
    event: Booleans
    competing: Booleans
    last: Integers
    day: Floats
    died: Integers
    censoring: Censoring
    staying: Floats
    weight: Floats

    @classmethod
    def of(
        cls, matrix: Floats, day: Floats, event: Booleans, censored: Booleans
    ) -> Self:
        """Find the event days and the weights."""
        days, died = np.unique(day[event], return_counts=True)
        censoring, competing = Censoring.of(day, censored), ~event & ~censored
        return cls(
            matrix,
            event,
            competing,
            np.searchsorted(days, day, side="right"),
            days,
            died,
            censoring,
            censoring.before_days(days),
            1 / censoring.before[censoring.place[competing]],
        )

    def __call__(self, beta: Floats) -> Point:
        """Return the likelihood at ``beta`` with its derivatives."""
        predictor = self.matrix @ beta
        highest = float(predictor.max())
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            sets = self.sets(predictor - highest)
            likelihood = float((predictor[self.event] - highest).sum())
            likelihood += float(self.died @ np.log(sets.inverse))
            score = self.matrix[self.event].sum(axis=0) - self.died @ sets.mean
            spread = self.exposure(self.died * sets.inverse) * sets.hazard
            second = (self.matrix * spread[:, None]).T @ self.matrix
            third = (sets.mean * self.died[:, None]).T @ sets.mean
        return Point(beta, likelihood, score, second - third)

    def sets(self, predictor: Floats) -> Sets:
        """Return the hazards of the weighted risk sets."""
        hazard = np.exp(predictor)
        values = np.column_stack((hazard, hazard[:, None] * self.matrix))
        total = _from(_placed(values, self.last - 1, self.day.size))[:-1]
        gone = values[self.competing] * self.weight[:, None]
        after = _placed(gone, self.last[self.competing], self.day.size)
        total += self.staying[:, None] * after.cumsum(axis=0)
        return Sets(hazard, 1 / total[:, 0], total[:, 1:] / total[:, :1])

    def exposure(self, step: Floats) -> Floats:
        """Return the sum of ``step`` (K, …) over each row's weighted days at risk."""
        total = _until(step)[self.last]
        shape = (-1, *(1 for _ in step.shape[1:]))
        later = _from(step * self.staying.reshape(shape))
        stayed = later[self.last[self.competing]] * self.weight.reshape(shape)
        total[self.competing] += stayed
        return total

    def influence(self, beta: Floats) -> Floats:
        """Return how each row moves the score, through its censoring too, (n, p)."""
        predictor = self.matrix @ beta
        sets = self.sets(predictor - predictor.max())
        step = self.died * sets.inverse
        size, lean = self.exposure(step), self.exposure(step[:, None] * sets.mean)
        moved = -sets.hazard[:, None] * (self.matrix * size[:, None] - lean)
        own = self.last[self.event] - 1
        moved[self.event] += self.matrix[self.event] - sets.mean[own]
        return np.asarray(moved + self._through_weights(sets, step))

    def _through_weights(self, sets: Sets, step: Floats) -> Floats:
        """Return how each row moves the score by what it says of G, (n, p).

        On each day, what censoring does to the weights of rows that had a competing
        event before it, in the events on it and later; times the row's martingale of
        being censored.
        """
        g, gone = self.censoring, self.competing
        weighted = (sets.hazard[gone] * self.weight)[:, None]
        values = np.hstack((weighted, weighted * self.matrix[gone]))
        before = _until(_placed(values, g.place[gone], g.days.size))[:-1]
        first = np.searchsorted(self.day, g.days)
        ahead = (step * self.staying)[:, None]
        later = _from(np.hstack((ahead, ahead * sets.mean)))[first]
        moves = before[:, 1:] * later[:, :1] - before[:, :1] * later[:, 1:]
        jump = moves / g.at_risk[:, None]
        expected = (jump * (g.censored / g.at_risk)[:, None]).cumsum(axis=0)
        censored = ~self.event & ~self.competing
        own = np.where(censored[:, None], jump[g.place], 0.0)
        return np.asarray(own - expected[g.place])


def _placed(values: Floats, place: Integers, size: int) -> Floats:
    """Return the sums of rows (n, q) by place; places outside 0..size-1 are left."""
    kept = (place >= 0) & (place < size)
    columns = [np.bincount(place[kept], x[kept], size) for x in values.T]
    return np.asarray(np.transpose(columns))


def _from(values: Floats) -> Floats:
    """Return the sums from each position on, and 0 at the end."""
    return np.concatenate(
        (values[::-1].cumsum(axis=0)[::-1], np.zeros_like(values[:1]))
    )


def _until(values: Floats) -> Floats:
    """Return the sums before each position, and of all at the end."""
    return np.concatenate((np.zeros_like(values[:1]), values.cumsum(axis=0)))
