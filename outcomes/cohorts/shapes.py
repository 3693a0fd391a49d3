"""The shapes of results as JSON, and how numbers and reasons become it. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import numpy as np

from outcomes.estimators import (
    ChiSquare,
    CurvePoint,
    NotEstimable,
    Quantile,
    Value,
)

Number = float | None
Pair = list[Number]


class Words(TypedDict):
    """One text in the two languages."""

    en: str
    zh: str


class Reason(TypedDict):
    """Why a number cannot be given; ``code`` is stable."""

    code: str
    en: str
    zh: str


class Estimate(TypedDict):
    """A curve read at a day. ``limits`` are [lower, upper] by kind.

    Survival has ``log-log``, ``arcsin`` and what was chosen; incidence has
    ``greenwood`` and ``cmprsk``, both on the chosen scale from the variance of that
    name, whose square root ``std_err`` has by the same name.
    """

    day: float
    at_risk: int
    estimate: Number
    std_err: dict[str, Number]
    limits: dict[str, Pair]
    why: Reason | None


class Test(TypedDict):
    """A comparison; ``name`` is gray, mantel_byar, interaction or a chosen test."""

    name: str
    chisq: Number
    df: int | None
    p: Number
    why: Reason | None


class Ratio(TypedDict):
    """One hazard ratio with Wald's 95 % limits, two-sided P, or why there is none."""

    ratio: Number
    lower: Number
    upper: Number
    p: Number
    coef: Number
    std_err: Number
    why: Reason | None


class Median(TypedDict):
    """The median time in days with log-log limits."""

    day: Number
    limits: Pair
    why: Reason | None


class MeanDays(TypedDict):
    """The mean days without the event within the first ``day``, with normal limits.

    ``why`` says why there is no mean, or of a mean no limits.
    """

    day: int
    mean: Number
    std_err: Number
    limits: Pair
    why: Reason | None


class MeansApart(TypedDict):
    """A restricted mean less that of the first group, in days, with its limits."""

    estimate: Number
    std_err: Number
    limits: Pair
    p: Number
    why: Reason | None


class Counted(TypedDict):
    """The numbers under a curve at the days of its endpoint's ``at_risk``."""

    at_risk: list[int]
    events: list[int]
    censored: list[int]


class Heights(TypedDict):
    """Estimate and limits of a curve at some days."""

    estimate: list[float]
    limits: dict[str, dict[str, list[Number]]]


class Table(Counted, Heights):
    """What a curve says at the days of its endpoint's ``at_risk``."""


class Days(TypedDict):
    """A step function: ``estimate`` holds from its day on, day 0 first.

    ``limits`` have lower and upper by kind, as in ``Estimate``.
    """

    day: list[float]
    estimate: list[float]
    at_risk: list[int]
    events: list[int]
    censored: list[int]
    limits: dict[str, dict[str, list[Number]]]


class Cause(TypedDict):
    """One cause of several that are drawn together, on the days of its curve."""

    estimate: list[float]
    events: list[int]


class Curve(Days):
    """A curve with its readings.

    It is made and stored without its days, which ``outcomes.cohorts.days`` puts in.

    causes : of an endpoint that is stacked, every cause; ``shares`` the estimate of
    each at the days of its ``at_risk``
    """

    n: int
    table: Table
    at_horizon: Estimate
    causes: NotRequired[list[Cause]]
    shares: NotRequired[list[list[float]]]


class SurvivalCurve(Curve):
    """A Kaplan-Meier curve with its median, and its mean up to the day it is read."""

    median: Median
    restricted_mean: MeanDays


class AtRisk(TypedDict):
    """Where a curve is counted: ``at`` in months or days, and the same as ``days``."""

    unit: str
    at: list[int]
    days: list[int]


class Described(TypedDict):
    """What an endpoint is: its definition, where it is counted, and the day to read.

    begins : time zero, null where that is day 0 itself
    """

    label: Words
    definition: Words
    begins: Words | None
    at_risk: AtRisk
    read_at: int


class Survival(Described):
    """One Kaplan-Meier endpoint: curves by group key, and the log-rank test.

    means_apart : of each group but the first, by which its restricted mean differs
    """

    curves: dict[str, SurvivalCurve | None]
    means_apart: dict[str, MeansApart]
    test: Test


class Incidence(Described):
    """One competing-risks endpoint: curves by group key, and Gray's test.

    parts : of an endpoint that is stacked, what each cause is
    """

    competing: Words
    parts: NotRequired[list[Words]]
    curves: dict[str, Curve | None]
    test: Test


def places(curve: Days, days: Sequence[float]) -> list[int]:
    """Return which point of a curve holds at each of these days."""
    return [bisect_right(curve["day"], day) - 1 for day in days]


def heights(curve: Days, days: Sequence[float]) -> Heights:
    """Read a curve at these days."""
    at = places(curve, days)
    return {
        "estimate": [curve["estimate"][place] for place in at],
        "limits": {
            kind: {end: [values[place] for place in at] for end, values in ends.items()}
            for kind, ends in curve["limits"].items()
        },
    }


def table_of(curve: Curve, days: Sequence[float]) -> Table:
    """Return a curve's table; results of older code have its heights by day alone."""
    table = curve["table"]
    return table if "estimate" in table else {**table, **heights(curve, days)}


def words(text: Any) -> Words:
    """Return a Label or Wording as JSON."""
    return {"en": text.en, "zh": text.zh}


def reason(value: object) -> Reason | None:
    """Return the reason in place of a number, None when it is a number."""
    if isinstance(value, NotEstimable):
        return {"code": value.code, "en": value.en, "zh": value.zh}
    return None


def number(value: Value) -> Number:
    """Return a number, or None in place of a reason."""
    return None if isinstance(value, NotEstimable) else float(value)


def numbers(values: Any) -> list[Number]:
    """Return an array as a list, None in place of NaN."""
    found = np.asarray(values, float)
    known = zip(found.tolist(), np.isnan(found).tolist(), strict=True)
    return [None if is_nan else value for value, is_nan in known]


def first_reason(*values: object) -> Reason | None:
    """Return the first reason among values, None when all are numbers."""
    return next((found for value in values if (found := reason(value))), None)


def estimate(
    points: Mapping[Any, CurvePoint], std_err: Mapping[Any, Value]
) -> Estimate:
    """Return one reading of a curve, with limits of several kinds."""
    first = next(iter(points.values()))
    return {
        "day": first.day,
        "at_risk": first.at_risk,
        "estimate": number(first.estimate),
        "std_err": {kind: number(value) for kind, value in std_err.items()},
        "limits": {
            kind: [number(point.lower), number(point.upper)]
            for kind, point in points.items()
        },
        "why": first_reason(first.estimate, first.std_err, first.lower, first.upper),
    }


def test(name: str, found: ChiSquare | NotEstimable) -> Test:
    """Return a test, or why there is none."""
    if isinstance(found, NotEstimable):
        why = reason(found)
        return {"name": name, "chisq": None, "df": None, "p": None, "why": why}
    return {
        "name": name,
        "chisq": found.chisq,
        "df": found.df,
        "p": found.p,
        "why": None,
    }


def median(found: Quantile) -> Median:
    """Return a median with its limits."""
    return {
        "day": number(found.day),
        "limits": [number(found.lower), number(found.upper)],
        "why": reason(found.day),
    }
