"""Restricted mean survival time: the area under Kaplan-Meier up to a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from outcomes.estimators.area import steps_until
from outcomes.estimators.kaplan_meier import KaplanMeier
from outcomes.estimators.reason import NO_SPREAD, NotEstimable


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """Mean days lived within the first ``tau`` days, with its standard error."""

    tau: float
    days: float
    std_err: float


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """One restricted mean less another, or the logarithm of their ratio.

    ``estimate`` and limits are in days, or for a ratio on the log scale; ``p`` is
    two-sided, by the normal distribution.
    """

    tau: float
    estimate: float
    std_err: float
    p: float

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """Return the lower and upper limit."""
        width = float(ndtri(1 - (1 - level) / 2)) * self.std_err
        return self.estimate - width, self.estimate + width


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
    width, height = steps_until(tau, curve.days, 1.0, curve.survival)
    area = width * height
    upto = curve.days <= tau
    # The area to the right of each day: what an event then takes from the mean.
    remaining = area[::-1].cumsum()[::-1][1:]
    died, n = curve.events[upto], curve.at_risk[upto]
    growth = died / (n * np.maximum(n - died, 1))
    return RestrictedMean(
        tau, float(area.sum()), float(np.sqrt((remaining**2 * growth).sum()))
    )


def mean_difference(
    mean: RestrictedMean, reference: RestrictedMean
) -> MeanDifference | NotEstimable:
    """Return how many days ``mean`` exceeds the mean of another set of patients.

    Raises
    ------
    ValueError
        If the means are restricted to different days.

    Source: Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152.
    """
    _refuse_other_tau(mean, reference)
    std_err = float(np.hypot(mean.std_err, reference.std_err))
    return _difference(mean.tau, mean.days - reference.days, std_err)


def log_mean_ratio(
    mean: RestrictedMean, reference: RestrictedMean
) -> MeanDifference | NotEstimable:
    """Return the logarithm of the ratio of two restricted means, delta method.

    Raises
    ------
    ValueError
        If the means are restricted to different days.

    Source: Uno H, Claggett B, Tian L, et al. J Clin Oncol 2014;32:2380-2385.
    """
    _refuse_other_tau(mean, reference)
    if mean.days == 0 or reference.days == 0:
        return NO_SPREAD
    parts = mean.std_err / mean.days, reference.std_err / reference.days
    ratio = float(np.log(mean.days / reference.days))
    return _difference(mean.tau, ratio, float(np.hypot(*parts)))


def _refuse_other_tau(mean: RestrictedMean, reference: RestrictedMean) -> None:
    if mean.tau != reference.tau:
        raise ValueError(
            f"means up to {mean.tau} and {reference.tau} days cannot be compared: "
            "restrict both to one day"
        )


def _difference(
    tau: float, estimate: float, std_err: float
) -> MeanDifference | NotEstimable:
    if std_err == 0:
        return NO_SPREAD
    return MeanDifference(
        tau, estimate, std_err, float(2 * ndtr(-abs(estimate / std_err)))
    )
