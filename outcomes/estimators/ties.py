"""Efron's sums over the events of one day, at a cost that does not grow with them.

With d events on a day, weight R at risk and T of it among those who had the event,
Efron's likelihood has a factor R - T l/d for each l = 0 … d - 1. Sums over them of a
logarithm or of a power are those of a smooth function over evenly spaced points, which
Gauss's quadrature for such points finds from a few of their kind: to the last digit
where R is far above T.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# So many points stand for all where each group has so many times the events at risk:
# what is left out is of the order of 126^-8, as the next pole lies that far out.
POINTS, TIMES = 4, 32


@dataclass(frozen=True, slots=True, eq=False)
class TiedSums:
    """Sums over the factors f of each day, l / d being a factor's share of T.

    All are (m,). logs : log f; first : 1/f, and with the share; second : 1/f², with
    the share, and with its square
    """

    logs: Floats
    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """The factors of all days with events, which no coefficient changes.

    day : (n,) which of the ``days`` a factor is of; share : (n,) what it takes of T;
    weight : (n,) how many factors it stands for
    """

    days: int
    day: Integers
    share: Floats
    weight: Floats

    @classmethod
    def of(cls, tied: Integers, at_risk: Integers) -> Ties:
        """Return the ties of days with events, by group, of those at risk, (m, K)."""
        died = tied.sum(axis=1)
        rare = (at_risk >= TIMES * tied).all(axis=1) & (died > POINTS)
        alone = np.where(rare, 0, died)
        day = np.repeat(np.arange(died.size), alone)
        nth = np.arange(day.size) - np.repeat(alone.cumsum() - alone, alone)
        share, weight = _points(died[rare])
        return cls(
            died.size,
            np.concatenate((day, np.repeat(np.flatnonzero(rare), POINTS))),
            np.concatenate((nth / died[day], share)),
            np.concatenate((np.ones(day.size), weight)),
        )

    def sums(self, at_risk: Floats, tied: Floats) -> TiedSums:
        """Return the sums, for the weight at risk (m,) and that of the events (m,)."""
        factor = at_risk[self.day] - self.share * tied[self.day]
        one = self.weight / factor
        two = one / factor
        shared = self.share * two
        twice = self._by_day(self.share * shared)
        return TiedSums(
            self._by_day(self.weight * np.log(factor)),
            (self._by_day(one), self._by_day(self.share * one)),
            (self._by_day(two), self._by_day(shared), twice),
        )

    def _by_day(self, values: Floats) -> Floats:
        return np.asarray(np.bincount(self.day, values, self.days), float)


def _points(died: Integers) -> tuple[Floats, Floats]:
    """Return shares and weights of the points for days of so many events, (4 m,).

    Source: Golub GH, Welsch JH. Math Comp 1969;23:221-230, with the recurrence of the
    discrete Chebyshev polynomials (DLMF 18.19-18.22).
    """
    several, place = np.unique(died, return_inverse=True)
    k = np.arange(1, POINTS)
    beside = np.sqrt(k**2 * (1 - (k / several[:, None]) ** 2) / (4 * (4 * k**2 - 1)))
    matrix = np.zeros((several.size, POINTS, POINTS))
    matrix[:, k, k - 1] = matrix[:, k - 1, k] = beside
    nodes, vectors = np.linalg.eigh(matrix)
    share = nodes + ((several - 1) / (2 * several))[:, None]
    weight = several[:, None] * vectors[:, 0, :] ** 2
    return share[place].ravel(), weight[place].ravel()
