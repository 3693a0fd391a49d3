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
    """Sums over the factors f of each row, l / d being a factor's share of T.

    All are (n,). logs : log f; first : 1/f, and with the share; second : 1/f², with
    the share, and with its square
    """

    logs: Floats
    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """The factors of all days with events, which no coefficient changes.

    day : (n,) which day a row is of; one with more factors than a row has takes several
    share : (POINTS, n) what a factor takes of T
    weight : (POINTS, n) how many factors it stands for; 0 where there is none
    """

    day: Integers
    share: Floats
    weight: Floats

    @classmethod
    def of(cls, tied: Integers, at_risk: Integers) -> Ties:
        """Return the ties of days with events, by group, of those at risk, (m, K)."""
        died = tied.sum(axis=1)
        rare = (at_risk >= TIMES * tied).all(axis=1) & (died > POINTS)
        rows = np.where(rare, 1, -(-died // POINTS))
        day = np.repeat(np.arange(died.size), rows)
        nth = np.arange(day.size) - np.repeat(rows.cumsum() - rows, rows)
        factor = nth * POINTS + np.arange(POINTS)[:, None]
        weight = (factor < died[day]).astype(float)
        share = weight * factor / died[day]
        share[:, rare[day]], weight[:, rare[day]] = _points(died[rare])
        return cls(day, share, weight)

    def sums(self, at_risk: Floats, tied: Floats) -> TiedSums:
        """Return the sums, for the weight at risk (n,) and that of the events (n,)."""
        factor = at_risk - self.share * tied
        one = self.weight / factor
        two = one / factor
        shared = self.share * two
        return TiedSums(
            (self.weight * np.log(factor)).sum(axis=0),
            (one.sum(axis=0), (self.share * one).sum(axis=0)),
            (
                two.sum(axis=0),
                shared.sum(axis=0),
                (self.share * shared).sum(axis=0),
            ),
        )


def _points(died: Integers) -> tuple[Floats, Floats]:
    """Return shares and weights of the points for days of so many events, (4, m).

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
    return share[place].T, weight[place].T
