"""Step curves of several groups with limits and censor marks.

Every panel has the same width and the same domain, said and not inferred, so that a
number stands under its tick and a mark on its curve. A test measures both.
"""

from dataclasses import dataclass, replace

import altair as alt

from outcomes.cohorts.shapes import Curve, Number
from outcomes.figures.caption import fold
from outcomes.figures.clock import MONTHS, Clock
from outcomes.figures.layout import Layout
from outcomes.figures.marks import note, once
from outcomes.figures.pixels import Pixels, Row, thinned
from outcomes.figures.theme import BAND_OPACITY, BOLD, Pen

LEGEND_ROW = 18
# Letters of an upright title's line, which fills the axis; its lines stand apart.
UPRIGHT, TITLE_LINE = 40, 16
HEIGHTS = ("estimate", "lower", "upper")


@dataclass(frozen=True, slots=True)
class Group:
    """One curve: its key, its name, what the legend says of it, its pen."""

    key: str
    label: str
    legend: str
    curve: Curve
    pen: Pen


def x_axis(layout: Layout, title: str | None = None, clock: Clock = MONTHS) -> alt.X:
    """Return the time that all panels share; the axis is drawn where it is named."""
    scale = alt.Scale(domain=[0, clock.last], nice=False)
    ticks = clock.ticks(layout)
    axis = alt.Axis(title=title, values=ticks, labelFlush=False) if title else None
    return alt.X("month:Q", scale=scale, axis=axis)


def y_axis(title: str, top: float) -> alt.Y:
    """Return the axis of a probability from 0 to ``top``."""
    ticks = [top * quarter / 4 for quarter in range(5)]
    lines = fold(title, UPRIGHT)
    left = -56 - TITLE_LINE * (len(lines) - 1)
    axis = alt.Axis(title=lines, format="~%", values=ticks, titleX=left)
    return alt.Y("estimate:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)


def steps(curve: Curve, kind: str, pixels: Pixels, clock: Clock = MONTHS) -> list[Row]:
    """Return the points to draw up to the end of the axis, with limits of ``kind``.

    ``first`` and ``last`` of a point are the days on which those left for whom it
    stands: its own, and those of the points left out before it.
    """
    limits = curve["limits"][kind]
    days = zip(
        curve["day"], curve["estimate"], limits["lower"], limits["upper"], strict=True
    )
    points: list[Row] = [
        {
            "month": clock.at(day),
            "estimate": estimate,
            "lower": _limit(low, estimate),
            "upper": _limit(high, estimate),
            "first": day,
            "last": day,
        }
        for day, estimate, low, high in days
        if clock.at(day) <= clock.last
    ]
    start = _plain(points[0])
    shown = [start, *thinned(points[1:], HEIGHTS, pixels, since=start)]
    if len(points) < len(curve["day"]):
        shown.append(_plain(points[-1]) | {"month": float(clock.last)})
    return shown


def _plain(row: Row) -> Row:
    """Return a point at which nobody left."""
    return {name: row[name] for name in ("month", *HEIGHTS)}


def _limit(limit: Number, estimate: float) -> Number:
    """A curve that has not left its start has no width; other gaps stay gaps."""
    return estimate if limit is None and estimate in (0, 1) else limit


def censorings(curve: Curve, pixels: Pixels, clock: Clock = MONTHS) -> list[Row]:
    """Return where somebody was last seen without the event, at most one a pixel."""
    rows: list[Row] = [
        {"month": clock.at(day), "estimate": estimate, "first": day, "last": day}
        for day, estimate, censored in zip(
            curve["day"], curve["estimate"], curve["censored"], strict=True
        )
        if censored and clock.at(day) <= clock.last
    ]
    return thinned(rows, ("estimate",), replace(pixels, wide=1, high=1))


def rows_of(
    groups: list[Group], kind: str, pixels: Pixels, clock: Clock = MONTHS
) -> dict[str, list[Row]]:
    """Return the data that the charts below name."""
    found = {
        f"{group.key}-steps": steps(group.curve, kind, pixels, clock)
        for group in groups
    }
    return found | {
        f"{group.key}-censored": censorings(group.curve, pixels, clock)
        for group in groups
    }


def bands(groups: list[Group], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Draw the limits of every curve."""
    return [
        alt.Chart(alt.NamedData(f"{group.key}-steps"))
        .mark_area(interpolate="step-after", color=group.pen.line, opacity=BAND_OPACITY)
        .encode(x=x, y=_lower(y), y2="upper:Q")
        for group in groups
    ]


def _lower(y: alt.Y) -> alt.Y:
    """Use the axis of the estimates for the limits."""
    lower = y.copy()
    lower.shorthand = "lower:Q"
    return lower


def lines(groups: list[Group], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Draw every curve with its colour and dash."""
    return [
        alt.Chart(alt.NamedData(f"{group.key}-steps"))
        .mark_line(interpolate="step-after", **group.pen.stroke)
        .encode(x=x, y=y)
        for group in groups
    ]


def censor_marks(groups: list[Group], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Draw a tick on the curve for every day with somebody last seen."""
    look = {"orient": "vertical", "size": 9, "thickness": 1.2, "opacity": 1}
    return [
        alt.Chart(alt.NamedData(f"{group.key}-censored"))
        .mark_tick(color=group.pen.line, **look)
        .encode(x=x, y=y)
        for group in groups
    ]


def legend(groups: list[Group], heading: str = "") -> list[alt.Chart]:
    """Write each group with a piece of its line, above the curves."""
    parts = []
    if heading:
        top = (-1 - len(groups)) * LEGEND_ROW
        parts.append(note(heading, 0, top, fontWeight=BOLD))
    for number, group in enumerate(groups):
        y = (number - len(groups)) * LEGEND_ROW
        piece = once().mark_rule(**group.pen.stroke)
        parts += [
            piece.encode(
                x=alt.value(0), x2=alt.value(30), y=alt.value(y), y2=alt.value(y)
            ),
            note(group.legend, 38, y),
        ]
    return parts
