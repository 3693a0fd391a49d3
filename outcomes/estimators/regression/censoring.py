"""How long patients with a competing event stay in the Fine-Gray risk sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Censoring:
    """The chance of not being censored, on the days on which rows end.

    The deaths of a day count as at risk for its censorings, as in R's crr.

    days : (m,); at_risk, censored : (m,)
    before : (m,) the chance just before each day
    place : (n,) the column of each row's last day among ``days``
    """

    days: Floats
    at_risk: Integers
    censored: Integers
    before: Floats
    place: Integers

    @classmethod
    def of(cls, day: Floats, censored: Booleans) -> Self:
        """Estimate it by Kaplan-Meier with the status flipped."""
        days, place, leaving = np.unique(day, return_inverse=True, return_counts=True)
        at_risk = leaving[::-1].cumsum()[::-1]
        lost = np.bincount(place[censored], minlength=days.size)
        staying = np.cumprod(1 - lost / at_risk)
        before = np.concatenate(([1.0], staying[:-1]))
        return cls(days, at_risk, lost, before, place)

    def before_days(self, days: Floats) -> Floats:
        """Return the chance just before some of ``self.days``."""
        return np.asarray(self.before[np.searchsorted(self.days, days)])
