"""A regression as an R script: its rows, the call, and what was found.

The rows have days, status and covariates of single patients: whoever may take rows out
of the cohort gets it, and the log of exports says so.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from outcomes.cohorts.shapes import Number, Test
from outcomes.estimators import NotEstimable
from outcomes.estimators.regression import Regression
from outcomes.figures.caption import Provenance
from outcomes.figures.r_lines import TOLERANCE, NoScript, frame, same, vector
from outcomes.regressions.asked import Asked
from outcomes.regressions.columns import levels_of
from outcomes.regressions.fitting import OF_INTEREST, Fit
from outcomes.regressions.rows import Column
from outcomes.regressions.shapes import Model

# crr's line search stalls short of the maximum, where its variance is taken too.
OF_CRR = "1e-6"
PRECISE = "coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)"


def model_script(fit: Fit, asked: Asked, model: Model, source: Provenance) -> str:
    """Return the script of a fitted regression. Raises NoScript."""
    if isinstance(fit.together, NotEstimable) or not _known(fit.together):
        raise NoScript("nothing could be estimated: there is nothing to compare")
    cox = asked.model == "cox"
    about = [f"{model['label']['en']}: {model['definition']['en']}"]
    body = [*_data(fit, asked), *(_cox if cox else _fine_gray)(fit, asked, model)]
    return frame(source, "survival" if cox else "cmprsk", about, body)


def _data(fit: Fit, asked: Asked) -> Iterator[str]:
    """Yield one row a patient, or a stretch of one, with the columns of the design."""
    rows, split = fit.rows, fit.split
    yield "# status: 0 last seen, 1 the event, 2 and more what competes with it"
    names = [_column(column) for column in rows.columns]
    more = (["stratum"] if asked.strata else []) + (["centre"] if asked.robust else [])
    heads = ",".join(["start", "day", "status", *names, *more])
    yield f'rows <- read.csv(text = "{heads}'
    _strata, stratum = np.unique(
        rows.stratum if rows.stratum is not None else np.zeros(rows.day.size),
        return_inverse=True,
    )
    _centres, centre = np.unique(rows.centre, return_inverse=True)
    for place, row in enumerate(split.row.tolist()):
        last = split.stop[place] == rows.day[row]
        status = int(rows.cause[row]) if last else 0
        values = [_value(column, fit, place, row) for column in rows.columns]
        values += [str(stratum[row] + 1)] if asked.strata else []
        values += [str(centre[row] + 1)] if asked.robust else []
        cells = [
            f"{split.start[place]:g}",
            f"{split.stop[place]:g}",
            str(status),
            *values,
        ]
        yield ",".join(cells)
    yield '")'
    for column in rows.columns:
        if column.term.grouping:
            levels = vector(range(1, len(levels_of(column)) + 1))
            labels = "; ".join(
                f"{i} {' '.join(g.label.en.split())}"
                for i, g in enumerate(levels_of(column), start=1)
            )
            name = _column(column)
            yield f"# {name}: {labels}"
            yield f"rows${name} <- factor(rows${name}, levels = {levels})"


def _column(column: Column) -> str:
    return column.term.variable.name


def _value(column: Column, fit: Fit, place: int, row: int) -> str:
    if column.term.state:
        return str(int(fit.split.there[column.term.variable.name][place]))
    value = column.values[row]
    if column.term.grouping is None:
        return repr(float(value))
    keys = [group.key for group in levels_of(column)]
    return str(keys.index(value) + 1)


def _cox(fit: Fit, asked: Asked, model: Model) -> Iterator[str]:
    names = [_column(column) for column in fit.rows.columns]
    more = ["strata(stratum)"] if asked.strata else []
    more += ["cluster(centre)"] if asked.robust else []
    times = "start, day" if fit.split.split else "day"
    left = f"Surv({times}, status == {OF_INTEREST})"
    yield f"control <- {PRECISE}"
    yield f"fit <- coxph({left} ~ {' + '.join([*names, *more])},"
    yield "             rows, control = control)"
    yield ""
    yield "# What Day Zero found"
    yield from _coefficients(fit, "unname(coef(fit))", "unname(sqrt(diag(vcov(fit))))")
    if model["concordance"] is not None:
        index = repr(model["concordance"])
        yield from same("unname(concordance(fit)$concordance)", index)
    if model["proportional"] is not None and model["proportional"]["p"] is not None:
        yield from _constant(model)
    if fit.residuals is not None and not asked.strata:
        found = vector(fit.residuals.scaled.sum(axis=0).tolist())
        yield f"residuals <- {found}"
        scaled = 'as.matrix(residuals(fit, type = "scaledsch"))'
        yield from same(f"unname(colSums({scaled}))", "residuals")
    for name in names if len(names) > 1 else []:
        yield from _alone(fit, name, left, more)


def _constant(model: Model) -> Iterator[str]:
    tests: list[tuple[str, Test | None]] = [
        (one["variable"], one["proportional"]) for one in model["covariates"]
    ]
    tests.append(("GLOBAL", model["proportional"]))
    known = {name: one["chisq"] for name, one in tests if one and one["chisq"]}
    yield f"constant <- {vector(known.values())}"
    names = ", ".join(f'"{name}"' for name in known)
    yield from same(f'unname(cox.zph(fit)$table[c({names}), "chisq"])', "constant")


def _alone(fit: Fit, name: str, left: str, more: list[str]) -> Iterator[str]:
    """Yield a covariate alone, where each of its levels has a ratio."""
    found = fit.alone[name]
    if isinstance(found, NotEstimable) or found.reasons:
        return
    terms = " + ".join([name, *more])
    yield f"alone <- coxph({left} ~ {terms}, rows, control = control)"
    yield from same("unname(coef(alone))", vector(found.beta.tolist()))
    yield from same("unname(sqrt(diag(vcov(alone))))", vector(found.std_errs.tolist()))


def _fine_gray(fit: Fit, asked: Asked, model: Model) -> Iterator[str]:
    names = " + ".join(_column(column) for column in fit.rows.columns)
    yield f"columns <- model.matrix(~ {names}, rows)[, -1, drop = FALSE]"
    yield "# crr weighs days 0 and 1 alike; with every day one later it does not."
    yield f"fit <- crr(rows$day + 1, rows$status, columns, failcode = {OF_INTEREST},"
    yield "           gtol = 1e-13, maxiter = 50)"
    yield ""
    yield "# What Day Zero found"
    errors = "unname(sqrt(diag(fit$var)))"
    yield from _coefficients(fit, "unname(fit$coef)", errors, OF_CRR)


def _coefficients(
    fit: Fit, coef: str, errors: str, tolerance: str = TOLERANCE
) -> Iterator[str]:
    """Yield the comparison of coefficients; those without one are left out."""
    together: Any = fit.together
    known = _known(together)
    if len(known) < len(together.design.columns):
        yield "# R gives a number or NA where a coefficient cannot be estimated"
    places = vector([j + 1 for j, _beta, _error in known])
    yield f"known <- {places}"
    yield f"coefficients <- {vector([beta for _j, beta, _error in known])}"
    yield f"std_errors <- {vector([error for _j, _beta, error in known])}"
    yield from same(
        f"{coef}[known]", "coefficients", *([tolerance] if tolerance else [])
    )
    yield from same(
        f"{errors}[known]", "std_errors", *([tolerance] if tolerance else [])
    )


def _known(found: Regression) -> list[tuple[int, Number, Number]]:
    errors = found.std_errs
    return [
        (int(j), float(found.beta[i]), float(errors[i]))
        for i, j in enumerate(found.kept)
        if found.design.columns[j] not in found.reasons and errors[i]
    ]
