"""Score residuals: how each row moves the score, for robust variances."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.regression.likelihood import PartialLikelihood

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
