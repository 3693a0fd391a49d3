"""Median and quartiles of values that are counted."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import TypedDict

from outcomes.cohorts.shapes import Number


class Spread(TypedDict):
    """The middle of ``n`` values and the quartiles around it; null without values."""

    n: int
    median: Number
    low: Number
    high: Number


def spread(counts: Mapping[float, int]) -> Spread:
    """Return the spread of values that occur so often."""
    n = sum(counts.values())
    if not n:
        return {"n": 0, "median": None, "low": None, "high": None}
    low, median, high = quantiles(counts, (0.25, 0.5, 0.75))
    return {"n": n, "median": median, "low": low, "high": high}


def quantiles(counts: Mapping[float, int], shares: Iterable[float]) -> list[float]:
    """Return the values below which these shares lie; none without values.

    R's default and PostgreSQL's percentile_cont. The work grows with the values that
    differ, not with how often they occur.

    Source: Hyndman RJ, Fan Y. Am Stat 1996;50:361-365, type 7.
    """
    values = sorted(value for value, n in counts.items() if n)
    if not values:
        return []
    upto = list(accumulate(counts[value] for value in values))
    found = []
    for share in shares:
        place = share * (upto[-1] - 1)
        before = int(place)
        low, high = (
            float(values[bisect_right(upto, min(rank, upto[-1] - 1))])
            for rank in (before, before + 1)
        )
        found.append(low + (place - before) * (high - low))
    return found
