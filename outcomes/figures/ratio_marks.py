"""Ratios on a logarithmic axis about 1: squares, limits, arrows past the axis."""

from collections.abc import Iterable
from dataclasses import dataclass

import altair as alt

from outcomes.cohorts.shapes import Number
from outcomes.figures.ladder import middle, y_pixels
from outcomes.figures.marks import Rows, once
from outcomes.figures.theme import ACCENT, INK, INK_2

TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
FEW_TICKS = (0.1, 0.5, 1, 2, 10)
LEAST, MOST = 0.05, 20
SQUARE = 76.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One ratio in its row; ``size`` is the square's, ``few`` leaves it open."""

    row: int
    ratio: Number
    lower: Number
    upper: Number
    size: float = SQUARE
    few: bool = False


def ratio_marks(
    shown: Iterable[Shown], count: int, title: str, *, narrow: bool
) -> tuple[list[alt.Chart], Rows]:
    """Draw the ratios of a figure of ``count`` rows, with the axis under them."""
    ticks = FEW_TICKS if narrow else TICKS
    axis = alt.Axis(title=title, values=ticks, format="~g", titlePadding=6)
    scale = alt.Scale(type="log", domain=[LEAST, MOST], nice=False, clamp=True)
    limits = alt.Chart(alt.NamedData("limits")).mark_rule(color=INK, strokeWidth=1.4)
    squares = alt.Chart(alt.NamedData("ratios")).mark_point(
        shape="square", opacity=1, strokeWidth=1.5
    )
    arrows = alt.Chart(alt.NamedData("arrows")).mark_point(
        size=50, opacity=1, fill=INK, stroke=INK
    )
    y = y_pixels("y", count)
    charts = [
        limits.encode(x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q", y=y),
        squares.encode(
            x=alt.X("ratio:Q", scale=scale, axis=axis),
            y=y,
            size=alt.Size("size:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        ),
        arrows.encode(
            x=alt.X("end:Q", scale=scale, axis=axis),
            y=y,
            shape=alt.Shape("shape:N", scale=None),
        ),
    ]
    return charts, _rows(shown)


def _rows(shown: Iterable[Shown]) -> Rows:
    ratios, limits, arrows = [], [], []
    for one in shown:
        if one.ratio is None:
            continue
        y, lower, upper = middle(one.row), one.lower or 0.0, one.upper or MOST
        if LEAST <= one.ratio <= MOST:
            look = {"fill": "#ffffff" if one.few else ACCENT}
            look["stroke"] = INK_2 if one.few else ACCENT
            ratios.append({"y": y, "ratio": one.ratio, "size": one.size, **look})
        limits.append({"y": y, "lower": max(lower, LEAST), "upper": min(upper, MOST)})
        if lower < LEAST:
            arrows.append({"y": y, "end": LEAST, "shape": "triangle-left"})
        if upper > MOST:
            arrows.append({"y": y, "end": MOST, "shape": "triangle-right"})
    return {"ratios": ratios, "limits": limits, "arrows": arrows}


def line_of_one(height: float, width: float) -> alt.Chart:
    """Draw the line of no difference; the axis is symmetrical about it."""
    dashed = once().mark_rule(color=INK_2, strokeDash=[3, 3])
    return dashed.encode(x=alt.value(width / 2), y=alt.value(0), y2=alt.value(height))
