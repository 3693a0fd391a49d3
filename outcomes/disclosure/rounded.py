"""Ratios and tests as whoever sees sums alone is told them: rounded. Pure."""

from typing import TypeVar, cast

from outcomes.cohorts.shapes import Number, Ratio, Reason, Test

OF_RATIO = ("ratio", "lower", "upper", "p", "coef", "std_err")
AnyRatio = TypeVar("AnyRatio", bound=Ratio)


def rounded(number: Number, digits: int) -> Number:
    """Return a number with so many decimals, None where there is none."""
    return None if number is None else round(number, digits)


def rounded_ratio(found: AnyRatio) -> AnyRatio:
    """Return a ratio with its limits and P, without what it was computed from."""
    told = {name: rounded(found[name], 2) for name in ("ratio", "lower", "upper")}  # type: ignore[literal-required]
    told |= {"p": rounded(found["p"], 3), "coef": None, "std_err": None}
    return cast("AnyRatio", {**found, **told})


def hidden_ratio(found: AnyRatio, why: Reason) -> AnyRatio:
    """Return a ratio of which nothing is told but why."""
    return cast("AnyRatio", {**found, **dict.fromkeys(OF_RATIO), "why": why})


def rounded_test(found: Test) -> Test:
    """Return a test's statistic and P."""
    return {**found, "chisq": rounded(found["chisq"], 1), "p": rounded(found["p"], 3)}
