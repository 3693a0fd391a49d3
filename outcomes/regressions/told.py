"""A fitted regression as JSON: ratios, counts, tests, and what to be wary of."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import Group
from outcomes.cohorts.shapes import Number, Ratio, Test, reason, test, words
from outcomes.cohorts.variable import Kind
from outcomes.cohorts.wording import hsct_way
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import NotEstimable
from outcomes.estimators.logrank import chi_square
from outcomes.estimators.reason import SINGULAR
from outcomes.estimators.regression import Coefficient, Regression
from outcomes.regressions.asked import Asked
from outcomes.regressions.columns import NO, YES, levels_of
from outcomes.regressions.fitting import OF_INTEREST, Fit, Fitted
from outcomes.regressions.rows import Column, Rows
from outcomes.regressions.shapes import (
    Caution,
    Covariate,
    Level,
    Model,
    Residuals,
)
from registry.codelists.base import Label

SCHEMA = 1
# Fewer events a coefficient and ratios are drawn away from 1. Source: Peduzzi P,
# Concato J, Feinstein AR, Holford TR. J Clin Epidemiol 1995;48:1503-1510.
ENOUGH_EVENTS = 10
# Fewer clusters and the robust variance is too small. Source: Rogers WH. Stata
# Technical Bulletin 1993;13:19-23 says 20; with fewer than 10 it says little.
ENOUGH_CENTRES = 10
FEW_EVENTS = Label(
    "Fewer than 10 events for each coefficient: ratios may be far from the truth, and "
    "limits too narrow. Take covariates out.",
    "每个系数对应的事件少于10个：风险比可能严重偏离，置信区间过窄。请减少协变量。",
)
FEW_CENTRES = Label(
    "Fewer than 10 centres: a variance that is robust by centre is too small with so "
    "few.",
    "中心少于10个：中心数过少时，按中心的稳健方差偏小。",
)
NOT_PROPORTIONAL = Label(
    "Hazards are not proportional (P < .05): a ratio is then an average over time. "
    "Look at the residuals, and stratify by the covariate or part the time.",
    "风险不成比例（P < .05）：此时风险比仅为随时间变化的平均值。"
    "请查看残差图，对该协变量分层或分段分析。",
)
MANY_MISSING = Label(
    "More than a fifth of the patients are left out for a missing value: those who "
    "are left may be others than those one asks about.",
    "超过五分之一的患者因缺失值被排除：剩余患者可能不代表目标人群。",
)
MOST_LEFT_OUT = 0.2
DOUBT = 0.05


def told(fit: Fit, asked: Asked, definition: Definition) -> Model:
    """Return everything that is said of a fit."""
    rows, together, endpoint = fit.rows, fit.together, ENDPOINTS[asked.endpoint]
    event = rows.cause == OF_INTEREST
    left = rows.left
    whole = [] if isinstance(together, NotEstimable) else _whole(together)
    index = fit.concordance
    parameters = len(_names(rows.columns))
    return {
        "schema": SCHEMA,
        "endpoint": asked.endpoint,
        "label": words(endpoint.name),
        "definition": words(endpoint.definition),
        "model": asked.model,
        "method": "" if isinstance(together, NotEstimable) else together.method,
        "landmark": definition.landmark,
        "hsct": hsct_way(definition),
        "strata": [words(one.variable.label) for one in asked.strata],
        "robust": asked.robust,
        "subjects": rows.members,
        "n": int(rows.day.size),
        "incomplete": left.incomplete,
        "no_time": left.without_time,
        "events": int(event.sum()),
        "competing": int((rows.cause > OF_INTEREST).sum()),
        "censored": int((rows.cause == 0).sum()),
        "parameters": parameters,
        "covariates": [_covariate(column, fit) for column in rows.columns],
        "strata_missing": [
            (words(one.variable.label), left.by_variable[one.variable.name])
            for one in asked.strata
        ],
        "concordance": index if isinstance(index, float) else None,
        "whole": whole,
        "proportional": _constant(fit),
        "cautions": [*_cautions(fit, asked, parameters)],
        "residuals": [*_residuals(fit)],
        "why": reason(together),
    }


def _covariate(column: Column, fit: Fit) -> Covariate:
    term, variable = column.term, column.term.variable
    kind = "levels" if term.grouping else "state" if term.state else "number"
    levels = {"levels": _levels, "state": _state, "number": _number}[kind](column, fit)
    alone, together = fit.alone[variable.name], fit.together
    for level in levels:
        if not level["reference"]:
            name = _name(column, level["key"])
            level["alone"] = ratio(alone, name)
            level["together"] = ratio(together, name)
    return {
        "variable": variable.name,
        "label": words(variable.label),
        "kind": kind,
        "unit": "year" if variable.kind is Kind.DAY else variable.unit,
        "per": term.per,
        "missing": fit.rows.left.by_variable[variable.name],
        "levels": levels,
        "test": _of_term(variable.name, together),
        "proportional": _constant(fit, variable.name),
    }


def _levels(column: Column, fit: Fit) -> list[Level]:
    groups = levels_of(column)
    found = []
    for place, group in enumerate(groups):
        has = column.values == group.key
        found.append(_level(group, has, fit.rows, reference=place == 0))
    return found


def _level(
    group: Group, has: NDArray[np.bool_], rows: Rows, *, reference: bool
) -> Level:
    event = has & (rows.cause == OF_INTEREST)
    return _row(group.key, group.label, int(has.sum()), int(event.sum()), reference)


def _row(key: str, label: Label, n: int, events: int, reference: bool) -> Level:
    return {
        "key": key,
        "label": words(label),
        "reference": reference,
        "n": n,
        "events": events,
        "alone": None,
        "together": None,
    }


def _number(column: Column, fit: Fit) -> list[Level]:
    n, events = fit.rows.day.size, int((fit.rows.cause == OF_INTEREST).sum())
    return [_row("", column.term.variable.label, n, events, reference=False)]


def _state(column: Column, fit: Fit) -> list[Level]:
    """Return who never entered the state, or until they did, and who entered it."""
    variable, split = column.term.variable, fit.split
    there = split.there[variable.name]
    entered = int(np.unique(split.row[there]).size)
    after = int((split.event & there).sum())
    before = int((split.event & ~there).sum())
    everybody = fit.rows.day.size
    return [
        _row(NO, variable.value_label(NO), everybody, before, reference=True),
        _row(YES, variable.value_label(YES), entered, after, reference=False),
    ]


def _name(column: Column, key: str) -> str:
    """Return the design's name of a level, or of a number."""
    name = column.term.variable.name
    return f"{name}={key}" if key else name


