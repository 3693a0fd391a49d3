"""Residuals: how each row moves the score, and each event the coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.regression.fit import Regression
from outcomes.estimators.regression.likelihood import PartialLikelihood, SumTies
from outcomes.estimators.regression.times import Times

Floats = NDArray[np.float64]


def score_residuals(model: PartialLikelihood, beta: Floats) -> Floats:
    """Return each row's part of the score at ``beta``, (n, p), adding up to it.

    With Efron's ties the events of a day share the mean of its steps.

    Source: Therneau TM, Grambsch PM, Fleming TR. Biometrika 1990;77:147-160;
    R survival, residuals.coxph.
    """
    predictor = model.matrix @ beta
    sets = model.hazards(predictor - predictor.max(initial=0))
    size, lean = model.exposure(sets, sets.inverse), model.exposed_means(sets)
    residual = -sets.hazard[:, None] * (model.matrix * size[:, None] - lean)
    died, each = model.times.event, np.ones(sets.on.size)
    mean = sets.means(each) / sets.by_day(each)[:, None]
    residual[died] += model.matrix[died] - mean[model.times.last[died] - 1]
    return np.asarray(residual)


def by_cluster(residuals: Floats, cluster: ArrayLike) -> Floats:
    """Return the sums of residuals (n, p) over the rows of each cluster, (C, p)."""
    names, place = np.unique(np.asarray(cluster), return_inverse=True)
    if place.shape != residuals.shape[:1]:
        raise ValueError(f"give one cluster a row: {place.shape} for {len(residuals)}")
    total = np.zeros((names.size, residuals.shape[1]))
    np.add.at(total, place, residuals)
    return total


@dataclass(frozen=True, slots=True, eq=False)
class Schoenfeld:
    """How coefficients differ from constant ones, event by event in order of time.

    day : (E,) of the event; scaled : (E, q) its coefficients then, about
    """

    day: Floats
    scaled: Floats


def scaled_schoenfeld(
    fitted: Regression,
    stop: ArrayLike,
    event: ArrayLike,
    *,
    start: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    ties: SumTies = "efron",
) -> Schoenfeld:
    """Return the scaled Schoenfeld residuals of a Cox model; rows are those of the fit.

    Source: Grambsch PM, Therneau TM. Biometrika 1994;81:515-526; R survival,
    residuals.coxph(type = "scaledsch").
    """
    times = Times.from_rows(stop, event, start=start, stratum=stratum)
    model = PartialLikelihood(times, fitted.design.matrix[:, fitted.kept], ties)
    predictor = model.matrix @ fitted.beta
    sets = model.hazards(predictor - predictor.max())
    each = np.ones(sets.on.size)
    mean = sets.means(each) / sets.by_day(each)[:, None]
    died = np.flatnonzero(times.event)
    died = died[np.argsort(times.last[died], kind="stable")]
    on = times.last[died] - 1
    own = model.matrix[died] - mean[on]
    scaled = own @ fitted.model_variance * died.size + fitted.beta
    order = np.argsort(times.day[on], kind="stable")
    return Schoenfeld(times.day[on][order], scaled[order])
