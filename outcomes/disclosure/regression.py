"""A regression without what could point at single patients. Pure.

Counts are told to the nearest ten, as the builder tells them, since two models that
differ in one covariate or level would otherwise show by subtraction who has it; ratios
of levels with few, or few events, or all but few, are hidden; all others are rounded.
"""

from typing import Any, cast

from outcomes.cohorts.shapes import Test
from outcomes.disclosure.nothing import hidden_reason
from outcomes.disclosure.rounded import (
    hidden_ratio,
    rounded,
    rounded_ratio,
    rounded_test,
)
from outcomes.disclosure.rule import about, shows_few
from outcomes.regressions.shapes import Covariate, Level, Model

COUNTS = ("subjects", "n", "incomplete", "no_time", "events", "competing", "censored")


def guarded_model(model: Model, smallest: int) -> Model:
    """Return what somebody who sees sums alone is shown; None stands for hidden."""
    n, events = model["n"] or 0, model["events"] or 0
    few = shows_few(events, n, smallest)
    covariates = [_covariate(one, smallest, few=few) for one in model["covariates"]]
    told: dict[str, Any] = {
        **model,
        **{name: about(model[name], smallest) for name in COUNTS},  # type: ignore[literal-required]
        "covariates": covariates,
        "strata_missing": [
            (words, about(missing, smallest))
            for words, missing in model["strata_missing"]
        ],
        "concordance": None if few else rounded(model["concordance"], 2),
        "whole": [] if few else [rounded_test(one) for one in model["whole"]],
        "proportional": None if few else _maybe(model["proportional"]),
        "residuals": [],
        "smallest_cell": smallest,
    }
    return cast("Model", told)


def _covariate(found: Covariate, smallest: int, *, few: bool) -> Covariate:
    hidden = [
        few or shows_few(level["events"] or 0, level["n"] or 0, smallest)
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
    any_few, test = any(hidden), found["test"]
    constant = None if any_few else _maybe(found["proportional"])
    return {
        **found,
        "missing": about(found["missing"], smallest),
        "levels": levels,
        "test": _gone(test, smallest) if any_few else rounded_test(test),
        "proportional": constant,
    }


def _level(level: Level, smallest: int, *, hide: bool) -> Level:
    told: dict[str, Any] = {
        **level,
        "n": about(level["n"], smallest),
        "events": about(level["events"], smallest),
    }
    why = hidden_reason(smallest)
    for name in ("alone", "together"):
        ratio = level[name]  # type: ignore[literal-required]
        told[name] = ratio and (
            hidden_ratio(ratio, why) if hide else rounded_ratio(ratio)
        )
    return cast("Level", told)


def _maybe(found: Test | None) -> Test | None:
    return found and rounded_test(found)


def _gone(found: Test, smallest: int) -> Test:
    return {**found, "chisq": None, "p": None, "why": hidden_reason(smallest)}
