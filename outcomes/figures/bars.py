"""Grades and day 28 as bars with the number of patients and their share."""

from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.described import Category, Distribution
from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance, caption, fold
from outcomes.figures.hatch import hatching
from outcomes.figures.ladder import ROW, heading, middle, words, y_pixels
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under
from outcomes.figures.theme import ACCENT, ACCENT_LINE, GRADES, INK_2
from outcomes.figures.wording import percent, said

THICK, LINE = 14, 11.5


@dataclass(frozen=True, slots=True)
class Places:
    """Pixels left of the bars for their labels, of the whole axis, right of it.

    letters : of a label's line, so that long ones take two
    """

    labels: int
    bars: int
    letters: int
    number: int = 44
    share: int = 104


WIDE = {"toxicity": Places(96, 444, 20), "day_28": Places(276, 264, 60)}
NARROW = {"toxicity": Places(66, 190, 12), "day_28": Places(156, 96, 26, 30, 82)}
HATCHED = {"positive", "NR", "relapse"}
FILLS = {"negative": ACCENT, "CR": ACCENT, "CRh": ACCENT_LINE, "CRi": ACCENT_LINE}
# Shown only where somebody has them.
SELDOM = {"not_evaluable", ""}

Parts = tuple[list[alt.Chart], Rows]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, how many of how many, and how it is filled."""

    label: str
    n: int
    share: float
    fill: str
    hatched: bool


def graded_by() -> str:
    """Name the scale of the grades."""
    return _("Worst grade after infusion, ASTCT 2019; number and share of patients.")


def assessed_by() -> str:
    """Name what was assessed on day 28."""
    return _(
        "MRD and response about day 28 after infusion; number and share of patients."
    )


def bars_of(found: Distribution) -> list[Bar]:
    """Return the bars of one variable in their fixed order."""
    return [
        Bar(_label(c), c["n"], c["share"], _fill(c["key"]), c["key"] in HATCHED)
        for c in shown_of(found)
    ]


def shown_of(found: Distribution) -> list[Category]:
    """Return the categories that have a bar."""
    return [c for c in found["categories"] if c["n"] or c["key"] not in SELDOM]


def _label(category: Category) -> str:
    if category["key"] == "0":
        return _("None")
    if category["key"].isdecimal():
        return _("Grade %(grade)s") % {"grade": category["key"]}
    return said(category["label"])


def _fill(key: str) -> str:
    return GRADES[int(key)] if key.isdecimal() else FILLS.get(key, "#ffffff")


def bar_figure(
    results: Results, part: str, method: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw every variable of ``part`` (toxicity, day_28) of the subset."""
    found: dict[str, Distribution] = results[part]  # type: ignore[literal-required]
    at = (NARROW if layout.narrow else WIDE)[part]
    layers: list[alt.Chart] = []
    placed: list[tuple[float, Bar]] = []
    row = 0
    for one in found.values():
        title = f"{said(one['label'])}, n = {one['n']}"
        layers += heading(title, row, -at.labels, at.bars + at.share + 6)
        shown = bars_of(one)
        placed += [(middle(row + i), bar) for i, bar in enumerate(shown, start=1)]
        row += len(shown) + 1
    drawn, rows = _columns(placed, row, at)
    lines = caption(results, provenance, method, layout, subset=True)
    under = caption_under(lines, -at.labels, row * ROW + 10)
    chart = alt.layer(*layers, *drawn, under)
    return Drawing(chart.properties(width=at.bars, height=row * ROW), rows)


def _columns(placed: list[tuple[float, Bar]], count: int, at: Places) -> Parts:
    """Draw the bars, and beside them label, number and share."""
    names = [_name(y, bar.label, at) for y, bar in placed]
    numbers = [{"y": y, "text": str(bar.n)} for y, bar in placed]
    shares = [{"y": y, "text": f"{percent(bar.share)} %"} for y, bar in placed]
    left = {"align": "left", "lineHeight": LINE}
    columns = (
        words(names, 6 - at.labels, count, "labels", **left),
        words(numbers, at.bars + at.number, count, "numbers"),
        words(shares, at.bars + at.share, count, "shares", color=INK_2),
    )
    bars, rows = _bars(placed, count, at.bars)
    for column, column_rows in columns:
        bars.append(column)
        rows |= column_rows
    return bars, rows


def _name(y: float, label: str, at: Places) -> dict[str, Any]:
    """Return a label at its row, a long one as two lines around the row's middle."""
    lines = fold(label, at.letters)
    return {"y": y - LINE * (len(lines) - 1) / 2, "text": lines}


def _bars(placed: list[tuple[float, Bar]], count: int, width: int) -> Parts:
    shown = [(y, bar) for y, bar in placed if bar.n]
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    rects = alt.Chart(alt.NamedData("bars")).mark_rect(
        stroke=INK_2, strokeWidth=0.8, cornerRadius=1
    )
    rects = rects.encode(
        x=x,
        x2=alt.value(0),
        y=y_pixels("top", count),
        y2="bottom:Q",
        color=alt.Color("fill:N", scale=None),
    )
    lines = alt.Chart(alt.NamedData("hatches")).mark_rule(color=INK_2, strokeWidth=1.1)
    hatches = lines.encode(x=x, x2="share2:Q", y=y_pixels("from", count), y2="to:Q")
    half = THICK / 2
    rows: Rows = {
        "bars": [
            {"share": b.share, "top": y - half, "bottom": y + half, "fill": b.fill}
            for y, b in shown
        ],
        "hatches": [
            line
            for y, b in shown
            if b.hatched
            for line in hatching(b.share, y, length=width, thick=THICK)
        ],
    }
    return [rects, hatches], rows
