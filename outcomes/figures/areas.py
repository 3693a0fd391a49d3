"""Areas one on the other: shares that add up to one, told apart by words and shade."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from outcomes.figures.clock import Clock
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Rows, note, once
from outcomes.figures.pixels import Pixels, Row, thinned
from outcomes.figures.steps import x_axis
from outcomes.figures.theme import INK

LEGEND_ROW, SWATCH = 18, 12
QUARTERS = [0, 0.25, 0.5, 0.75, 1]
ROOM_FOR_WORDS = 0.09  # of the axis, for a name within its area


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its name, what the legend says, its shade, its share by day."""

    name: str
    legend: str
    fill: str
    ink: str
    shares: Sequence[float]


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """What the time axis of a panel is called, and its clock."""

    title: str
    clock: Clock


def panel(
    key: str,
    days: Sequence[float],
    areas: list[Area],
    axis: TimeAxis,
    layout: Layout,
) -> tuple[list[alt.Chart], Rows]:
    """Return the layers of one panel, the first area lowest, and their rows."""
    x, clock = x_axis(layout, axis.title, axis.clock), axis.clock
    layers: list[alt.Chart] = []
    rows: Rows = {}
    below = [0.0] * len(days)
    pixels = Pixels(layout.panel, 1, last=clock.last)
    within = [at for day in days if (at := clock.at(day)) <= clock.last]
    for number, area in enumerate(areas):
        name = f"{key}-area-{number}"
        above = [low + share for low, share in zip(below, area.shares, strict=True)]
        rows[name] = _steps(within, below, above, pixels)
        chart = alt.Chart(alt.NamedData(name)).mark_area(
            interpolate="step-after",
            color=area.fill,
            opacity=1,
            line={"color": INK, "strokeWidth": 0.8, "interpolate": "step-after"},
        )
        layers.append(chart.encode(x=x, y=_y("upper"), y2="lower:Q"))
        below = above
    for number, area in enumerate(areas):
        if place := _place_within(rows[f"{key}-area-{number}"], clock.last):
            rows[f"{key}-name-{number}"] = [place | {"text": area.name}]
            words = alt.Chart(alt.NamedData(f"{key}-name-{number}")).mark_text(
                align="right", baseline="middle", color=area.ink
            )
            layers.append(words.encode(x=x, y=_y("estimate"), text="text:N"))
    return layers, rows


def _y(field: str) -> alt.Y:
    axis = alt.Axis(title=None, format="~%", values=QUARTERS, zindex=1)
    scale = alt.Scale(domain=[0, 1], nice=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _steps(
    places: list[float], low: list[float], high: list[float], pixels: Pixels
) -> list[dict[str, Any]]:
    """Return the steps at these places of the axis, and on to its end."""
    found: list[Row] = [
        {"month": place, "lower": under, "upper": over}
        for place, under, over in zip(places, low, high, strict=False)
    ]
    drawn = thinned(found, ("lower", "upper"), pixels)
    return [*drawn, drawn[-1] | {"month": float(pixels.last)}]


def _place_within(steps: list[dict[str, Any]], end: int) -> dict[str, float] | None:
    """Return where a name fits, near the right end; None where the area is thin."""
    last = steps[-1]
    late = [one for one in steps if one["month"] >= end * 0.6] or [last]
    top, bottom = min(s["upper"] for s in late), max(s["lower"] for s in late)
    if top - bottom < ROOM_FOR_WORDS:
        return None
    return {"month": end * (1 - 1 / 60), "estimate": (top + bottom) / 2}


def legend(areas: list[Area], top: float) -> list[alt.Chart]:
    """Write each area with its shade, in the order in which they lie."""
    parts: list[alt.Chart] = []
    for number, area in enumerate(reversed(areas)):
        y = top + number * LEGEND_ROW
        box = once().mark_rect(color=area.fill, stroke=INK, strokeWidth=0.8)
        half = SWATCH / 2
        parts += [
            box.encode(
                x=alt.value(0),
                x2=alt.value(SWATCH * 2),
                y=alt.value(y - half),
                y2=alt.value(y + half),
            ),
            note(area.legend, SWATCH * 2 + 8, y),
        ]
    return parts
