"""The day by which a share of patients has had the event, with limits; the median."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.kaplan_meier import KaplanMeier
from outcomes.estimators.limits import ConfType
from outcomes.estimators.reason import LIMIT_NOT_REACHED, NOT_REACHED, Value

Floats = NDArray[np.float64]
# R calls two probabilities equal within the square root of the machine's precision.
TOLERANCE = float(np.sqrt(np.finfo(float).eps))


@dataclass(frozen=True, slots=True)
class Quantile:
    """The day at which a curve has fallen by ``probability``, with its limits."""

    probability: float
    day: Value
    lower: Value
    upper: Value


def quantile(
    curve: KaplanMeier,
    probability: float = 0.5,
    conf_type: ConfType = "log-log",
    *,
    level: float = 0.95,
) -> Quantile:
    """Return the day by which ``probability`` of the patients had the event.

    Where the curve lies exactly at the level, the day is midway between reaching it
    and the next drop (deaths on days 1 to 4: median 2.5), or the last day when there
    is no further drop. The limits apply the same rule to the curve's own limits.

    Raises
    ------
    ValueError
        If ``probability`` is not between 0 and 1, both excluded.

    Source: R survival, quantile.survfit; Brookmeyer R, Crowley J. Biometrics
    1982;38:29-41.
    """
    if not 0 < probability < 1:
        raise ValueError(f"probability must be within (0, 1), got {probability}")
    lower, upper = curve.limits(conf_type, level=level)
    day = _first_day(curve.days, 1 - curve.survival, probability)
    return Quantile(
        probability,
        NOT_REACHED if day is None else day,
        _limit(curve.days, 1 - lower, probability),
        _limit(curve.days, 1 - upper, probability),
    )


def _limit(days: Floats, fallen: Floats, probability: float) -> Value:
    day = _first_day(days, fallen, probability)
    return LIMIT_NOT_REACHED if day is None else day


def _first_day(days: Floats, fallen: Floats, probability: float) -> float | None:
    """Return the day by which ``fallen`` reaches ``probability``, None if never.

    A limit may turn back where few are at risk; like R, take the step with the least
    value that reaches the level, and of equal steps the first.
    """
    values = np.concatenate(([0.0], fallen))
    starts = np.concatenate(([0.0], days))
    _, first = np.unique(values, return_index=True)
    first = first[~np.isnan(values[first])]
    reached = first[values[first] + TOLERANCE >= probability]
    passed = first[values[first] - TOLERANCE >= probability]
    if abs(probability - values[-1]) < TOLERANCE:
        return float(starts[reached[0]] + starts[-1]) / 2
    if passed.size == 0:
        return None
    return float(starts[reached[0]] + starts[passed[0]]) / 2
