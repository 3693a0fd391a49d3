"""Curves, readings and tests from counts, as JSON. Pure."""

from collections.abc import Sequence

import numpy as np

from outcomes.cohorts.shapes import (
    AtRisk,
    Counted,
    Curve,
    Days,
    Described,
    Estimate,
    Incidence,
    Survival,
    SurvivalCurve,
    estimate,
    heights,
    median,
    numbers,
    places,
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
    log_rank,
    numbers_at_risk,
    quantile,
)
from outcomes.estimators.competing import VarianceKind

MONTHS = tuple(range(0, 37, 6))
DAYS_A_MONTH = 365.25 / 12
AT_RISK_DAYS = tuple(round(month * DAYS_A_MONTH) for month in MONTHS)
CONF_TYPES: tuple[ConfType, ...] = ("log-log", "arcsin")
VARIANCES: tuple[VarianceKind, ...] = ("greenwood", "cmprsk")
OF_INTEREST = 1
ROUNDING = 1e-12
HSCT_COMPETES = NotEstimable(
    "hsct_competes",
    "HSCT ends follow-up as a competing event, which Kaplan–Meier cannot tell from "
    "censoring: read relapse and non-relapse mortality",
    "移植作为竞争事件终止随访，Kaplan–Meier无法与删失区分：请看复发与非复发死亡",
)


def survival(
    paramcd: str, counts: Counts, day: int, strata: Sequence[Counts] | None = None
) -> Survival:
    """Return one Kaplan-Meier endpoint for every group of the counts, read at ``day``.

    ``strata`` are the same patients' counts apart, for a stratified test. Where HSCT
    competes there is no curve: Kaplan-Meier would censor it.
    """
    described = _described(paramcd, day)
    if counts.n_causes > ENDPOINTS[paramcd].n_causes:
        return {
            **described,
            "curves": dict.fromkeys(counts.groups),
            "test": test("logrank", HSCT_COMPETES),
        }
    at = described["at_risk"]["days"]
    return {
        **described,
        "curves": {
            group: _survival_curve(counts, group, day, at) for group in counts.groups
        },
        "test": test("logrank", log_rank(strata or counts).test),
    }


def incidence(
    paramcd: str, counts: Counts, day: int, strata: Sequence[Counts] | None = None
) -> Incidence:
    """Return one competing-risks endpoint for every group, read at ``day``.

    ``strata`` are the same patients' counts apart, for a stratified test.
    """
    described = _described(paramcd, day)
    at = described["at_risk"]["days"]
    found: Incidence = {
        **described,
        "competing": words(ENDPOINTS[paramcd].competing),
        "curves": {
            group: _incidence_curve(counts, group, day, at) for group in counts.groups
        },
        "test": test("gray", gray_test(strata or counts, OF_INTEREST)),
    }
    if ENDPOINTS[paramcd].stacked:
        _add_causes(found, paramcd, counts)
    return found


def _add_causes(found: Incidence, paramcd: str, counts: Counts) -> None:
    """Add the incidence of every cause, HSCT where it competes."""
    causes = [*ENDPOINTS[paramcd].causes, NEXT_HSCT][: counts.n_causes]
    found["parts"] = [words(cause) for cause in causes]
    for group, curve in found["curves"].items():
        of = aalen_johansen(counts, group)
        if curve is None or isinstance(of, NotEstimable):
            continue
        # A curve that is decided goes on for a point more.
        more = len(curve["day"]) - 1 - of.days.size
        curve["causes"] = [
            {
                "estimate": [0.0, *shares.tolist(), *shares[-1:].tolist() * more],
                "events": [0, *events.tolist(), *[0] * more],
            }
            for shares, events in zip(of.incidence, of.events, strict=True)
        ]
        at = places(curve, found["at_risk"]["days"])
        curve["shares"] = [
            [cause["estimate"][place] for place in at] for cause in curve["causes"]
        ]


def _described(paramcd: str, day: int) -> Described:
    endpoint = ENDPOINTS[paramcd]
    ticks = [*endpoint.ticks]
    usual: AtRisk = {"unit": "months", "at": [*MONTHS], "days": [*AT_RISK_DAYS]}
    return {
        "label": words(endpoint.name),
        "definition": words(endpoint.definition),
        "begins": words(endpoint.begins) if endpoint.begins else None,
        "at_risk": {"unit": "days", "at": ticks, "days": ticks} if ticks else usual,
        "read_at": day,
    }


