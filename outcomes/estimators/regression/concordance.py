"""How well a predictor orders the patients: the concordance index."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.reason import NO_EVENTS, Value
from outcomes.estimators.regression.times import Times

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def concordance(
    predictor: ArrayLike,
    stop: ArrayLike,
    event: ArrayLike,
    *,
    start: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
) -> Value:
    """Return the share of comparable pairs in which the higher risk came first.

    A pair is one who had the event and one of the same stratum who was at risk on
    that day and had none on it. Equal predictors count one half.

    Source: Harrell FE, Califf RM, Pryor DB, et al. JAMA 1982;247:2543-2546; late
    entry as in R survival, concordance.
    """
    times = Times.from_rows(stop, event, start=start, stratum=stratum)
    _, rank = np.unique(np.asarray(predictor, float), return_inverse=True)
    enters = np.argsort(times.first, kind="stable")
    leaves = np.argsort(times.last, kind="stable")
    at_risk = np.zeros(rank.max(initial=0) + 1, np.int64)
    lower = equal = pairs = 0
    for k in range(times.n_days):
        _add(at_risk, rank, _at(times.first, enters, k), 1)
        _add(at_risk, rank, _at(times.last, leaves, k), -1)
        ended = _at(times.last, leaves, k + 1)
        died = rank[ended[times.event[ended]]]
        np.add.at(at_risk, died, -1)
        below = np.concatenate(([0], at_risk.cumsum()))
        lower += int(below[died].sum())
        equal += int(at_risk[died].sum())
        pairs += int(below[-1]) * died.size
        np.add.at(at_risk, died, 1)
    return (lower + equal / 2) / pairs if pairs else NO_EVENTS


def _at(place: Integers, order: Integers, k: int) -> Integers:
    """Return the rows whose place is k, from their order by place."""
    low, high = np.searchsorted(place, (k, k + 1), sorter=order)
    return np.asarray(order[low:high])


def _add(at_risk: Integers, rank: Integers, rows: Integers, number: int) -> None:
    np.add.at(at_risk, rank[rows], number)
