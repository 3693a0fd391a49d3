"""CAR-T copies after infusion: median and quartiles at the planned days."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, TypedDict

from outcomes.cohorts.belonging import SUBSET, Row
from outcomes.cohorts.shapes import Number
from outcomes.cohorts.spread import spread
from outcomes.cohorts.tally import Cells, Part

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


@cache
def planned(day: int) -> int:
    """Return the planned day to which a measurement belongs."""
    return min(PLANNED, key=lambda one: (abs(one - day), one))


def parts() -> list[Part]:
    """Return what is counted: who was measured, with which limit, and the copies."""
    return [
        Part("measured", SUBSET, lambda row: [(_limit(row),)] if row["copies"] else []),
        Part("copies", SUBSET, _copies),
    ]


def _limit(row: Row) -> float | None:
    """Return the highest limit of detection that was said, None of none."""
    return max((lod for *_, lod in row["copies"] if lod is not None), default=None)


def _copies(row: Row) -> Iterator[tuple[int, float]]:
    """Yield the copies nearest to each planned day, 0.0 of none found."""
    nearest: dict[int, list[Any]] = {}
    for day, found, _lod in row["copies"]:
        point = planned(day)
        kept = nearest.get(point)
        if day <= LAST and (kept is None or _nearer(day, kept[0], point)):
            nearest[point] = [day, found]
    for point, (_day, found) in nearest.items():
        yield point, found or 0.0


def expansion(cells: Cells) -> Expansion:
    """Return the expansion of a subset."""
    at: dict[int, Counter[float]] = defaultdict(Counter)
    for (point, found), n in cells["copies"].items():
        at[point][found] += n
    measured = cells["measured"]
    limits = [limit for (limit,) in measured if limit is not None]
    return {
        "n": measured.total(),
        "limit": max(limits, default=None),
        "points": [_point(day, at[day]) for day in sorted(at)],
    }


def _nearer(day: int, other: float | None, point: int) -> bool:
    return abs(day - point) < abs((other or 0) - point)


def _point(day: int, found: Counter[float]) -> Point:
    middle = spread(found)
    return {
        "day": day,
        "n": middle["n"],
        "below": found[0.0],
        "median": middle["median"] or None,
        "low": middle["low"] or None,
        "high": middle["high"] or None,
    }
