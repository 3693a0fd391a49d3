"""Median and quartiles, as R's default and PostgreSQL's percentile_cont have them."""

from collections.abc import Mapping
from typing import TypedDict

import numpy as np

from outcomes.cohorts.shapes import Number


class Spread(TypedDict):
    """The middle of ``n`` values and the quartiles around it; null without values."""

    n: int
    median: Number
    low: Number
    high: Number


def spread(counts: Mapping[float, int]) -> Spread:
    """Return the spread of values that occur so often.

    Source: Hyndman RJ, Fan Y. Am Stat 1996;50:361-365, type 7.
    """
    n = sum(counts.values())
    if not n:
        return {"n": 0, "median": None, "low": None, "high": None}
    values = sorted(counts)
    every = np.repeat(np.asarray(values, float), [counts[one] for one in values])
    low, median, high = (float(x) for x in np.quantile(every, (0.25, 0.5, 0.75)))
    return {"n": n, "median": median, "low": low, "high": high}
