"""What every figure is made of: a chart with its data, and words at a place.

Charts name their data and the data stand apart: Altair copies and checks whatever
stands in a chart, which for the points of a curve takes most of a second.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt

from outcomes.figures.theme import INK, INK_2, SMALL, TEXT

ONCE = "once"
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart and the rows that its marks name."""

    chart: alt.TopLevelMixin
    rows: Rows


def once() -> alt.Chart:
    """Return a chart of one row, for a mark that is drawn once."""
    return alt.Chart(alt.NamedData(ONCE))


def note(text: str | list[str], x: float, y: float, **style: Any) -> alt.Chart:
    """Write words, in pixels from the panel's upper left corner."""
    look = {"align": "left", "baseline": "middle", "fontSize": TEXT, "color": INK}
    return (
        once()
        .mark_text(text=text, **look | style)
        .encode(x=alt.value(x), y=alt.value(y))
    )


def caption_under(lines: list[str], x: float, y: float) -> alt.Chart:
    """Write the caption, so that a file that travels alone says what it shows."""
    style = {"fontSize": SMALL, "color": INK_2, "lineHeight": 14}
    return note(lines, x, y, baseline="top", **style)
