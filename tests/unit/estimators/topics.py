"""Our results for one set of patients, topic by topic as ``reference.R`` gives them."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from outcomes.estimators import (
    CONF_TYPES,
    Counts,
    KaplanMeier,
    NotEstimable,
    aalen_johansen,
    by_state,
    gray_test,
    kaplan_meier,
    landmark,
    log_rank,
    mantel_byar,
    mean_difference,
    median_follow_up,
    occupation_of,
    quantile,
    restricted_mean,
    trend,
)
from outcomes.estimators.regression import (
    TRANSFORMS,
    Proportionality,
    Regression,
    concordance,
    cox_regression,
    fine_gray,
    proportional_hazards,
)
from tests.unit.estimators.random_sets import Patients

KINDS = ("log", "log-log", "plain", "logit", "arcsin")
assert set(KINDS) == set(CONF_TYPES)


def flat(found: Any) -> list[float | None]:
    """Return all numbers in order; reasons and NaN are None."""
    if isinstance(found, NotEstimable) or found is None:
        return [None]
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, np.ndarray | list | tuple) or (
        isinstance(found, Iterable) and not isinstance(found, str)
    ):
        return [number for part in found for number in flat(part)]
    number = float(found)
    return [number if np.isfinite(number) else None]


def points(read: list[Any]) -> list[Any]:
    names = ("estimate", "std_err", "lower", "upper")
    return [[getattr(point, name) for point in read] for name in names]


def chisq(test: Any) -> Any:
    return test if isinstance(test, NotEstimable) else test.chisq


def everyone(test: Any) -> list[Any]:
    return [test.observed, test.expected, test.variance, chisq(test.test)]


def kaplan_meiers(counts: Counts, group: str, days: list[float]) -> list[Any]:
    curve = kaplan_meier(counts, group)
    read = {kind: [curve.at(day, kind) for day in days] for kind in KINDS}
    at_risk = [point.at_risk for point in read["log"]]
    return [[at_risk, points(read[kind])] for kind in KINDS]


def quantiles(counts: Counts, group: str) -> list[Any]:
    curve = kaplan_meier(counts, group)
    found = [[quantile(curve, p, kind) for p in (0.25, 0.5, 0.75)] for kind in KINDS]
    names = ("day", "lower", "upper")
    return [[[getattr(q, name) for q in row] for name in names] for row in found]


def means(set_: Patients, counts: Counts) -> list[Any]:
    groups = counts.groups
    tau = min(
        max(t for t, g in zip(set_.time, set_.group, strict=True) if g == name)
        for name in groups
    )
    found = [restricted_mean(kaplan_meier(counts, name), tau) for name in groups]
    each = [[mean.days, mean.std_err] for mean in found]
    if len(found) == 1:
        return each
    by = mean_difference(found[1], found[0])
    if isinstance(by, NotEstimable):
        return [each, found[1].days - found[0].days, 0.0]
    return [each, by.estimate, by.std_err]


def incidences(counts: Counts, group: str, days: list[float]) -> list[Any]:
    curve = aalen_johansen(counts, group)
    step = np.searchsorted(curve.days, days, side="right") - 1
    step = step[step >= 0]
    found = []
    for kind in KINDS[:3]:
        limits = [curve.limits(cause, kind) for cause in (1, 2)]
        found.append([
            curve.incidence[:, step],
            np.sqrt(curve.greenwood[:, step]),
            [low[step] for low, _ in limits],
            [high[step] for _, high in limits],
        ])  # fmt: skip
    return found


def cmprsk_incidences(counts: Counts, group: str, days: list[float]) -> list[Any]:
    curve = aalen_johansen(counts, group)
    read = [[curve.at(c, day, variance="cmprsk") for day in days] for c in (1, 2)]
    errors = [[flat(point.std_err)[0] for point in row] for row in read]
    variances = [[None if e is None else e**2 for e in row] for row in errors]
    return [[[point.estimate for point in row] for row in read], variances]


def late_entries(set_: Patients, days: list[float]) -> list[Any]:
    rows = {"entry": set_.entry, "n_causes": 2}
    whole = Counts.from_rows(set_.later, set_.status, **rows)
    curve, incidence = kaplan_meier(whole), aalen_johansen(whole)
    read = [curve.at(day) for day in days if day > curve.days[0]]
    step = np.searchsorted(incidence.days, days, side="right") - 1
    groups = Counts.from_rows(set_.later, set_.status, set_.group, **rows)
    return [
        points(read),
        incidence.incidence[:, step[step >= 0]],
        chisq(log_rank(groups).test),
    ]


def landmarks(set_: Patients, at: float) -> list[Any]:
    found = landmark(set_.time, set_.status, set_.known, at=at, n_causes=2)
    test = log_rank(found.counts)
    return [found.counts.n, test.observed, test.expected, chisq(test.test)]


def changing(set_: Patients) -> list[Any]:
    counts = by_state(set_.later, set_.status, set_.known, n_causes=2)
    found = [kaplan_meier(counts, group) for group in counts.groups]
    curves = [curve for curve in found if isinstance(curve, KaplanMeier)]
    limits = [curve.limits("log-log") for curve in curves]
    return [
        [curve.at_risk for curve in curves],
        [curve.survival for curve in curves],
        [np.sqrt(curve.log_variance) for curve in curves],
        [low for low, _ in limits],
        [high for _, high in limits],
        chisq(mantel_byar(counts).test),
    ]


def occupied(set_: Patients, days: list[float]) -> list[Any]:
    found = occupation_of(set_.stays())
    return [[found.at(day) for day in days], [found.std_err(day) for day in days]]


def model(fitted: Regression | NotEstimable, *, robust: bool = False) -> Any:
    if isinstance(fitted, NotEstimable):
        return fitted
    values = [fitted.beta, fitted.variance, fitted.log_likelihood]
    values += [chisq(fitted.score_test), chisq(fitted.wald)]
    return [*values, chisq(fitted.robust_score_test)] if robust else values


def late(set_: Patients, **more: Any) -> dict[str, Any]:
    return {"start": set_.entry, "stratum": set_.layer, **more}


def coxes(set_: Patients) -> list[Any]:
    whole, two = set_.design(group=True), set_.design()
    rows = (set_.later, set_.event)
    return [
        model(cox_regression(whole, *rows)),
        model(cox_regression(whole, *rows, ties="breslow")),
        model(cox_regression(two, *rows, ties="exact")),
        model(cox_regression(two, *rows, **late(set_))),
        model(cox_regression(two, *rows, **late(set_, cluster=set_.id)), robust=True),
    ]


def concordances(set_: Patients) -> Any:
    rows, design = (set_.later, set_.event), set_.design()
    fitted = cox_regression(design, *rows, **late(set_))
    if isinstance(fitted, NotEstimable):
        return fitted
    predictor = design.matrix[:, fitted.kept] @ fitted.beta
    return concordance(predictor, *rows, **late(set_))


def proportions(set_: Patients) -> list[Any]:
    rows, found = (set_.later, set_.event), []
    for clock in TRANSFORMS:
        for design, more in (
            (set_.design(group=True), {}),
            (set_.design(), late(set_)),
        ):
            fitted = cox_regression(design, *rows, **more)
            test = fitted
            if isinstance(fitted, Regression):
                test = proportional_hazards(fitted, *rows, **more, transform=clock)
            if isinstance(test, Proportionality):
                test = [*(chisq(x) for x in test.terms.values()), chisq(test.whole)]
            found.append(test)
    return found


def subdistributions(set_: Patients) -> list[Regression]:
    fits = [
        # crr weighs days 0 and 1 alike: it is asked one day later, we are not.
        fine_gray(set_.design(), set_.time, set_.status, of_interest=cause)
        for cause in (1, 2)
    ]
    return [fit for fit in fits if isinstance(fit, Regression)]


def ours(set_: Patients, days: list[float], at: float) -> dict[str, list[Any]]:
    """Return the numbers of every topic."""
    counts = set_.counts()
    layers = [set_.counts(layer) for layer in sorted(set(set_.layer))]
    family = [log_rank(counts, rho=rho) for rho in (0, 1, 0.5)]
    weights = ({"gamma": 1}, {"rho": 0.5, "gamma": 0.5})
    ordered, weighted = trend(family[0]), subdistributions(set_)
    found = {
        "kaplan_meier": [kaplan_meiers(counts, g, days) for g in counts.groups],
        "quantiles": [quantiles(counts, g) for g in counts.groups],
        "restricted_mean": means(set_, counts),
        "follow_up": [
            median_follow_up(counts, g, deaths="stay") for g in counts.groups
        ],
        "log_rank": [everyone(test) for test in family],
        "fleming_harrington": [chisq(log_rank(counts, **w).test) for w in weights],
        "stratified": everyone(log_rank(layers)),
        "trend": ordered
        if isinstance(ordered, NotEstimable)
        else [ordered.z, ordered.chisq],
        "aalen_johansen": [incidences(counts, g, days) for g in counts.groups],
        "cmprsk_incidence": [cmprsk_incidences(counts, g, days) for g in counts.groups],
        "gray": [chisq(gray_test(counts, c, rho=r)) for r in (0, 1) for c in (1, 2)],
        "gray_strata": [chisq(gray_test(layers, c)) for c in (1, 2)],
        "late_entry": late_entries(set_, days),
        "landmark": landmarks(set_, at),
        "mantel_byar": changing(set_),
        "occupation": occupied(set_, days),
        "cox": coxes(set_),
        "concordance": concordances(set_),
        "proportional_hazards": proportions(set_),
        "fine_gray": [[fit.beta, fit.log_likelihood[1]] for fit in weighted],
        "fine_gray_variance": [fit.variance for fit in weighted],
    }
    return {topic: flat(numbers) for topic, numbers in found.items()}
