"""Efron's sums over the events of one day, at a cost that does not grow with them.

With d events on a day, weight R at risk and T of it among those who had the event,
Efron's likelihood has a factor R - T l/d for each l = 0 … d - 1. Sums over them of a
logarithm or of a power are those of a smooth function over evenly spaced points, which
Gauss's quadrature for such points finds from a few of their kind, to the last digit
where the function's pole, at l = d R/T, is far away. What is near it is summed by
ever shorter blocks, so that their number grows as the logarithm of d.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Points that stand for a block of factors, where the pole is so many times the block's
# length from its beginning: what is left out is of the order of 126^-8 and of 12^-16.
FEW, FAR = 4, 32
MORE, NEAR = 8, 3.5


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

    day : (n,) which day a row is of; one whose factors need more points takes several
    share : (FEW, n) what a factor takes of T
    weight : (FEW, n) how many factors it stands for; 0 where there is none
    """

    day: Integers
    share: Floats
    weight: Floats

    @classmethod
    def of(cls, tied: Integers, at_risk: Integers) -> Ties:
        """Return the ties of days with events, by group, of those at risk, (m, K)."""
        died = tied.sum(axis=1)
        # Whatever the groups weigh, R is at least so many times T.
        times = np.where(tied, at_risk / np.maximum(tied, 1), np.inf).min(axis=1)
        blocks = zip(*_blocks(died, times), strict=True)
        day, begin, size, far = map(np.concatenate, blocks)
        rows = []
        for points, which in ((FEW, far), (MORE, ~far)):
            factor, weight = _points(size[which], points)
            share = (begin[which] + factor) / died[day[which]]
            pieces = points // FEW
            columns = (np.hstack(np.split(one, pieces)) for one in (share, weight))
            rows.append((np.tile(day[which], pieces), *columns))
        return cls(*map(np.hstack, zip(*rows, strict=True)))

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


def _blocks(
    died: Integers, times: Floats
) -> Iterator[tuple[Integers, Integers, Integers, NDArray[np.bool_]]]:
    """Yield blocks of the factors of each day: day, first factor, size, whether FEW."""
    day, begin = np.arange(died.size), np.zeros(died.size, np.int64)
    while day.size:
        left, pole = died[day] - begin, times[day] * died[day] - begin
        near = np.minimum(left, np.maximum(pole // NEAR, MORE)).astype(np.int64)
        size = np.where(pole >= FAR * left, left, near)
        yield day, begin, size, (size <= FEW) | (pole >= FAR * size)
        rest = size < left
        day, begin = day[rest], (begin + size)[rest]


def _points(size: Integers, points: int) -> tuple[Floats, Floats]:
    """Return factors of blocks of this size, and how many each stands for.

    Both are (points, n); where there are no more factors than points, it is they.
    """
    nth = np.arange(points, dtype=float)[:, None]
    weight = (nth < size).astype(float)
    factor = nth * weight
    more = size > points
    if more.any():
        factor[:, more], weight[:, more] = _gauss(size[more], points)
    return factor, weight


def _gauss(size: Integers, points: int) -> tuple[Floats, Floats]:
    """Return the points for 0 … size - 1, and what each weighs, (points, n).

    Source: Golub GH, Welsch JH. Math Comp 1969;23:221-230, with the recurrence of the
    discrete Chebyshev polynomials (DLMF 18.19-18.22).
    """
    several, place = np.unique(size, return_inverse=True)
    k = np.arange(1, points)
    beside = np.sqrt(k**2 * (several[:, None] ** 2 - k**2) / (4 * (4 * k**2 - 1)))
    matrix = np.zeros((several.size, points, points))
    matrix[:, k, k - 1] = matrix[:, k - 1, k] = beside
    nodes, vectors = np.linalg.eigh(matrix)
    factor = nodes + ((several - 1) / 2)[:, None]
    weight = several[:, None] * vectors[:, 0, :] ** 2
    return factor[place].T, weight[place].T
