"""Kaplan-Meier survival, its variance, and the curve read at a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.counts import Counts
from outcomes.estimators.limits import EVERY, ConfType, Steps, limits
from outcomes.estimators.reason import AT_ONE, AT_ZERO, NO_PATIENTS, NotEstimable, Value

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A curve read at one day; what is not defined there carries its reason."""

    day: float
    at_risk: int
    estimate: Value
    std_err: Value
    lower: Value
    upper: Value


@dataclass(frozen=True, slots=True, eq=False)
class KaplanMeier:
    """A step function, right-continuous, 1 before the first of its days.

    days : (m,) on which someone left, by event or censoring
    at_risk, events, censored : (m,)
    survival : (m,) from each day on
    log_variance : (m,) Greenwood's sum, the variance of log S; infinite once S is 0
    """

    days: Floats
    at_risk: Integers
    events: Integers
    censored: Integers
    survival: Floats
    log_variance: Floats

    @property
    def n(self) -> int:
        """Return the number of patients."""
        return int((self.events + self.censored).sum())

    @property
    def std_err(self) -> Floats:
        """Return the standard error of survival, (m,); NaN once survival is 0."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.survival * np.sqrt(self.log_variance))

    @property
    def variance(self) -> Floats:
        """Return Greenwood's variance of survival, (m,); NaN once survival is 0."""
        return np.asarray(self.std_err**2)

    def limits(
        self,
        conf_type: ConfType = "log-log",
        *,
        level: float = 0.95,
        steps: Steps = EVERY,
    ) -> tuple[Floats, Floats]:
        """Return pointwise lower and upper limits, (m,) or those of some of the days.

        NaN where R gives NA.
        """
        std_err = self.std_err[steps]
        return limits(self.survival[steps], std_err, conf_type, level=level)

    def at(
        self, day: float, conf_type: ConfType = "log-log", *, level: float = 0.95
    ) -> CurvePoint:
        """Read the curve at ``day``, as R's ``summary(times=, extend=TRUE)`` does.

        Before the first day everything is 1 with standard error 0; past the last
        day the curve carries on with nobody at risk.
        """
        at_risk = int(np.append(self.at_risk, 0)[np.searchsorted(self.days, day)])
        step = int(np.searchsorted(self.days, day, side="right")) - 1
        if step < 0:
            return CurvePoint(day, at_risk, 1.0, 0.0, 1.0, 1.0)
        (lower,), (upper,) = self.limits(conf_type, level=level, steps=[step])
        estimate = float(self.survival[step])
        why = AT_ZERO if estimate == 0 else AT_ONE
        return CurvePoint(
            day,
            at_risk,
            estimate,
            or_reason(self.std_err[step], why),
            or_reason(lower, why),
            or_reason(upper, why),
        )


def kaplan_meier(
    counts: Counts, group: str | None = None
) -> KaplanMeier | NotEstimable:
    """Estimate survival from the counts of one group, or of all together.

    An event of any cause ends survival. Ties are exact: events of a day come before
    its censorings, so patients censored on a day are at risk on it. With late
    entries, a risk set that empties leaves survival at 0 for good.

    Source: Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481; variance
    Greenwood M. Rep Public Health Med Subj 1926;33:1-26.
    """
    one = counts.pooled() if group is None else counts.of(group)
    if one.n[0] == 0:
        return NO_PATIENTS
    return product_limit(one.days, one.any_event[0], one.censored[0], one.at_risk[0])


def product_limit(
    days: Floats, events: Integers, censored: Integers, at_risk: Integers
) -> KaplanMeier:
    """Return the product-limit curve of these events and risk sets, each (m,).

    For callers who choose their own risk sets, such as reverse Kaplan-Meier.
    """
    staying = at_risk - events
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.where(events > 0, staying / at_risk, 1.0)
        survival = np.asarray(kept.cumprod(), float)
        growth = np.where(events > 0, events / (at_risk * staying), 0.0)
    return KaplanMeier(days, at_risk, events, censored, survival, growth.cumsum())


def or_reason(number: float, why: NotEstimable) -> Value:
    """Return the number, or ``why`` in place of NaN."""
    return why if np.isnan(number) else float(number)
