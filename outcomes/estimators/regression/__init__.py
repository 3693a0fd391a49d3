"""Regression on times to event: Cox and Fine-Gray, with covariates."""

from outcomes.estimators.regression.concordance import concordance
from outcomes.estimators.regression.cox import Ties, cox_regression
from outcomes.estimators.regression.design import Design
from outcomes.estimators.regression.fine_gray import fine_gray
from outcomes.estimators.regression.fit import Coefficient, Regression
from outcomes.estimators.regression.proportional import (
    TRANSFORMS,
    Proportionality,
    Transform,
    proportional_hazards,
)
from outcomes.estimators.regression.residuals import Schoenfeld, scaled_schoenfeld

__all__ = [
    "TRANSFORMS",
    "Coefficient",
    "Design",
    "Proportionality",
    "Regression",
    "Schoenfeld",
    "Ties",
    "Transform",
    "concordance",
    "cox_regression",
    "fine_gray",
    "proportional_hazards",
    "scaled_schoenfeld",
]
