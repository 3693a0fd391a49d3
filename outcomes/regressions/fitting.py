"""Fit a regression: every covariate alone, and all of them together."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators import NotEstimable
from outcomes.estimators.regression import (
    Proportionality,
    Regression,
    concordance,
    cox_regression,
    fine_gray,
    proportional_hazards,
    scaled_schoenfeld,
)
from outcomes.estimators.regression.residuals import Schoenfeld
from outcomes.regressions.asked import Asked
from outcomes.regressions.columns import Stretches, design_of, stretches
from outcomes.regressions.rows import Column, Rows

Fitted = Regression | NotEstimable
OF_INTEREST = 1


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What was found; ``alone`` by variable. Fine–Gray has nothing but the ratios."""

    rows: Rows
    split: Stretches
    together: Fitted
    alone: dict[str, Fitted]
    concordance: float | NotEstimable | None = None
    proportional: Proportionality | NotEstimable | None = None
    residuals: Schoenfeld | None = None


def fit(rows: Rows, asked: Asked) -> Fit:
    """Fit it, on the same rows alone as together."""
    split = stretches(rows, rows.cause == OF_INTEREST)
    together = _fitted(rows.columns, rows, split, asked)
    alone = (
        {rows.columns[0].term.variable.name: together}
        if len(rows.columns) == 1
        else {
            column.term.variable.name: _fitted((column,), rows, split, asked)
            for column in rows.columns
        }
    )
    if asked.model == "fine_gray" or isinstance(together, NotEstimable):
        return Fit(rows, split, together, alone)
    times = times_of(rows, split)
    predictor = together.design.matrix[:, together.kept] @ together.beta
    constant = proportional_hazards(together, split.stop, split.event, **times)
    return Fit(
        rows,
        split,
        together,
        alone,
        concordance(predictor, split.stop, split.event, **times),
        constant,
        None
        if isinstance(constant, NotEstimable)
        else scaled_schoenfeld(together, split.stop, split.event, **times),
    )


def _fitted(
    columns: tuple[Column, ...], rows: Rows, split: Stretches, asked: Asked
) -> Fitted:
    design = design_of(columns, split)
    if asked.model == "fine_gray":
        return fine_gray(design, rows.day, rows.cause, of_interest=OF_INTEREST)
    centre = rows.centre[split.row] if asked.robust else None
    times = times_of(rows, split)
    return cox_regression(design, split.stop, split.event, cluster=centre, **times)


def times_of(rows: Rows, split: Stretches) -> dict[str, Any]:
    """Return when rows begin, where states do, and their strata."""
    stratum: NDArray[np.str_] | None = rows.stratum
    return {
        "start": split.start if split.split else None,
        "stratum": None if stratum is None else stratum[split.row],
    }
