"""Survival statistics from counts by group, day and cause.

Pure NumPy and SciPy, no input or output. Agrees with R survival and cmprsk to 1e-9;
what cannot be estimated is a ``NotEstimable`` with its reason, never a silent NaN.
"""

from outcomes.estimators.competing import CumulativeIncidence, aalen_johansen
from outcomes.estimators.counts import Counts, merge_near_ties
from outcomes.estimators.cox import HazardRatio, cox_by_group
from outcomes.estimators.follow_up import (
    NumbersAtRisk,
    median_follow_up,
    numbers_at_risk,
    reverse_kaplan_meier,
)
from outcomes.estimators.gray import gray_test
from outcomes.estimators.kaplan_meier import CurvePoint, KaplanMeier, kaplan_meier
from outcomes.estimators.limits import CONF_TYPES, ConfType, limits
from outcomes.estimators.logrank import ChiSquare, LogRank, log_rank
from outcomes.estimators.quantiles import Quantile, quantile
from outcomes.estimators.reason import NotEstimable, Value
from outcomes.estimators.rmst import RestrictedMean, restricted_mean

__all__ = [
    "CONF_TYPES",
    "ChiSquare",
    "ConfType",
    "Counts",
    "CumulativeIncidence",
    "CurvePoint",
    "HazardRatio",
    "KaplanMeier",
    "LogRank",
    "NotEstimable",
    "NumbersAtRisk",
    "Quantile",
    "RestrictedMean",
    "Value",
    "aalen_johansen",
    "cox_by_group",
    "gray_test",
    "kaplan_meier",
    "limits",
    "log_rank",
    "median_follow_up",
    "merge_near_ties",
    "numbers_at_risk",
    "quantile",
    "restricted_mean",
    "reverse_kaplan_meier",
]
