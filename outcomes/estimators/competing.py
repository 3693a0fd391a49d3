"""Cumulative incidence of competing causes, with two variances, both named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.counts import Counts
from outcomes.estimators.kaplan_meier import CurvePoint, or_reason
from outcomes.estimators.limits import EVERY, ConfType, Steps, limits
from outcomes.estimators.reason import (
    AFTER_LAST,
    AT_ONE,
    AT_ZERO,
    LATE_ENTRY,
    NO_PATIENTS,
    NotEstimable,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
ROUNDING = 1e-14
VarianceKind = Literal["greenwood", "cmprsk"]


@dataclass(frozen=True, slots=True, eq=False)
class CumulativeIncidence:
    """Step functions, right-continuous, 0 before the first of ``days``.

    days, at_risk, survival : (m,); survival is that of all causes together
    events, incidence : (n_causes, m)
    greenwood : (n_causes, m) variance by the delta method; R survival's and etm's
    cmprsk : (n_causes, m) variance of R cmprsk, one to three per cent larger; NaN
        when patients enter late, for which cmprsk has none
    """

    days: Floats
    at_risk: Integers
    events: Integers
    survival: Floats
    incidence: Floats
    greenwood: Floats
    cmprsk: Floats

    def limits(
        self,
        cause: int,
        conf_type: ConfType = "log-log",
        *,
        variance: VarianceKind = "greenwood",
        level: float = 0.95,
        steps: Steps = EVERY,
    ) -> tuple[Floats, Floats]:
        """Return lower and upper limits of one cause's incidence, (m,) or of some."""
        std_err = np.sqrt(self._variance(variance)[cause - 1][steps])
        risk = self.incidence[cause - 1][steps]
        return limits(risk, std_err, conf_type, level=level)

    def at(
        self,
        cause: int,
        day: float,
        conf_type: ConfType = "log-log",
        *,
        variance: VarianceKind = "greenwood",
        level: float = 0.95,
    ) -> CurvePoint:
        """Read one cause's incidence at ``day``; not estimable past the last day.

        Unlike survival, incidence is not carried on past the last patient, as in R
        cmprsk's ``timepoints``.
        """
        if not 1 <= cause <= len(self.incidence):
            raise ValueError(f"cause must be in 1..{len(self.incidence)}, got {cause}")
        if day > self.days[-1]:
            return CurvePoint(day, 0, AFTER_LAST, AFTER_LAST, AFTER_LAST, AFTER_LAST)
        at_risk = int(self.at_risk[np.searchsorted(self.days, day)])
        step = int(np.searchsorted(self.days, day, side="right")) - 1
        if step < 0:
            return CurvePoint(day, at_risk, 0.0, 0.0, 0.0, 0.0)
        (lower,), (upper,) = self.limits(
            cause, conf_type, variance=variance, level=level, steps=[step]
        )
        estimate = float(self.incidence[cause - 1, step])
        std_err = np.sqrt(self._variance(variance)[cause - 1, step])
        why = AT_ZERO if estimate == 0 else AT_ONE
        if np.isnan(std_err):
            why = LATE_ENTRY
        return CurvePoint(
            day,
            at_risk,
            estimate,
            or_reason(std_err, why),
            or_reason(lower, why),
            or_reason(upper, why),
        )

    def _variance(self, kind: VarianceKind) -> Floats:
        return self.greenwood if kind == "greenwood" else self.cmprsk


def aalen_johansen(
    counts: Counts, group: str | None = None
) -> CumulativeIncidence | NotEstimable:
    """Estimate the cumulative incidence of every cause, in one group or in all.

    Ties are exact: the causes of one day share its risk set, and events precede
    censorings. Survival and the incidences add up to 1 on every day.

    Source: Aalen OO, Johansen S. Scand J Stat 1978;5:141-150; variances Andersen PK
    et al., Statistical Models Based on Counting Processes, 1993, IV.4, and Gray RJ,
    R cmprsk.
    """
    one = counts.pooled() if group is None else counts.of(group)
    if one.n[0] == 0:
        return NO_PATIENTS
    events, at_risk, total = one.events[0], one.at_risk[0], one.any_event[0]
    survival = np.cumprod((at_risk - total) / at_risk)
    before = np.concatenate(([1.0], survival[:-1]))
    incidence = np.cumsum(before * events / at_risk, axis=1)
    return CumulativeIncidence(
        one.days,
        at_risk,
        events,
        survival,
        incidence,
        _greenwood(events, at_risk, before, incidence),
        _cmprsk(events, at_risk, survival, before, incidence)
        if one.entries is None
        else np.full_like(incidence, np.nan),
    )


def _greenwood(
    events: Integers, at_risk: Integers, before: Floats, incidence: Floats
) -> Floats:
    """Return the delta-method variance of each incidence, (n_causes, m).

    var F(t) is the sum over days s <= t of
    (F(t) - F(s))^2 d / (n (n - d)) + S(s-)^2 d1 (n - d1) / n^3
    - 2 (F(t) - F(s)) S(s-) d1 / n^2, expanded here into cumulative sums.
    """
    total = events.sum(axis=0)
    staying = at_risk - total
    # When all leave, F stays as it is and the term's factor F(t) - F(s) is 0.
    q = np.where(staying > 0, total / (at_risk * np.maximum(staying, 1)), 0.0)
    c = before * events / at_risk**2
    own = before**2 * events * (at_risk - events) / at_risk.astype(float) ** 3
    f = incidence
    spread = f**2 * q.cumsum() - 2 * f * _sum(f * q) + _sum(f**2 * q)
    variance = spread - 2 * (f * _sum(c) - _sum(f * c)) + _sum(own)
    # Before a cause's first event, and once all had it, the variance is 0 and not the
    # rounding of the sums.
    size = f**2 * q.cumsum() + _sum(f**2 * q) + _sum(own)
    return np.where((f > 0) & (variance > ROUNDING * size), variance, 0.0)


def _cmprsk(
    events: Integers,
    at_risk: Integers,
    survival: Floats,
    before: Floats,
    incidence: Floats,
) -> Floats:
    """Return the variance that R cmprsk gives to each incidence, (n_causes, m)."""
    others = events.sum(axis=0) - events
    own = tied_variance(events, at_risk, before)
    other = tied_variance(others, at_risk, before) * (survival > 0)
    inverse = np.divide(1.0, survival, out=np.zeros_like(survival), where=survival > 0)
    f, ratio = incidence, incidence * inverse
    first = _sum((1 + ratio) ** 2 * own + ratio**2 * other)
    cross = _sum(((1 + ratio) * own + ratio * other) * inverse)
    square = _sum((own + other) * inverse**2)
    variance = first + f**2 * square - 2 * f * cross
    return np.where(f > 0, np.maximum(variance, 0.0), 0.0)


def tied_variance(
    events: Integers | Floats, at_risk: Integers | Floats, before: Floats
) -> Floats:
    """Return S(t-)^2 d / n^2 with the hypergeometric correction for tied events.

    events : (..., m); at_risk, before : broadcast against it; 0 where nobody is at
    risk.
    """
    n = np.maximum(at_risk, 1)
    correction = 1 - np.maximum(events - 1, 0) / np.maximum(n - 1, 1)
    return np.asarray(before**2 * events / n.astype(float) ** 2 * correction)


def _sum(terms: Floats) -> Floats:
    return np.asarray(terms.cumsum(axis=-1))
