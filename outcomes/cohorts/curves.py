"""Curves, readings and tests from counts, as JSON. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from outcomes.cohorts.analysis import USUAL, Analysis, compared
from outcomes.cohorts.months import in_months
from outcomes.cohorts.remembered import remembered
from outcomes.cohorts.restricted import apart, restricted
from outcomes.cohorts.shapes import (
    AtRisk,
    Counted,
    Curve,
    Described,
    Estimate,
    Heights,
    Incidence,
    Survival,
    SurvivalCurve,
    estimate,
    median,
    numbers,
    test,
    words,
)
from outcomes.endpoints import ENDPOINTS
from outcomes.endpoints.wording import NEXT_HSCT
from outcomes.estimators import (
    ConfType,
    Counts,
    CumulativeIncidence,
    KaplanMeier,
    NotEstimable,
    aalen_johansen,
    gray_test,
    kaplan_meier,
    numbers_at_risk,
    quantile,
)
from outcomes.estimators.competing import VarianceKind

CONF_TYPES: tuple[ConfType, ...] = ("log-log", "arcsin")
VARIANCES: tuple[VarianceKind, ...] = ("greenwood", "cmprsk")
OF_INTEREST = 1
ROUNDING = 1e-12
T = TypeVar("T")
ENDS = ("lower", "upper")
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Limits = Mapping[Any, tuple[Floats, Floats]]
HSCT_COMPETES = NotEstimable(
    "hsct_competes",
    "HSCT ends follow-up as a competing event, which Kaplan–Meier cannot tell from "
    "censoring: read relapse and non-relapse mortality",
    "移植作为竞争事件终止随访，Kaplan–Meier无法与删失区分：请看复发与非复发死亡",
)


def survival(
    paramcd: str,
    counts: Counts,
    day: int,
    strata: Sequence[Counts] | None = None,
    chosen: Analysis = USUAL,
) -> Survival:
    """Return one Kaplan-Meier endpoint for every group of the counts, read at ``day``.

    It is without its days, which ``survival_days`` has. ``strata`` are the same
    patients' counts apart, for a stratified test. Where HSCT competes there is no
    curve: Kaplan-Meier would censor it.
    """
    described = _described(paramcd, day)
    if counts.n_causes > ENDPOINTS[paramcd].n_causes:
        return {
            **described,
            "curves": dict.fromkeys(counts.groups),
            "means_apart": {},
            "test": test(chosen.test, HSCT_COMPETES),
        }
    curves = {
        group: _of_group(_survival_curve, paramcd, counts.of(group), day, chosen)
        for group in counts.groups
    }
    return {
        **described,
        "curves": curves,
        "means_apart": apart(curves, chosen.level),
        "test": compared(strata or counts, chosen),
    }


def incidence(
    paramcd: str,
    counts: Counts,
    day: int,
    strata: Sequence[Counts] | None = None,
    chosen: Analysis = USUAL,
) -> Incidence:
    """Return one competing-risks endpoint for every group, read at ``day``.

    It is without its days, which ``incidence_days`` has. ``strata`` are the same
    patients' counts apart, for a stratified test.
    """
    described = _described(paramcd, day)
    found: Incidence = {
        **described,
        "competing": words(ENDPOINTS[paramcd].competing),
        "curves": {
            group: _of_group(_incidence_curve, paramcd, counts.of(group), day, chosen)
            for group in counts.groups
        },
        "test": test("gray", gray_test(strata or counts, OF_INTEREST)),
    }
    if ENDPOINTS[paramcd].stacked:
        causes = [*ENDPOINTS[paramcd].causes, NEXT_HSCT][: counts.n_causes]
        found["parts"] = [words(cause) for cause in causes]
    return found


def _of_group(
    make: Callable[..., T], paramcd: str, one: Counts, day: int, chosen: Analysis
) -> T:
    """Make a group's curve of its counts, or remember it."""
    what, at = ("curve", paramcd, day, chosen), at_risk(paramcd, day)["days"]
    return remembered(what, one, partial(make, paramcd, one, day, at, chosen))


def _described(paramcd: str, day: int) -> Described:
    endpoint = ENDPOINTS[paramcd]
    return {
        "label": words(endpoint.name),
        "definition": words(endpoint.definition),
        "begins": words(endpoint.begins) if endpoint.begins else None,
        "at_risk": at_risk(paramcd, day),
        "read_at": day,
    }


def at_risk(paramcd: str, day: int) -> AtRisk:
    """Return where an endpoint's curve that is read at ``day`` is counted."""
    ticks = [*ENDPOINTS[paramcd].ticks]
    return {"unit": "days", "at": ticks, "days": ticks} if ticks else in_months(day)


