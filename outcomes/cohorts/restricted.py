"""Restricted means of survival curves, and by how much they differ, as JSON. Pure."""

from collections.abc import Mapping

from scipy.special import ndtri

from outcomes.cohorts.shapes import (
    MeanDays,
    MeansApart,
    Reason,
    SurvivalCurve,
    reason,
)
from outcomes.estimators import (
    KaplanMeier,
    NotEstimable,
    RestrictedMean,
    mean_difference,
    restricted_mean,
)
from outcomes.estimators.reason import AFTER_LAST, AT_ZERO, NO_EVENTS


def restricted(curve: KaplanMeier, day: int, level: float = 0.95) -> MeanDays:
    """Return the mean days without the event within the first ``day``.

    A curve that ends sooner, with somebody left who could still have the event, has
    none: R carries it on as it is.
    """
    if day > curve.days[-1] and curve.survival[-1] > 0:
        return _no_mean(day, reason(AFTER_LAST))
    mean = restricted_mean(curve, day)
    if not mean.std_err:
        why = AT_ZERO if curve.events[curve.days <= day].any() else NO_EVENTS
        return {**_no_mean(day, reason(why)), "mean": mean.days}
    width = float(ndtri(1 - (1 - level) / 2))
    low, high = (mean.days + side * width * mean.std_err for side in (-1, 1))
    return {
        "day": day,
        "mean": mean.days,
        "std_err": mean.std_err,
        "limits": [low, high],
        "why": None,
    }


def _no_mean(day: int, why: Reason | None) -> MeanDays:
    return {
        "day": day,
        "mean": None,
        "std_err": None,
        "limits": [None, None],
        "why": why,
    }


def apart(
    curves: Mapping[str, SurvivalCurve | None], level: float = 0.95
) -> dict[str, MeansApart]:
    """Return by how many days each group's mean exceeds that of the first."""
    means = {key: curve["restricted_mean"] for key, curve in curves.items() if curve}
    first = next(iter(means.values()), None)
    others = [*means.items()][1:]
    return {key: _apart(mean, first, level) for key, mean in others if first}


def _apart(mean: MeanDays, first: MeanDays, level: float) -> MeansApart:
    known, reference = _estimated(mean), _estimated(first)
    if known is None or reference is None:
        return _not_apart(mean["why"] if known is None else first["why"])
    found = mean_difference(known, reference)
    if isinstance(found, NotEstimable):
        return _not_apart(reason(found))
    return {
        "estimate": found.estimate,
        "std_err": found.std_err,
        "limits": [*found.limits(level)],
        "p": found.p,
        "why": None,
    }


def _estimated(mean: MeanDays) -> RestrictedMean | None:
    if mean["mean"] is None:
        return None
    return RestrictedMean(mean["day"], mean["mean"], mean["std_err"] or 0.0)


def _not_apart(why: Reason | None) -> MeansApart:
    return {
        "estimate": None,
        "std_err": None,
        "limits": [None, None],
        "p": None,
        "why": why,
    }
