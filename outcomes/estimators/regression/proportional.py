"""Are hazards proportional: the score test of coefficients that change with time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from outcomes.estimators.counts import Counts
from outcomes.estimators.kaplan_meier import KaplanMeier, kaplan_meier
from outcomes.estimators.logrank import ChiSquare, chi_square
from outcomes.estimators.reason import ENDLESS, TIME_ZERO, NotEstimable
from outcomes.estimators.regression.fit import Regression
from outcomes.estimators.regression.likelihood import (
    Hazards,
    PartialLikelihood,
    SumTies,
)
from outcomes.estimators.regression.times import Times

Floats = NDArray[np.float64]
Transform = Literal["km", "identity", "log", "rank"]
TRANSFORMS: tuple[Transform, ...] = get_args(Transform)


@dataclass(frozen=True, slots=True, eq=False)
class Proportionality:
    """The test of each covariate, all its columns together, and of the whole model."""

    transform: Transform
    terms: dict[str, ChiSquare]
    whole: ChiSquare | NotEstimable


def proportional_hazards(
    fitted: Regression,
    stop: ArrayLike,
    event: ArrayLike,
    *,
    start: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    transform: Transform = "km",
    ties: SumTies = "efron",
) -> Proportionality | NotEstimable:
    """Test whether the log hazard ratios of a Cox model change with time.

    The rows are those of the fit. ``transform`` is the clock by which a coefficient
    may change: 1 - Kaplan-Meier just before the day, the day, its logarithm (not
    with an event on day 0), or its rank among all last days.

    Raises
    ------
    ValueError
        If rows do not fit, or ``transform`` is unknown.

    Source: Grambsch PM, Therneau TM. Biometrika 1994;81:515-526; the exact score
    test of R survival 3.0 and later, cox.zph.
    """
    if transform not in TRANSFORMS:
        raise ValueError(f"transform must be one of {TRANSFORMS}, got {transform!r}")
    if any(reason is ENDLESS for reason in fitted.reasons.values()):
        return ENDLESS
    times = Times.from_rows(stop, event, start=start, stratum=stratum)
    if transform == "log" and (times.day == 0).any():
        return TIME_ZERO
    model = PartialLikelihood(times, fitted.design.matrix[:, fitted.kept], ties)
    clock = _CLOCKS[transform](times, start)
    clock = clock - clock[times.last[times.event] - 1].mean()
    predictor = model.matrix @ fitted.beta
    sets = model.hazards(predictor - predictor.max())
    score = _score(model, sets, clock)
    parts = [model.information(sets, clock**power) for power in (0, 1, 2)]
    left = parts[2] - parts[1] @ np.linalg.solve(parts[0], parts[1])
    return Proportionality(
        transform,
        _terms(fitted, score, parts),
        chi_square(score, left, events=float(np.abs(clock).sum())),
    )


def _score(model: PartialLikelihood, sets: Hazards, clock: Floats) -> Floats:
    died = model.times.event
    own = clock[model.times.last[died] - 1]
    expected = sets.means(clock[sets.on]).sum(axis=0)
    return np.asarray(own @ model.matrix[died] - expected)


def _terms(
    fitted: Regression, score: Floats, parts: list[Floats]
) -> dict[str, ChiSquare]:
    """Return the test of each covariate, the others' coefficients being constant."""
    found = {}
    for term, columns in fitted.design.terms.items():
        own = np.flatnonzero(np.isin(fitted.kept, columns))
        if own.size == 0:
            continue
        cross = parts[1][:, own]
        left = parts[2][np.ix_(own, own)] - cross.T @ np.linalg.solve(parts[0], cross)
        test = chi_square(score[own], left, events=0.0)
        if isinstance(test, ChiSquare):
            found[term] = test
    return found


def _kaplan_meier(times: Times, start: ArrayLike | None) -> Floats:
    counts = Counts.from_rows(
        times.stop, times.event.astype(int), entry=start, n_causes=1
    )
    curve = kaplan_meier(counts)
    assert isinstance(curve, KaplanMeier)  # a fit has patients
    before = np.concatenate(([1.0], curve.survival))
    return np.asarray(1 - before[np.searchsorted(curve.days, times.day)])


def _rank(times: Times, start: ArrayLike | None) -> Floats:
    days, place = np.unique(times.stop, return_inverse=True)
    ranks = np.empty(days.size)
    ranks[place] = rankdata(times.stop)
    return np.asarray(ranks[np.searchsorted(days, times.day)])


_CLOCKS: dict[Transform, Callable[[Times, ArrayLike | None], Floats]] = {
    "km": _kaplan_meier,
    "identity": lambda times, start: times.day,
    "log": lambda times, start: np.asarray(np.log(times.day)),
    "rank": _rank,
}
