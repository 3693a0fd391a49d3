"""Standardized differences between groups: how unlike they are, in units of spread.

Source: Austin PC. Stat Med 2009;28:3083-3107 (numbers); Yang D, Dalton JE. SAS Global
Forum 2012, 335 (values). More than 0.1 is taken as unlike, whatever the sample.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Moments = tuple[float, float]  # mean, standard deviation


def of_numbers(groups: Sequence[Moments | None]) -> float | None:
    """Return the largest difference of means between two groups, None without two."""
    known = [group for group in groups if group is not None]
    found = [_of_means(*pair) for pair in combinations(known, 2)]
    return _largest(found)


def of_values(groups: Sequence[Sequence[int]]) -> float | None:
    """Return the largest difference of shares between two groups.

    Each group has its counts of the same values in the same order. None without two
    groups of which something is known.
    """
    known = [np.asarray(group, float) for group in groups if sum(group)]
    found = [_of_shares(*pair) for pair in combinations(known, 2)]
    return _largest(found)


def _largest(found: list[float | None]) -> float | None:
    return max((one for one in found if one is not None), default=None)


def _of_means(first: Moments, second: Moments) -> float | None:
    apart = abs(first[0] - second[0])
    within = np.sqrt((first[1] ** 2 + second[1] ** 2) / 2)
    if within == 0:
        return 0.0 if apart == 0 else None
    return float(apart / within)


def _of_shares(first: NDArray[np.float64], second: NDArray[np.float64]) -> float | None:
    """Return the Mahalanobis distance of the shares of all values but one."""
    occur = (first + second) > 0
    shares = [group[occur][1:] / group.sum() for group in (first, second)]
    apart = shares[0] - shares[1]
    spreads = [np.diag(share) - np.outer(share, share) for share in shares]
    within = (spreads[0] + spreads[1]) / 2
    toward = np.linalg.pinv(within) @ apart
    # Groups that share no value are further apart than any number says.
    if not np.allclose(within @ toward, apart):
        return None
    return float(np.sqrt(max(apart @ toward, 0.0)))
