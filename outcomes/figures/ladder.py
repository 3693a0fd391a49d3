"""Rows one below the other: where each stands, so that marks and words line up.

Bars and subgroup figures place everything by the number of a row on one axis of
pixels. No panel infers an order of its own, which is how a mark comes to stand beside
another row's words without any error.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt

from outcomes.figures.marks import Rows, note, once
from outcomes.figures.theme import BOLD, SUNKEN

# Of a column of words: each at its height, where it stands across, how it looks.
Column = tuple[list[tuple[float, str]], float, dict[str, Any]]

ROW = 24


def middle(row: float) -> float:
    """Return the middle of a row, in pixels from the top."""
    return (row + 0.5) * ROW


def y_pixels(field: str, rows: float) -> alt.Y:
    """Return the axis of pixels on which every mark of ``rows`` rows stands."""
    scale = alt.Scale(domain=[0, rows * ROW], range=[0, rows * ROW], nice=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=None)


def heading(
    text: str, row: float, left: float, right: float, *, room: float = 0
) -> list[alt.Chart]:
    """Shade a row from ``left`` to ``right`` and write its heading on it.

    room : what it leaves free at the end; a longer one is cut, with three dots
    """
    top = row * ROW + 1
    limit = {"limit": right - left - room - 6} if room else {}
    shade = once().mark_rect(color=SUNKEN)
    return [
        shade.encode(
            x=alt.value(left),
            x2=alt.value(right),
            y=alt.value(top),
            y2=alt.value(top + ROW - 2),
        ),
        note(text, left + 6, middle(row), fontWeight=BOLD, **limit),
    ]


def words(
    rows: list[dict[str, Any]], x: float, count: float, name: str, **style: Any
) -> tuple[alt.Chart, Rows]:
    """Write one column of words, each at its row's ``y``; return it with its rows."""
    look = {"baseline": "middle", "align": "right"} | style
    chart = alt.Chart(alt.NamedData(name)).mark_text(**look)
    return (
        chart.encode(x=alt.value(x), y=y_pixels("y", count), text="text:N"),
        {name: rows},
    )


def columns(named: Mapping[str, Column], count: float) -> tuple[list[alt.Chart], Rows]:
    """Write columns of words beside ``count`` rows; return them with their rows."""
    charts: list[alt.Chart] = []
    rows: Rows = {}
    for name, (texts, x, style) in named.items():
        found = [{"y": y, "text": text} for y, text in texts]
        chart, own = words(found, x, count, name, **style)
        charts.append(chart)
        rows |= own
    return charts, rows
