"""A regression without what could point at single patients. Pure.

Counts are told to the nearest ten, as the builder tells them, since two models that
differ in one covariate or level would otherwise show by subtraction who has it; ratios
of levels with few, or few events, or all but few, are hidden; all others are rounded.
"""

from typing import Any, cast

from outcomes.cohorts.shapes import Number, Ratio, Test
from outcomes.disclosure.nothing import hidden_reason
from outcomes.disclosure.rule import about, is_small
from outcomes.regressions.shapes import Covariate, Level, Model

COUNTS = ("subjects", "n", "incomplete", "no_time", "events", "competing", "censored")


def guarded_model(model: Model, smallest: int) -> Model:
    """Return what somebody who sees sums alone is shown; None stands for hidden."""
    n, events = model["n"] or 0, model["events"] or 0
    few = _few(events, n, smallest)
    covariates = [_covariate(one, smallest, few=few) for one in model["covariates"]]
    told: dict[str, Any] = {
        **model,
        **{name: about(model[name], smallest) for name in COUNTS},  # type: ignore[literal-required]
        "covariates": covariates,
        "strata_missing": [
            (words, about(missing, smallest))
            for words, missing in model["strata_missing"]
        ],
        "concordance": None if few else _rounded(model["concordance"], 2),
        "whole": [] if few else [_test(one) for one in model["whole"]],
        "proportional": None if few else _maybe(model["proportional"]),
        "residuals": [],
        "smallest_cell": smallest,
    }
    return cast("Model", told)


def _few(events: int, n: int, smallest: int) -> bool:
    """Tell whether so few are there, or had the event, or had none."""
    return any(is_small(count, smallest) for count in (n, events, n - events))


def _covariate(found: Covariate, smallest: int, *, few: bool) -> Covariate:
    hidden = [
        few or _few(level["events"] or 0, level["n"] or 0, smallest)
        for level in found["levels"]
    ]
    reference = any(
        is_hidden
        for level, is_hidden in zip(found["levels"], hidden, strict=True)
        if level["reference"]
    )
    levels = [
        _level(level, smallest, hide=is_hidden or reference)
        for level, is_hidden in zip(found["levels"], hidden, strict=True)
    ]
    any_few = any(hidden)
    constant = None if any_few else _maybe(found["proportional"])
    return {
        **found,
        "missing": about(found["missing"], smallest),
        "levels": levels,
        "test": _gone(found["test"], smallest) if any_few else _test(found["test"]),
        "proportional": constant,
    }


def _level(level: Level, smallest: int, *, hide: bool) -> Level:
    told: dict[str, Any] = {
        **level,
        "n": about(level["n"], smallest),
        "events": about(level["events"], smallest),
    }
    for name in ("alone", "together"):
        ratio = level[name]  # type: ignore[literal-required]
        told[name] = ratio and (_no_ratio(smallest) if hide else _ratio(ratio))
    return cast("Level", told)


def _ratio(found: Ratio) -> Ratio:
    return {
        "ratio": _rounded(found["ratio"], 2),
        "lower": _rounded(found["lower"], 2),
        "upper": _rounded(found["upper"], 2),
        "p": _rounded(found["p"], 3),
        "coef": None,
        "std_err": None,
        "why": found["why"],
    }


def _no_ratio(smallest: int) -> Ratio:
    gone = dict.fromkeys(("ratio", "lower", "upper", "p", "coef", "std_err"))
    return cast("Ratio", {**gone, "why": hidden_reason(smallest)})


def _maybe(found: Test | None) -> Test | None:
    return found and _test(found)


def _test(found: Test) -> Test:
    return {**found, "chisq": _rounded(found["chisq"], 1), "p": _rounded(found["p"], 3)}


def _gone(found: Test, smallest: int) -> Test:
    return {**found, "chisq": None, "p": None, "why": hidden_reason(smallest)}


def _rounded(number: Number, digits: int) -> Number:
    return None if number is None else round(number, digits)