def _names(columns: tuple[Column, ...]) -> list[str]:
    found = []
    for column in columns:
        if column.term.grouping:
            found += [_name(column, g.key) for g in levels_of(column)[1:]]
        else:
            found.append(_name(column, YES if column.term.state else ""))
    return found


def ratio(fitted: Fitted, name: str) -> Ratio:
    """Return the hazard ratio of one column of a fit."""
    found = fitted
    if isinstance(fitted, Regression):
        found = fitted.coefficients[name]  # type: ignore[assignment]
    if not isinstance(found, Coefficient):
        empty = dict.fromkeys(("ratio", "lower", "upper", "p", "coef", "std_err"))
        return {**empty, "why": reason(found)}  # type: ignore[return-value, typeddict-item]
    lower, upper = found.limits()
    return {
        "ratio": found.ratio,
        "lower": lower,
        "upper": upper,
        "p": found.p,
        "coef": found.coef,
        "std_err": found.std_err,
        "why": None,
    }


def _of_term(name: str, fitted: Fitted) -> Test:
    """Return Wald's test that no level of a covariate differs from the reference."""
    if isinstance(fitted, NotEstimable):
        return test("wald", fitted)
    own = np.flatnonzero(np.isin(fitted.kept, fitted.design.terms[name]))
    columns = [fitted.design.columns[j] for j in fitted.design.terms[name]]
    why = next((fitted.reasons[c] for c in columns if c in fitted.reasons), None)
    if why is not None or not own.size:
        return test("wald", why or SINGULAR)
    part = fitted.variance[np.ix_(own, own)]
    return test("wald", chi_square(fitted.beta[own], part, events=0.0))


def _whole(fitted: Regression) -> list[Test]:
    return [
        test("likelihood_ratio", fitted.likelihood_ratio),
        test("wald", fitted.wald),
        test("score", fitted.robust_score_test or fitted.score_test),
    ]


def _constant(fit: Fit, name: str = "") -> Test | None:
    """Return the test of constant coefficients, of one covariate or of all."""
    found: Any = fit.proportional
    if found is None:
        return None
    if not isinstance(found, NotEstimable):
        found = found.terms.get(name) if name else found.whole
    return None if found is None else test("cox_zph", found)


def _residuals(fit: Fit) -> Iterator[Residuals]:
    if fit.residuals is None or isinstance(fit.together, NotEstimable):
        return
    at = {fit.together.design.columns[j]: i for i, j in enumerate(fit.together.kept)}
    for column in fit.rows.columns:
        for level in _covariate_levels(column):
            name = _name(column, level[0])
            if name in at:
                yield {
                    "variable": column.term.variable.name,
                    "key": level[0],
                    "label": words(level[1]),
                    "day": fit.residuals.day.tolist(),
                    "value": fit.residuals.scaled[:, at[name]].tolist(),
                }


def _covariate_levels(column: Column) -> list[tuple[str, Label]]:
    variable = column.term.variable
    if column.term.grouping:
        return [(g.key, g.label) for g in levels_of(column)[1:]]
    if column.term.state:
        return [(YES, variable.value_label(YES))]
    return [("", variable.label)]


def _cautions(fit: Fit, asked: Asked, parameters: int) -> Iterator[Caution]:
    rows = fit.rows
    events = int((rows.cause == OF_INTEREST).sum())
    if parameters and events < ENOUGH_EVENTS * parameters:
        yield _caution("few_events", FEW_EVENTS)
    if asked.robust and np.unique(rows.centre).size < ENOUGH_CENTRES:
        yield _caution("few_centres", FEW_CENTRES)
    if rows.left.incomplete > MOST_LEFT_OUT * max(rows.members, 1):
        yield _caution("many_missing", MANY_MISSING)
    tests = [_constant(fit, c.term.variable.name) for c in rows.columns]
    if any(_below(one, DOUBT) for one in (*tests, _constant(fit))):
        yield _caution("not_proportional", NOT_PROPORTIONAL)


def _below(found: Test | None, limit: float) -> bool:
    p: Number = found["p"] if found else None
    return p is not None and p < limit


def _caution(code: str, label: Label) -> Caution:
    return {"code": code, "en": label.en, "zh": label.zh}
