"""Which points of a curve are drawn: those that the eye can tell apart. Pure.

A point is left out where it lies less than half a pixel right of the last that is
drawn, and neither the curve nor a limit has moved by a quarter of one since. A pixel is
0.27 mm in a figure set over two columns, and the line 0.6 mm thick
(``docs/adr/0067-days-apart.md``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outcomes.cohorts.shapes import Number

HEIGHT = 280
LAST_MONTH = 36

Row = dict[str, Number]


@dataclass(frozen=True, slots=True)
class Pixels:
    """A panel's width in pixels, the share at its top, and how near is the same.

    wide, high : pixels across and up by which points differ that can be told apart
    last : the place at the panel's right end, in the unit of its time axis
    """

    across: int
    top: float
    wide: float = 0.5
    high: float = 0.25
    last: float = LAST_MONTH

    def apart(self, row: Row, since: Row, names: Iterable[str]) -> bool:
        """Tell whether a point can be told from an earlier one."""
        later = (row["month"] or 0) - (since["month"] or 0)
        if later * self.across >= self.last * self.wide:
            return True
        least = self.top / HEIGHT * self.high
        return any(_differ(row[name], since[name], least) for name in names)


def _differ(now: Number, before: Number, least: float) -> bool:
    if now is None or before is None:
        return now is not before
    return abs(now - before) >= least


def thinned(
    rows: Sequence[Row],
    names: Sequence[str],
    pixels: Pixels,
    since: Row | None = None,
) -> list[Row]:
    """Return the rows to draw; each takes the ``first`` day of those left out before.

    ``since`` is drawn already. The last row is always drawn.
    """
    drawn: list[Row] = []
    begun: Row | None = None
    for place, row in enumerate(rows):
        begun = begun or row
        last = place == len(rows) - 1
        if since is None or last or pixels.apart(row, since, names):
            since = row | {"first": begun["first"]} if "first" in begun else row
            drawn.append(since)
            begun = None
    return drawn
