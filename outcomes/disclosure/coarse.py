"""A curve in steps of so many patients that none of them can be told apart. Pure.

A point is shown where, between it and the points beside it, nobody or enough patients
had the event, as many had another, and as many left without one; and nobody or enough
are followed beyond the last. The horizon goes first, then the days of the numbers at
risk, then every day of the curve.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from outcomes.cohorts.shapes import Curve, Days, heights
from outcomes.disclosure.rule import is_small

BEFORE = -1.0  # ahead of day 0, on which somebody may leave
Left = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """A curve as it may be seen, without readings; ``horizon``: followed beyond it.

    ``horizon`` is None where the curve may not be read there.
    """

    curve: dict[str, Any]
    horizon: int | None


class _Left:
    """How many had left by a day: with the event, with another, without."""

    def __init__(self, curve: Curve) -> None:
        self.n = curve["n"]
        self.days = curve["day"][1:]
        leaving = [
            now - after
            for now, after in zip(
                curve["at_risk"][1:], [*curve["at_risk"][2:], 0], strict=True
            )
        ]
        events, censored = curve["events"][1:], curve["censored"][1:]
        others = [
            all_of - own - without
            for all_of, own, without in zip(leaving, events, censored, strict=True)
        ]
        self.sums = [list(accumulate(one)) for one in (events, others, censored)]

    def by(self, day: float) -> Left:
        place = bisect_right(self.days, day)
        one, two, three = (sums[place - 1] if place else 0 for sums in self.sums)
        return one, two, three

    def enough(self, one: float, other: float, smallest: int) -> bool:
        pairs = zip(self.by(one), self.by(other), strict=True)
        return not any(is_small(later - sooner, smallest) for sooner, later in pairs)

    def beyond(self, day: float) -> int:
        return self.n - sum(self.by(day))


def coarse(
    curve: Curve,
    horizon: float,
    table_days: Sequence[float],
    smallest: int,
    rest: Curve | None = None,
) -> Seen:
    """Return the points of ``curve`` that may be seen.

    ``rest`` is the curve of those of its patients whom the reader cannot list: the same
    holds for its steps.
    """
    left = _Left(curve)
    both = (left,) if rest is None else (left, _Left(rest))

    def enough(one: float, other: float) -> bool:
        return all(of.enough(one, other, smallest) for of in both)

    shown = [BEFORE]
    # At risk on a day is who was followed beyond the day before.
    for day in (horizon, *(day - 1 for day in table_days), *left.days):
        place = bisect_left(shown, day)
        if day < 0 or (place < len(shown) and shown[place] == day):
            continue
        later = shown[place] if place < len(shown) else None
        if not enough(shown[place - 1], day):
            continue
        if later is None and any(is_small(of.beyond(day), smallest) for of in both):
            continue
        if later is not None and not enough(day, later):
            continue
        shown.insert(place, day)
    kept = shown[1:]
    read = left.beyond(horizon) if horizon in kept else None
    return Seen(_points(curve, left, kept, table_days), read)


def _points(
    curve: Curve, left: _Left, shown: list[float], table_days: Sequence[float]
) -> dict[str, Any]:
    starts = [BEFORE, *shown][:-1] if shown else []
    at = [bisect_right(curve["day"], day) - 1 for day in shown]
    steps = [
        tuple(b - a for a, b in zip(left.by(one), left.by(day), strict=True))
        for one, day in zip(starts, shown, strict=True)
    ]
    points: Days = {
        "day": [0.0, *shown],
        "estimate": [curve["estimate"][0], *(curve["estimate"][i] for i in at)],
        "at_risk": [curve["n"], *(left.beyond(day) for day in starts)],
        "events": [0, *(step[0] for step in steps)],
        "censored": [0, *(step[2] for step in steps)],
        "limits": {
            kind: {
                end: [values[0], *(values[i] for i in at)]
                for end, values in ends.items()
            }
            for kind, ends in curve["limits"].items()
        },
    }
    table = _table(left, set(shown), table_days) | heights(points, table_days)
    return {"n": curve["n"], **points, "table": table}


def _table(
    left: _Left, shown: set[float], table_days: Sequence[float]
) -> dict[str, Any]:
    """Return the numbers under the curve on the days before which it is shown."""
    table: dict[str, list[int | None]] = {"at_risk": [], "events": [], "censored": []}
    for day in table_days:
        seen = day == 0 or day - 1 in shown
        events, others, censored = left.by(day - 1)
        table["at_risk"].append(left.beyond(day - 1) if seen else None)
        table["events"].append(events + others if seen else None)
        table["censored"].append(censored if seen else None)
    return table
