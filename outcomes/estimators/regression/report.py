"""Regressions of one file as plain values, in the shape of R's own results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.logrank import ChiSquare
from outcomes.estimators.reason import LATE_ENTRY, NO_STRATA, NotEstimable, Value
from outcomes.estimators.regression.concordance import concordance
from outcomes.estimators.regression.cox import cox_regression
from outcomes.estimators.regression.design import Design
from outcomes.estimators.regression.fine_gray import fine_gray
from outcomes.estimators.regression.fit import Coefficient, Regression
from outcomes.estimators.regression.proportional import (
    TRANSFORMS,
    proportional_hazards,
)

Shape = dict[str, Any]
Fitted = Regression | NotEstimable


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One row a patient, or a stretch of one, on (entry, day].

    day, cause : (n,); entry, stratum, cluster : (n,) or None
    """

    day: ArrayLike
    cause: NDArray[np.int64]
    entry: ArrayLike | None = None
    stratum: ArrayLike | None = None
    cluster: ArrayLike | None = None


def regressions(design: Design, rows: Rows) -> tuple[Shape, dict[str, str]]:
    """Return every model of these covariates, and by path why what is None is None.

    ``cox`` takes an event of any cause; where there are several, ``by_cause`` takes
    each alone, the others censored, and ``fine_gray`` each with the others competing.
    """
    reasons: dict[str, str] = {}
    causes = [int(cause) for cause in np.unique(rows.cause) if cause]
    shape = {"cox": _cox(design, rows, rows.cause > 0, reasons, "cox")}
    if len(causes) > 1:
        shape["by_cause"] = {
            str(cause): _cox(
                design, rows, rows.cause == cause, reasons, f"by_cause.{cause}"
            )
            for cause in causes
        }
        shape["fine_gray"] = {
            str(cause): _said(
                _fine_gray(design, rows, cause), reasons, f"fine_gray.{cause}"
            )
            for cause in causes
        }
    return shape, reasons


def _cox(
    design: Design,
    rows: Rows,
    event: NDArray[np.bool_],
    reasons: dict[str, str],
    path: str,
) -> Shape | None:
    times: Shape = {"start": rows.entry, "stratum": rows.stratum}
    fitted = cox_regression(design, rows.day, event, cluster=rows.cluster, **times)
    shape = _said(fitted, reasons, path)
    if shape is None or isinstance(fitted, NotEstimable):
        return None
    predictor = design.matrix[:, fitted.kept] @ fitted.beta
    index = concordance(predictor, rows.day, event, **times)
    shape["concordance"] = _number(index, reasons, f"{path}.concordance")
    shape["zph"] = {}
    for transform in TRANSFORMS:
        found = proportional_hazards(
            fitted, rows.day, event, transform=transform, **times
        )
        where = f"{path}.zph.{transform}"
        if isinstance(found, NotEstimable):
            reasons[where], shape["zph"][transform] = str(found), None
            continue
        tests = {**found.terms, "GLOBAL": found.whole}
        shape["zph"][transform] = {
            "rows": [*tests],
            "table": [
                _test(test, reasons, f"{where}.{row}") for row, test in tests.items()
            ],
        }
    return shape


def _fine_gray(design: Design, rows: Rows, cause: int) -> Fitted:
    if rows.entry is not None:
        return LATE_ENTRY
    if rows.stratum is not None:
        return NO_STRATA
    return fine_gray(design, rows.day, rows.cause, of_interest=cause)


def _said(fitted: Fitted, reasons: dict[str, str], path: str) -> Shape | None:
    """Return a model by the names of R's results; None, with the reason, for none."""
    if isinstance(fitted, NotEstimable):
        reasons[path] = str(fitted)
        return None
    found = fitted.coefficients
    for name, one in found.items():
        if isinstance(one, NotEstimable):
            reasons[f"{path}.coef.{name}"] = str(one)
    robust = fitted.robust_score_test
    wald = fitted.wald
    return {
        "method": fitted.method,
        "variance": fitted.variance_kind,
        "coef": {name: _of(one, "coef") for name, one in found.items()},
        "se": {name: _of(one, "std_err") for name, one in found.items()},
        "p": {name: _of(one, "p") for name, one in found.items()},
        "naive_se": None
        if fitted.variance is fitted.model_variance
        else np.sqrt(np.diag(fitted.model_variance)).tolist(),
        "var": fitted.variance.tolist(),
        "loglik": list(fitted.log_likelihood),
        "lrt": fitted.likelihood_ratio.chisq,
        "score": _statistic(fitted.score_test, reasons, f"{path}.score"),
        "rscore": robust and _statistic(robust, reasons, f"{path}.rscore"),
        "wald": _statistic(wald, reasons, f"{path}.wald"),
        "df": int(fitted.beta.size),
        "n": fitted.n,
        "nevent": fitted.events,
    }


def _of(one: Coefficient | NotEstimable, name: str) -> float | None:
    return None if isinstance(one, NotEstimable) else float(getattr(one, name))


def _number(value: Value, reasons: dict[str, str], path: str) -> float | None:
    if isinstance(value, NotEstimable):
        reasons[path] = str(value)
        return None
    return value


def _statistic(
    test: ChiSquare | NotEstimable, reasons: dict[str, str], path: str
) -> float | None:
    return _number(
        test if isinstance(test, NotEstimable) else test.chisq, reasons, path
    )


def _test(
    test: ChiSquare | NotEstimable, reasons: dict[str, str], path: str
) -> list[float | int] | None:
    if isinstance(test, NotEstimable):
        reasons[path] = str(test)
        return None
    return [test.chisq, test.df, test.p]
