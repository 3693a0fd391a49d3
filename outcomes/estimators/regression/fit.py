"""What a regression found: coefficients, their variance, and tests of all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from outcomes.estimators.logrank import ROUNDING, ChiSquare
from outcomes.estimators.reason import ENDLESS, NO_VARIANCE, SINGULAR, NotEstimable
from outcomes.estimators.regression.design import Design
from outcomes.estimators.wald import Wald

Floats = NDArray[np.float64]
# Of the model's own variance: a robust one below this is rounding.
NOTHING = 1e-20


@dataclass(frozen=True, slots=True)
class Coefficient(Wald):
    """One column's log hazard ratio a unit, and its standard error."""

    column: str
    coef: float
    std_err: float


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A fitted model; ``method`` and ``variance_kind`` name what it is.

    kept : (q,) positions of the design's columns that have a coefficient
    beta : (q,); variance : (q, q), robust where ``variance_kind`` says so
    model_variance : (q, q) the inverse of the information
    reasons : why a column has no coefficient
    log_likelihood : without covariates, and at ``beta``
    """

    method: str
    variance_kind: str
    design: Design
    n: int
    events: int
    kept: NDArray[np.int64]
    beta: Floats
    variance: Floats
    model_variance: Floats
    reasons: dict[str, NotEstimable]
    log_likelihood: tuple[float, float]
    score_test: ChiSquare | NotEstimable
    robust_score_test: ChiSquare | NotEstimable | None = None

    @property
    def std_errs(self) -> Floats:
        """Return the standard errors, (q,), 0 where rounding is all that there is."""
        own, model = np.diag(self.variance), np.diag(self.model_variance)
        return np.asarray(np.sqrt(np.where(own > NOTHING * np.abs(model), own, 0.0)))

    @property
    def coefficients(self) -> dict[str, Coefficient | NotEstimable]:
        """Return each column's coefficient, or why it has none, in order."""
        errors = self.std_errs
        names = [self.design.columns[j] for j in self.kept]
        found = {
            name: Coefficient(name, float(beta), float(error)) if error else NO_VARIANCE
            for name, beta, error in zip(names, self.beta, errors, strict=True)
        }
        return {
            name: self.reasons.get(name) or found[name] for name in self.design.columns
        }

    @property
    def likelihood_ratio(self) -> ChiSquare:
        """Return the likelihood-ratio test of all coefficients."""
        null, full = self.log_likelihood
        return chi_square_of(2 * (full - null), self.beta.size)

    @property
    def wald(self) -> ChiSquare | NotEstimable:
        """Return Wald's test of all coefficients, on ``variance``."""
        if ENDLESS in self.reasons.values():
            return ENDLESS
        scale = self.std_errs
        # Fewer clusters than coefficients leave directions without any variance.
        if not scale.all():
            return SINGULAR
        unit = self.variance / np.outer(scale, scale)
        if np.linalg.matrix_rank(unit, tol=ROUNDING) < scale.size:
            return SINGULAR
        z = self.beta / scale
        return chi_square_of(float(z @ np.linalg.solve(unit, z)), scale.size)


def chi_square_of(statistic: float, df: int) -> ChiSquare:
    """Return the statistic with its tail probability."""
    return ChiSquare(statistic, df, float(chdtrc(df, max(statistic, 0.0))))
