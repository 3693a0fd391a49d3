"""Fine and Gray's subdistribution hazards, by cumulative sums."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from outcomes.estimators.reason import NO_EVENTS, NO_PATIENTS, NotEstimable
from outcomes.estimators.regression.cox import Scaled, climb
from outcomes.estimators.regression.design import Design
from outcomes.estimators.regression.fit import Regression
from outcomes.estimators.regression.subdistribution import Subdistribution


def fine_gray(
    design: Design,
    day: ArrayLike,
    cause: ArrayLike,
    *,
    of_interest: int = 1,
) -> Regression | NotEstimable:
    """Estimate subdistribution hazard ratios of one cause.

    Parameters
    ----------
    design
        The covariates, one row a patient.
    day, cause : (n,)
        Days since time zero; 0 = censored, other numbers the causes.

    The estimator is that of R cmprsk's ``crr``: Breslow's ties, censoring weights
    G(t-)/G(T-) in which tied deaths count as at risk, and a variance that adds what
    estimating G costs. R survival's ``finegray`` with ``coxph`` is another one.

    Raises
    ------
    ValueError
        If rows cannot be used or lengths differ.

    Source: Fine JP, Gray RJ. J Am Stat Assoc 1999;94:496-509; R cmprsk, crr; sums in
    linear time as in Kawaguchi ES, Shen JI, Suchard MA, Li G. R J 2021;13(2):43-60.
    """
    days, causes = np.asarray(day, float), np.asarray(cause)
    if days.ndim != 1 or not days.shape == causes.shape == design.matrix.shape[:1]:
        raise ValueError(
            f"day {days.shape}, cause {causes.shape} and the covariates "
            f"{design.matrix.shape} must have one length"
        )
    if not np.isfinite(days).all() or (days < 0).any():
        raise ValueError("days must be finite and >= 0: correct or leave out the rows")
    if days.size == 0:
        return NO_PATIENTS
    if not (causes == of_interest).any():
        return NO_EVENTS
    event = causes == of_interest
    scaled = Scaled.of(design.matrix)
    rows = Subdistribution.of(scaled.matrix, days, event, causes == 0)
    fitted = climb(
        lambda matrix: replace(rows, matrix=matrix), scaled, design, int(event.sum())
    )
    if isinstance(fitted, NotEstimable):
        return fitted
    kept = replace(rows, matrix=design.matrix[:, fitted.kept])
    moved = kept.influence(fitted.beta) @ fitted.model_variance
    return replace(
        fitted,
        method="Fine-Gray (cmprsk crr)",
        variance_kind="robust, with the censoring weights' own",
        variance=moved.T @ moved,
    )
