"""Median follow-up by reverse Kaplan-Meier, and the numbers under a curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.counts import Counts
from outcomes.estimators.kaplan_meier import KaplanMeier, product_limit
from outcomes.estimators.quantiles import quantile
from outcomes.estimators.reason import (
    NO_CENSORING,
    NO_PATIENTS,
    NotEstimable,
    Value,
)

Integers = NDArray[np.int64]
TiedDeaths = Literal["leave_first", "stay"]


@dataclass(frozen=True, slots=True, eq=False)
class NumbersAtRisk:
    """What is printed under a curve, one row a group and one column a day.

    at_risk : (K, len(days)) just before each day
    events, censored : (K, len(days)) up to and on each day
    """

    groups: tuple[str, ...]
    days: tuple[float, ...]
    at_risk: Integers
    events: Integers
    censored: Integers


def numbers_at_risk(counts: Counts, days: Sequence[float]) -> NumbersAtRisk:
    """Return who is at risk, and who has had the event or was censored, at days.

    Who enters late is at risk after the day of entry; on day 0 itself those who
    enter on it are shown too.
    """
    before = np.searchsorted(counts.days, days, side="left")
    until = np.searchsorted(counts.days, days, side="right")

    def up_to(numbers: Integers, columns: NDArray[np.intp]) -> Integers:
        return np.pad(numbers.cumsum(axis=1), ((0, 0), (1, 0)))[:, columns]

    at_risk = counts.n[:, None] - up_to(counts.leaving, before)
    if counts.entries is not None:
        seen = [np.nextafter(0, 1) if day == 0 else day for day in days]
        at_risk = at_risk - counts.entries.waiting(seen)
    return NumbersAtRisk(
        counts.groups,
        tuple(days),
        at_risk,
        up_to(counts.any_event, until),
        up_to(counts.censored, until),
    )


def reverse_kaplan_meier(
    counts: Counts, group: str | None = None, *, deaths: TiedDeaths = "leave_first"
) -> KaplanMeier | NotEstimable:
    """Return the curve of potential follow-up: being censored is the event.

    Where deaths and censorings share a day, ``leave_first`` takes the deaths out of
    the risk set before the censorings (R prodlim; right, since a death is known to
    precede them), ``stay`` keeps them in (the status flipped in R survfit).

    Source: Schemper M, Smith TL. Control Clin Trials 1996;17:343-346.
    """
    one = counts.pooled() if group is None else counts.of(group)
    if one.n[0] == 0:
        return NO_PATIENTS
    died, at_risk = one.any_event[0], one.at_risk[0]
    exposed = at_risk - died if deaths == "leave_first" else at_risk
    return product_limit(one.days, one.censored[0], died, exposed)


def median_follow_up(
    counts: Counts, group: str | None = None, *, deaths: TiedDeaths = "leave_first"
) -> Value:
    """Return the median of reverse Kaplan-Meier in days, or why there is none."""
    curve = reverse_kaplan_meier(counts, group, deaths=deaths)
    if isinstance(curve, NotEstimable):
        return curve
    if not curve.events.any():
        return NO_CENSORING
    return quantile(curve, 0.5).day
