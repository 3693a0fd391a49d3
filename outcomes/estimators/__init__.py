"""Survival statistics from counts by group, day and cause.

Pure NumPy and SciPy, no input or output. Agrees with R survival and cmprsk to 1e-9;
what cannot be estimated is a ``NotEstimable`` with its reason, never a silent NaN.
"""

from outcomes.estimators.competing import CumulativeIncidence, aalen_johansen
from outcomes.estimators.counts import Counts
from outcomes.estimators.cox import HazardRatio, cox_by_group
from outcomes.estimators.follow_up import (
    NumbersAtRisk,
    median_follow_up,
    numbers_at_risk,
    reverse_kaplan_meier,
)
from outcomes.estimators.gray import gray_test
from outcomes.estimators.interaction import interaction
from outcomes.estimators.kaplan_meier import CurvePoint, KaplanMeier, kaplan_meier
from outcomes.estimators.landmark import Landmark, landmark
from outcomes.estimators.limits import CONF_TYPES, ConfType, limits
from outcomes.estimators.logrank import ChiSquare, LogRank, Trend, log_rank, trend
from outcomes.estimators.multistate import Occupation, occupation, occupation_of
from outcomes.estimators.quantiles import Quantile, quantile
from outcomes.estimators.reason import NotEstimable, Value
from outcomes.estimators.rmst import (
    MeanDifference,
    RestrictedMean,
    log_mean_ratio,
    mean_difference,
    restricted_mean,
)
from outcomes.estimators.rows import merge_near_ties
from outcomes.estimators.stays import Stays
from outcomes.estimators.time_dependent import by_state, mantel_byar

__all__ = [
    "CONF_TYPES",
    "ChiSquare",
    "ConfType",
    "Counts",
    "CumulativeIncidence",
    "CurvePoint",
    "HazardRatio",
    "KaplanMeier",
    "Landmark",
    "LogRank",
    "MeanDifference",
    "NotEstimable",
    "NumbersAtRisk",
    "Occupation",
    "Quantile",
    "RestrictedMean",
    "Stays",
    "Trend",
    "Value",
    "aalen_johansen",
    "by_state",
    "cox_by_group",
    "gray_test",
    "interaction",
    "kaplan_meier",
    "landmark",
    "limits",
    "log_mean_ratio",
    "log_rank",
    "mantel_byar",
    "mean_difference",
    "median_follow_up",
    "merge_near_ties",
    "numbers_at_risk",
    "occupation",
    "occupation_of",
    "quantile",
    "restricted_mean",
    "reverse_kaplan_meier",
    "trend",
]
