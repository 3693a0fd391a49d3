"""Where a day lies: one axis, whose scale changes once when the case is long."""

from dataclasses import dataclass

LEFT, RIGHT = 132.0, 1374.0
EARLIEST = -60
LONG = 240
BEND = 150
EARLY_SHARE = 0.62
YEARS = tuple(round(365.25 * year) for year in range(1, 16))
HALVES = (182, 548)
TICKS = (0, 7, 14, -14, 28, -28, -42, -56, 60, 90, 120, 150, *YEARS, *HALVES)
SINCE = (0, 30, 60, 100, *YEARS, *HALVES)
NARROW, WIDE = 26.0, 38.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to positions; behind ``bend`` a day is narrower."""

    start: int
    end: int
    bend: int | None

    def x(self, day: int) -> float:
        """Return the position of a day; days outside lie on the edge."""
        day = min(max(day, self.start), self.end)
        if self.bend is None:
            return LEFT + (day - self.start) * self._width(self.start, self.end, 1)
        middle = LEFT + (RIGHT - LEFT) * EARLY_SHARE
        if day <= self.bend:
            return LEFT + (day - self.start) * self.early
        return middle + (day - self.bend) * self.late

    @property
    def early(self) -> float:
        """Return the width of a day before the bend."""
        return self._width(self.start, self.bend or self.end, EARLY_SHARE)

    @property
    def late(self) -> float:
        """Return the width of a day behind the bend."""
        return self._width(self.bend or self.start, self.end, 1 - EARLY_SHARE)

    @property
    def times(self) -> int:
        """Return how many times narrower a day is behind the bend."""
        return max(round(self.early / self.late), 1)

    @staticmethod
    def _width(first: int, last: int, share: float) -> float:
        return (RIGHT - LEFT) * share / max(last - first, 1)


def scale_for(first: int, last: int, hsct: int | None) -> Scale:
    """Return the scale for marks from ``first`` to ``last``.

    A few weeks before day 0 are always there. The wide part reaches past day 100
    after the transplant, if that is not too late.
    """
    start = min(max(first - 4, EARLIEST), -14)
    end = max(last + 14, 35)
    if end - start <= LONG:
        return Scale(start, end, None)
    bend = BEND
    if hsct is not None and hsct + 104 <= 2 * BEND:
        bend = max(BEND, -(-(hsct + 104) // 30) * 30)
    return Scale(start, max(end, bend + 90), bend)


def ticks(scale: Scale, zero: int = 0) -> list[tuple[int, float]]:
    """Return (day, position) of the numbers to print, the weightier first to be placed.

    ``zero`` is the day from which they count.
    """
    placed: list[tuple[int, float]] = []
    bend = (scale.bend,) if scale.bend and not zero else ()
    for day in SINCE if zero else (0, *bend, *TICKS[1:]):
        if not scale.start <= day + zero <= scale.end:
            continue
        x, room = scale.x(day + zero), NARROW if abs(day) < 100 else WIDE
        if all(abs(x - other) >= room for _, other in placed):
            placed.append((day, x))
    return sorted(placed)
