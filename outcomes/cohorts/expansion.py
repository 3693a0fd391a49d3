"""CAR-T copies after infusion: median and quartiles at the planned days."""

from typing import TypedDict

import numpy as np
from django.db.models import QuerySet

from outcomes.cohorts.shapes import Number
from outcomes.models import AnalysisSubject

# The planned days of measurement; one belongs to the nearest, up to halfway.
PLANNED = (1, 4, 7, 10, 14, 21, 28, 60, 90, 180, 365)
LAST = 450


class Point(TypedDict):
    """One planned day: of ``n`` patients ``below`` had no copies that could be found.

    Median and quartiles take those as the lowest; null where they fall among them. A
    number that may not be shown is null.
    """

    day: int
    n: int | None
    below: int | None
    median: Number
    low: Number
    high: Number


class Expansion(TypedDict):
    """``n`` patients measured; ``limit`` is the highest limit of detection said."""

    n: int
    limit: Number
    points: list[Point]


def planned(day: int) -> int:
    """Return the planned day to which a measurement belongs."""
    return min(PLANNED, key=lambda one: (abs(one - day), one))


def expansion(subset: QuerySet[AnalysisSubject]) -> Expansion:
    """Return the expansion of a subset: one query."""
    courses = subset.exclude(copies=[]).order_by().values_list("copies", flat=True)
    at: dict[int, list[float]] = {}
    n, limit = 0, None
    for copies in courses.iterator():
        n += 1
        nearest: dict[int, list[float | None]] = {}
        for day, found, lod in copies:
            limit = lod if limit is None or (lod or 0) > limit else limit
            point = planned(day)
            kept = nearest.get(point)
            if day <= LAST and (kept is None or _nearer(day, kept[0], point)):
                nearest[point] = [day, found]
        for point, (_day, found) in nearest.items():
            at.setdefault(point, []).append(found or 0.0)
    return {"n": n, "limit": limit, "points": [_point(d, at[d]) for d in sorted(at)]}


def _nearer(day: int, other: float | None, point: int) -> bool:
    return abs(day - point) < abs((other or 0) - point)


def _point(day: int, found: list[float]) -> Point:
    low, median, high = np.quantile(found, (0.25, 0.5, 0.75))
    return {
        "day": day,
        "n": len(found),
        "below": sum(1 for copies in found if copies == 0),
        "median": float(median) or None,
        "low": float(low) or None,
        "high": float(high) or None,
    }
