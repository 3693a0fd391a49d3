"""A curve's few numbers, read from counts: what an act is said to have moved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from outcomes.cohorts.analysis import USUAL, Analysis
from outcomes.cohorts.curves import OF_INTEREST, day_to_read
from outcomes.cohorts.shapes import Number, number
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import (
    Counts,
    CurvePoint,
    NotEstimable,
    aalen_johansen,
    kaplan_meier,
    quantile,
)

# How many patients of a group left the curve on a day, by cause.
Cells = Counter[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Patients, events of interest, the estimate at the horizon, the median's day.

    ``estimate`` and its limits are shares; None where it cannot be estimated.
    Incidence has no median.
    """

    n: int
    events: int
    estimate: Number = None
    lower: Number = None
    upper: Number = None
    median: Number = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Which curve is read: of an endpoint with so many causes, up to the horizon."""

    endpoint: str
    n_causes: int
    horizon: int
    analysis: Analysis = USUAL


def reading(cells: Cells, curve: Curve) -> Reading:
    """Read one group's curve."""
    left = {cell: n for cell, n in cells.items() if n}
    n = sum(left.values())
    events = sum(n for (_day, cause), n in left.items() if cause == OF_INTEREST)
    if not left:
        return Reading(0, 0)
    counts = Counts.from_rows(
        [day for day, _cause in left],
        [cause for _day, cause in left],
        n_causes=curve.n_causes,
        multiplicity=list(left.values()),
    )
    point, median = _read(counts, curve)
    if point is None:
        return Reading(n, events)
    limits = number(point.lower), number(point.upper)
    return Reading(n, events, number(point.estimate), *limits, median)


def _read(counts: Counts, curve: Curve) -> tuple[CurvePoint | None, Number]:
    at, limits, level = curve.horizon, curve.analysis.limits, curve.analysis.level
    if ENDPOINTS[curve.endpoint].estimator == "kaplan_meier":
        # An HSCT that competes leaves no Kaplan-Meier curve.
        if curve.n_causes > ENDPOINTS[curve.endpoint].n_causes:
            return None, None
        alive = kaplan_meier(counts)
        if isinstance(alive, NotEstimable):
            return None, None
        return alive.at(at, limits, level=level), number(quantile(alive).day)
    risk = aalen_johansen(counts)
    if isinstance(risk, NotEstimable):
        return None, None
    day = day_to_read(risk, at)
    return risk.at(OF_INTEREST, day, limits, level=level), None


def readings(cells: Mapping[str, Cells], curve: Curve) -> dict[str, Reading]:
    """Read every group's curve."""
    return {group: reading(of, curve) for group, of in cells.items()}
