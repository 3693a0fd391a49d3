"""Restricted mean survival time: the area under Kaplan-Meier up to a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomes.estimators.kaplan_meier import KaplanMeier


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """Mean days lived within the first ``tau`` days, with its standard error."""

    tau: float
    days: float
    std_err: float


def restricted_mean(curve: KaplanMeier, tau: float) -> RestrictedMean:
    """Return the mean time to event within ``tau`` days.

    The variance is the sum over event days of (area from there to tau)^2
    d / (n (n - d)); a day on which all who were left have the event adds 0.
    Past the last day the curve is carried on, as R does.

    Raises
    ------
    ValueError
        If ``tau`` is not a finite number >= 0.

    Source: Klein JP, Moeschberger ML, Survival Analysis, 2nd ed. 2003, section 4.5;
    R survival, summary(rmean=).
    """
    if not (np.isfinite(tau) and tau >= 0):
        raise ValueError(f"tau must be finite and >= 0 days, got {tau}")
    upto = curve.days <= tau
    edges = np.concatenate(([0.0], curve.days[upto], [tau]))
    height = np.concatenate(([1.0], curve.survival[upto]))
    area = np.diff(edges) * height
    # The area to the right of each day: what an event then takes from the mean.
    remaining = area[::-1].cumsum()[::-1][1:]
    died, n = curve.events[upto], curve.at_risk[upto]
    growth = died / (n * np.maximum(n - died, 1))
    return RestrictedMean(
        tau, float(area.sum()), float(np.sqrt((remaining**2 * growth).sum()))
    )