def survival_at(curve: KaplanMeier, day: int) -> Estimate:
    """Read a Kaplan-Meier curve at a day, with both kinds of limits."""
    points = {kind: curve.at(day, kind) for kind in CONF_TYPES}
    return estimate(points, {"greenwood": points["log-log"].std_err})


def incidence_at(curve: CumulativeIncidence, day: int) -> Estimate:
    """Read a cumulative incidence at a day, with limits from both variances.

    Once everybody had an event it stays as it is.
    """
    at = day_to_read(curve, day)
    points = {kind: curve.at(OF_INTEREST, at, variance=kind) for kind in VARIANCES}
    found = estimate(points, {kind: point.std_err for kind, point in points.items()})
    return found if at == day else {**found, "day": float(day), "at_risk": 0}


def day_to_read(curve: CumulativeIncidence, day: float) -> float:
    """Return the day that says what holds at ``day``: the last, where all is decided.

    It is where nobody is left who could be censored: then the incidence is known ever
    after, which R cmprsk's ``timepoints`` does not say.
    """
    return min(day, float(curve.days[-1])) if _is_decided(curve) else day


def _is_decided(curve: CumulativeIncidence) -> bool:
    return bool(curve.survival[-1] < ROUNDING)


def _survival_curve(
    counts: Counts, group: str, horizon: int, at: Sequence[int]
) -> SurvivalCurve | None:
    curve = kaplan_meier(counts, group)
    if isinstance(curve, NotEstimable):
        return None
    limits = {kind: curve.limits(kind) for kind in CONF_TYPES}
    counted = _counted(counts, group, at)
    days: Days = {
        "day": [0.0, *curve.days.tolist()],
        "estimate": [1.0, *curve.survival.tolist()],
        "at_risk": [counted["at_risk"][0], *curve.at_risk.tolist()],
        "events": [0, *curve.events.tolist()],
        "censored": [0, *curve.censored.tolist()],
        "limits": {
            kind: {"lower": [1.0, *numbers(low)], "upper": [1.0, *numbers(high)]}
            for kind, (low, high) in limits.items()
        },
    }
    return {
        "n": curve.n,
        **days,
        "table": {**counted, **heights(days, at)},
        "at_horizon": survival_at(curve, horizon),
        "median": median(quantile(curve)),
    }


def _incidence_curve(
    counts: Counts, group: str, horizon: int, at: Sequence[int]
) -> Curve | None:
    curve = aalen_johansen(counts, group)
    if isinstance(curve, NotEstimable):
        return None
    own, n = OF_INTEREST - 1, int(curve.at_risk[0])
    limits = {kind: curve.limits(OF_INTEREST, variance=kind) for kind in VARIANCES}
    censored = counts.of(group).censored[0]
    days: Days = {
        "day": [0.0, *curve.days.tolist()],
        "estimate": [0.0, *curve.incidence[own].tolist()],
        "at_risk": [n, *curve.at_risk.tolist()],
        "events": [0, *curve.events[own].tolist()],
        "censored": [0, *censored.tolist()],
        "limits": {
            kind: {"lower": [0.0, *numbers(low)], "upper": [0.0, *numbers(high)]}
            for kind, (low, high) in limits.items()
        },
    }
    if _is_decided(curve) and at[-1] > days["day"][-1]:
        _go_on(days, at[-1])
    return {
        "n": n,
        **days,
        "table": {**_counted(counts, group, at), **heights(days, at)},
        "at_horizon": incidence_at(curve, horizon),
    }


def _go_on(days: Days, last: int) -> None:
    """Carry a curve on, with nobody left, to the end of its table."""
    days["day"].append(float(last))
    days["estimate"].append(days["estimate"][-1])
    for name in ("at_risk", "events", "censored"):
        days[name].append(0)  # type: ignore[literal-required]
    for ends in days["limits"].values():
        for values in ends.values():
            values.append(values[-1])


def _counted(counts: Counts, group: str, at: Sequence[int]) -> Counted:
    """Return the numbers under a curve; events are of any cause."""
    found = numbers_at_risk(counts.of(group), at)
    at_risk, events, censored = (
        np.asarray(rows[0]).tolist()
        for rows in (found.at_risk, found.events, found.censored)
    )
    return {"at_risk": at_risk, "events": events, "censored": censored}
