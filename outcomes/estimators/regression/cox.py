"""Cox's proportional hazards with covariates, strata, late entry and clusters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.logrank import ChiSquare, chi_square
from outcomes.estimators.reason import (
    ALIASED,
    ENDLESS,
    NO_EVENTS,
    NO_PATIENTS,
    SINGULAR,
    NotEstimable,
)
from outcomes.estimators.regression.design import Design
from outcomes.estimators.regression.exact import ExactLikelihood
from outcomes.estimators.regression.fit import Regression
from outcomes.estimators.regression.likelihood import PartialLikelihood
from outcomes.estimators.regression.newton import (
    Point,
    Surface,
    estimable,
    maximum,
)
from outcomes.estimators.regression.residuals import by_cluster, score_residuals
from outcomes.estimators.regression.times import Times

Floats = NDArray[np.float64]
Ties = Literal["efron", "breslow", "exact"]
Surfaces = Callable[[Floats], Surface]


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """The design with columns of mean 0 and standard deviation 1.

    Climbing is safe on these; coefficients go back by ``spread`` (p,).
    """

    matrix: Floats
    spread: Floats

    @classmethod
    def of(cls, matrix: Floats) -> Scaled:
        """Scale the columns; one that is constant stays constant."""
        middle = matrix - matrix.mean(axis=0)
        spread = middle.std(axis=0)
        spread = np.where(spread > 0, spread, 1.0)
        return cls(middle / spread, spread)


def cox_regression(
    design: Design,
    stop: ArrayLike,
    event: ArrayLike,
    *,
    start: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    ties: Ties = "efron",
) -> Regression | NotEstimable:
    """Estimate hazard ratios a unit of each covariate.

    Parameters
    ----------
    design
        The covariates, one row for each row of the times.
    stop, event : (n,)
        Days since time zero to the event (1) or the last contact (0).
    start : (n,), optional
        Each row is at risk on (start, stop]: late entry, or covariates that change.
    stratum : (n,), optional
        Labels; each stratum has its own baseline hazard.
    cluster : (n,), optional
        Labels, as the patient of start-stop rows; the variance is then the robust
        sandwich over clusters, as R's ``cluster()``.
    ties
        Efron's is R's own choice; ``exact`` is the discrete likelihood.

    A covariate that others say already has no coefficient (R: NA), nor one whose
    likelihood goes on growing (R: a warning and a number at random).

    Raises
    ------
    ValueError
        If rows cannot be used, lengths differ, or ``exact`` is asked with clusters.

    Source: Cox DR. J R Stat Soc B 1972;34:187-220; ties Efron B. J Am Stat Assoc
    1977;72:557-565; robust Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078;
    R survival, coxph.
    """
    times = Times.from_rows(stop, event, start=start, stratum=stratum)
    if design.matrix.shape[:1] != times.stop.shape:
        raise ValueError(
            f"{len(design.matrix)} rows of covariates for {times.stop.size} of times"
        )
    if ties == "exact" and cluster is not None:
        raise ValueError("the robust variance has no form with exact ties")
    if times.stop.size == 0:
        return NO_PATIENTS
    if not times.event.any():
        return NO_EVENTS
    scaled = Scaled.of(design.matrix)

    def surface(matrix: Floats) -> Surface:
        if ties == "exact":
            return ExactLikelihood(times, matrix)
        return PartialLikelihood(times, matrix, ties)

    fitted = climb(surface, scaled, design, int(times.event.sum()))
    if isinstance(fitted, NotEstimable):
        return fitted
    fitted = replace(fitted, method=f"Cox, {ties} ties")
    if cluster is None or ties == "exact":
        return fitted
    model = PartialLikelihood(times, design.matrix[:, fitted.kept], ties)
    return _robust(fitted, model, cluster)


def climb(
    surface: Surfaces, scaled: Scaled, design: Design, events: int
) -> Regression | NotEstimable:
    """Maximise the likelihood of the columns that can have a coefficient."""
    whole = surface(scaled.matrix)(np.zeros(scaled.spread.size))
    kept = np.flatnonzero(estimable(whole.information, events))
    if kept.size == 0:
        return SINGULAR
    likelihood = surface(scaled.matrix[:, kept])
    start = (
        whole if kept.size == len(design.columns) else likelihood(np.zeros(kept.size))
    )
    best, endless = maximum(likelihood, start)
    reasons = {
        name: ALIASED for j, name in enumerate(design.columns) if j not in kept
    } | {design.columns[j]: ENDLESS for j in kept[endless]}
    spread = scaled.spread[kept]
    variance = _inverse(best.information) / np.outer(spread, spread)
    return Regression(
        method="",
        variance_kind="model",
        design=design,
        n=len(design.matrix),
        events=events,
        kept=kept,
        beta=best.beta / spread,
        variance=variance,
        model_variance=variance,
        reasons=reasons,
        log_likelihood=(start.likelihood, best.likelihood),
        score_test=_score_test(start, events),
    )


def _score_test(start: Point, events: int) -> ChiSquare | NotEstimable:
    return chi_square(start.score, start.information, events=events)


def _inverse(information: Floats) -> Floats:
    """Return the inverse; of a flat likelihood the pseudo-inverse, as R does."""
    return np.asarray(np.linalg.pinv(information, hermitian=True, rcond=1e-14))


def _robust(
    fitted: Regression, model: PartialLikelihood, cluster: ArrayLike
) -> Regression:
    """Return the fit with the sandwich variance and the robust score test."""
    moved = by_cluster(score_residuals(model, fitted.beta), cluster)
    moved = moved @ fitted.model_variance
    start = by_cluster(score_residuals(model, np.zeros(fitted.beta.size)), cluster)
    test = chi_square(start.sum(axis=0), start.T @ start, events=fitted.events)
    return replace(
        fitted,
        variance_kind="robust",
        variance=moved.T @ moved,
        robust_score_test=test,
    )
