"""Cox's exact (discrete) likelihood of tied events, for small samples and tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.regression.newton import Point
from outcomes.estimators.regression.times import Times

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ExactLikelihood:
    """The probability of the events of each day among all sets as large.

    The sums over all sets come from one recursion over the risk set, so the work is
    that of (at risk) x (events) x p^2 on each day.

    Source: Gail MH, Lubin JH, Rubinstein LV. Biometrika 1981;68:703-707.
    """

    times: Times
    matrix: Floats

    def __call__(self, beta: Floats) -> Point:
        """Return the likelihood at ``beta`` with its derivatives."""
        size = beta.size
        likelihood, score, information = 0.0, np.zeros(size), np.zeros((size, size))
        for k in range(self.times.n_days):
            at_risk = (self.times.first <= k) & (self.times.last > k)
            died = self.times.event & (self.times.last == k + 1)
            rows, events = self.matrix[at_risk], self.matrix[died].sum(axis=0)
            # Moved to the middle of the risk set, sums neither overflow nor cancel.
            centre = rows.mean(axis=0)
            number = int(died.sum())
            total, first, second = _sums(rows - centre, beta, number)
            mean = first / total
            events = events - number * centre
            likelihood += float(events @ beta - np.log(total))
            score += events - mean
            information += second / total - np.outer(mean, mean)
        return Point(beta, likelihood, score, information)


def _sums(rows: Floats, beta: Floats, number: int) -> tuple[float, Floats, Floats]:
    """Return the sums over sets of ``number`` rows of w, w x and w x x'.

    w is exp(x beta) of x, the sum of the set's covariates.
    """
    size = beta.size
    total = np.zeros(number + 1)
    first, second = np.zeros((number + 1, size)), np.zeros((number + 1, size, size))
    total[0] = 1.0
    for row, weight in zip(rows, np.exp(rows @ beta), strict=True):
        cross = first[:-1, :, None] * row
        square = total[:-1, None, None] * np.outer(row, row)
        second[1:] += weight * (second[:-1] + cross + cross.transpose(0, 2, 1) + square)
        first[1:] += weight * (first[:-1] + total[:-1, None] * row)
        total[1:] += weight * total[:-1]
    return float(total[number]), first[number], second[number]
