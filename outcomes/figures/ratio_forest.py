"""The figure of a regression: hazard ratios on a logarithmic axis, with their words."""

from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.figures.caption import fold
from outcomes.figures.ladder import ROW, heading, middle, words, y_pixels
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note, once
from outcomes.figures.theme import ACCENT, BOLD, INK, INK_2
from outcomes.figures.wording import out_of
from outcomes.regressions.lines import Line, lines_of
from outcomes.regressions.shapes import Model

HEAD = -14
AXIS_ROOM = 48
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
LEAST, MOST = 0.05, 20
# What a column of counts takes, beside the names.
COUNTS_ROOM = 52


@dataclass(frozen=True, slots=True)
class Places:
    """The axis is ``width`` wide; words begin at ``left``, columns end at the rest.

    counts : 0 where there is no room for them
    """

    width: int
    left: int
    counts: int
    reading: int
    p: int

    @property
    def names(self) -> int:
        """Return how wide a name may be; a longer one is cut, with three dots."""
        return -self.left - (COUNTS_ROOM - self.counts if self.counts else 6)


WIDE = Places(width=180, left=-300, counts=-14, reading=318, p=356)
NARROW = Places(width=78, left=-138, counts=0, reading=186, p=224)


def ratio_forest(model: Model, sentences: list[str], layout: Layout) -> Drawing:
    """Draw the ratios of all covariates together; ``sentences`` stand under it."""
    lines = lines_of(model)
    at = NARROW if layout.narrow else WIDE
    height = len(lines) * ROW
    texts, text_rows = _texts(lines, at)
    marks, mark_rows = _marks(lines, _axis(model), at)
    below = [part for text in sentences for part in fold(text, layout.letters)]
    chart = alt.layer(
        *_headings(model, at),
        *_shades(lines, at),
        _one(height, at),
        *marks,
        *texts,
        caption_under(below, at.left, height + AXIS_ROOM),
    )
    return Drawing(
        chart.properties(width=at.width, height=height), text_rows | mark_rows
    )


def _axis(model: Model) -> str:
    if model["model"] == "fine_gray":
        return _("Subdistribution hazard ratio, log scale")
    return _("Hazard ratio, log scale")


def _headings(model: Model, at: Places) -> list[alt.Chart]:
    style = {"fontWeight": BOLD, "color": INK_2}
    ratio = _("SHR") if model["model"] == "fine_gray" else _("HR")
    reading = _("%(ratio)s (95 %% limits)") % {"ratio": ratio}
    counts = note(_("Events / n"), at.counts, HEAD, align="right", **style)
    return [
        note(_("Covariate"), at.left, HEAD, **style),
        *([counts] if at.counts else []),
        note(reading, at.reading, HEAD, align="right", **style),
        note("P", at.p, HEAD, align="right", **style),
    ]


def _shades(lines: list[Line], at: Places) -> list[alt.Chart]:
    return [
        part
        for row, line in enumerate(lines)
        if line.level is None
        for part in heading(line.text, row, at.left, at.p + 6)
    ]


def _texts(lines: list[Line], at: Places) -> tuple[list[alt.Chart], Rows]:
    own = [(middle(row), line) for row, line in enumerate(lines) if line.level]
    tests = [(middle(row), line.test) for row, line in enumerate(lines) if line.test]
    columns: dict[str, tuple[list[tuple[float, str]], float, dict[str, Any]]] = {
        "inner": (
            [(y, line.text) for y, line in own if line.inner],
            at.left + 14,
            {"align": "left", "limit": at.names - 14},
        ),
        "outer": (
            [(y, line.text) for y, line in own if not line.inner],
            at.left + 6,
            # It has no marks at its left end: there a name may reach over the axis.
            {"align": "left", "fontWeight": BOLD, "limit": at.names + 8},
        ),
        "counts": (
            [(y, _counts(line)) for y, line in own if at.counts],
            at.counts,
            {},
        ),
        "readings": ([(y, line.together) for y, line in own], at.reading, {}),
        "p": ([*((y, line.together_p) for y, line in own), *tests], at.p, {}),
    }
    charts: list[alt.Chart] = []
    rows: Rows = {}
    for name, (texts, x, style) in columns.items():
        found = [{"y": y, "text": text} for y, text in texts]
        chart, named = words(found, x, len(lines), name, **style)
        charts.append(chart)
        rows |= named
    return charts, rows


def _counts(line: Line) -> str:
    level = line.level
    return out_of(level["events"], level["n"]) if level else ""


def _marks(lines: list[Line], title: str, at: Places) -> tuple[list[alt.Chart], Rows]:
    """Draw a square at each ratio, a line between its limits, arrows past the axis."""
    ticks = [tick for tick in TICKS if at is WIDE or tick in (0.1, 0.5, 1, 2, 10)]
    axis = alt.Axis(title=title, values=ticks, format="~g", titlePadding=6)
    scale = alt.Scale(type="log", domain=[LEAST, MOST], nice=False, clamp=True)
    count = len(lines)
    limits = alt.Chart(alt.NamedData("limits")).mark_rule(color=INK, strokeWidth=1.4)
    squares = alt.Chart(alt.NamedData("ratios")).mark_point(
        shape="square", size=76, opacity=1, fill=ACCENT, stroke=ACCENT
    )
    arrows = alt.Chart(alt.NamedData("arrows")).mark_point(
        size=50, opacity=1, fill=INK, stroke=INK
    )
    charts = [
        limits.encode(
            x=alt.X("lower:Q", scale=scale, axis=axis),
            x2="upper:Q",
            y=y_pixels("y", count),
        ),
        squares.encode(
            x=alt.X("ratio:Q", scale=scale, axis=axis), y=y_pixels("y", count)
        ),
        arrows.encode(
            x=alt.X("end:Q", scale=scale, axis=axis),
            y=y_pixels("y", count),
            shape=alt.Shape("shape:N", scale=None),
        ),
    ]
    return charts, _mark_rows(lines)


def _mark_rows(lines: list[Line]) -> Rows:
    ratios, limits, arrows = [], [], []
    for row, line in enumerate(lines):
        found = line.level and line.level["together"]
        if not found or found["ratio"] is None:
            continue
        y, lower, upper = middle(row), found["lower"] or 0.0, found["upper"] or MOST
        if LEAST <= found["ratio"] <= MOST:
            ratios.append({"y": y, "ratio": found["ratio"]})
        limits.append({"y": y, "lower": max(lower, LEAST), "upper": min(upper, MOST)})
        if lower < LEAST:
            arrows.append({"y": y, "end": LEAST, "shape": "triangle-left"})
        if upper > MOST:
            arrows.append({"y": y, "end": MOST, "shape": "triangle-right"})
    return {"ratios": ratios, "limits": limits, "arrows": arrows}


def _one(height: int, at: Places) -> alt.Chart:
    """Draw the line of no difference; the axis is symmetrical about it."""
    dashed = once().mark_rule(color=INK_2, strokeDash=[3, 3])
    middle_of = alt.value(at.width / 2)
    return dashed.encode(x=middle_of, y=alt.value(0), y2=alt.value(height))