def kinds_of(chosen: Analysis) -> tuple[ConfType, ...]:
    """Return the scales on which survival has limits: both usual ones, the chosen."""
    return tuple(dict.fromkeys((*CONF_TYPES, chosen.limits)))


def survival_at(curve: KaplanMeier, day: int, chosen: Analysis = USUAL) -> Estimate:
    """Read a Kaplan-Meier curve at a day, with all kinds of limits."""
    points = {
        kind: curve.at(day, kind, level=chosen.level) for kind in kinds_of(chosen)
    }
    return estimate(points, {"greenwood": points["log-log"].std_err})


def incidence_at(
    curve: CumulativeIncidence, day: int, chosen: Analysis = USUAL
) -> Estimate:
    """Read a cumulative incidence at a day, with limits from both variances.

    Once everybody had an event it stays as it is.
    """
    at = day_to_read(curve, day)
    limits, level = chosen.limits, chosen.level
    points = {
        kind: curve.at(OF_INTEREST, at, limits, variance=kind, level=level)
        for kind in VARIANCES
    }
    found = estimate(points, {kind: point.std_err for kind, point in points.items()})
    return found if at == day else {**found, "day": float(day), "at_risk": 0}


def day_to_read(curve: CumulativeIncidence, day: float) -> float:
    """Return the day that says what holds at ``day``: the last, where all is decided.

    It is where nobody is left who could be censored: then the incidence is known ever
    after, which R cmprsk's ``timepoints`` does not say.
    """
    return min(day, float(curve.days[-1])) if is_decided(curve) else day


def is_decided(curve: CumulativeIncidence) -> bool:
    """Tell whether nobody is left who could have an event."""
    return bool(curve.survival[-1] < ROUNDING)


def _survival_curve(
    _paramcd: str, counts: Counts, horizon: int, at: Sequence[int], chosen: Analysis
) -> SurvivalCurve | None:
    (group,) = counts.groups
    curve = kaplan_meier(counts, group)
    if isinstance(curve, NotEstimable):
        return None
    read = steps_at(curve.days, at)
    limits = {
        kind: curve.limits(kind, level=chosen.level, steps=_known(read))
        for kind in kinds_of(chosen)
    }
    heights = _heights(read, 1.0, curve.survival, limits)
    found = {
        "n": curve.n,
        "table": {**_counted(counts, group, at), **heights},
        "at_horizon": survival_at(curve, horizon, chosen),
        "median": median(quantile(curve, 0.5, chosen.limits, level=chosen.level)),
        "restricted_mean": restricted(curve, horizon, chosen.level),
    }
    return cast("SurvivalCurve", found)


def _incidence_curve(
    paramcd: str, counts: Counts, horizon: int, at: Sequence[int], chosen: Analysis
) -> Curve | None:
    (group,) = counts.groups
    curve = aalen_johansen(counts, group)
    if isinstance(curve, NotEstimable):
        return None
    read = steps_at(curve.days, at)
    limits = {
        kind: curve.limits(
            OF_INTEREST,
            chosen.limits,
            variance=kind,
            level=chosen.level,
            steps=_known(read),
        )
        for kind in VARIANCES
    }
    heights = _heights(read, 0.0, curve.incidence[OF_INTEREST - 1], limits)
    found = {
        "n": int(curve.at_risk[0]),
        "table": {**_counted(counts, group, at), **heights},
        "at_horizon": incidence_at(curve, horizon, chosen),
    }
    if ENDPOINTS[paramcd].stacked:
        found["shares"] = [
            np.concatenate(([0.0], shares))[read].tolist() for shares in curve.incidence
        ]
    return cast("Curve", found)


def steps_at(days: Floats, at: Sequence[float]) -> Integers:
    """Return how many steps a curve has made by each day."""
    return np.searchsorted(days, at, side="right")


def _known(read: Integers) -> Integers:
    """Return the places of the last steps made, where one was made."""
    return read[read > 0] - 1


def _heights(read: Integers, start: float, estimate: Floats, limits: Limits) -> Heights:
    """Read a curve that starts at ``start``, and its limits where it has steps."""

    def filled(values: Floats) -> Floats:
        found = np.full(read.size, start)
        found[read > 0] = values
        return found

    return {
        "estimate": filled(estimate[_known(read)]).tolist(),
        "limits": {
            kind: {
                end: numbers(filled(values))
                for end, values in zip(ENDS, ends, strict=True)
            }
            for kind, ends in limits.items()
        },
    }


def _counted(counts: Counts, group: str, at: Sequence[int]) -> Counted:
    """Return the numbers under a curve; events are of any cause."""
    found = numbers_at_risk(counts.of(group), at)
    at_risk, events, censored = (
        np.asarray(rows[0]).tolist()
        for rows in (found.at_risk, found.events, found.censored)
    )
    return {"at_risk": at_risk, "events": events, "censored": censored}
