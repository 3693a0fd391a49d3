"""The figure of a subgroup analysis: rows of words, squares and limits."""

from dataclasses import dataclass

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance, caption, fold
from outcomes.figures.curves import endpoint_of, read_at
from outcomes.figures.ladder import ROW, heading, middle, words, y_pixels
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note, once
from outcomes.figures.subgroups import (
    PARTS,
    Line,
    gap,
    kind_of,
    lines_of,
    method,
    reading,
    reasons,
    unstratified,
)
from outcomes.figures.theme import ACCENT, BOLD, INK, INK_2
from outcomes.figures.wording import horizon, out_of, said

HEAD = -14  # the line of headings, above the first row
AXIS_ROOM = 48


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands: the axis is ``width`` wide, words begin at ``left``.

    deaths, reading, p : the right ends of the columns of words
    """

    width: int
    left: int
    deaths: int
    reading: int
    p: int


WIDE = Places(width=184, left=-286, deaths=-20, reading=318, p=356)
NARROW = Places(width=84, left=-130, deaths=-8, reading=192, p=226)


def subgroup_figure(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw one endpoint of every subgroup with limits and tests."""
    lines, kind = lines_of(results, paramcd), kind_of(results, paramcd)
    at = NARROW if layout.narrow else WIDE
    notes = reasons(lines, kind)
    height = len(lines) * ROW
    columns, rows = _columns(lines, kind, notes, at)
    marks, mark_rows = _marks(lines, kind, _axis_title(results, paramcd))
    said_below = [f"{mark} {why}." for why, mark in notes.items()]
    how = method(results, paramcd)
    of = unstratified(results)
    method_lines = caption(of, provenance, how, layout, subset=True)
    below = [part for text in said_below for part in fold(text, layout.letters)]
    under = caption_under([*below, *method_lines], at.left, height + AXIS_ROOM)
    chart = alt.layer(
        *_shades(lines, at),
        *_headings(at),
        _overall(lines[0], height, at),
        *marks,
        *columns,
        under,
    )
    return Drawing(chart.properties(width=at.width, height=height), rows | mark_rows)


def _axis_title(results: Results, paramcd: str) -> str:
    endpoint = endpoint_of(results, PARTS[paramcd], paramcd)
    return _("%(endpoint)s at %(at)s, %%") % {
        "endpoint": said(endpoint["label"]),
        "at": horizon(read_at(results, endpoint)),
    }


def _headings(at: Places) -> list[alt.Chart]:
    style = {"fontWeight": BOLD, "color": INK_2}
    return [
        note(_("Subgroup"), at.left, HEAD, **style),
        note(_("Deaths / n"), at.deaths, HEAD, align="right", **style),
        note(_("Estimate (limits), %"), at.reading, HEAD, align="right", **style),
        note("P", at.p, HEAD, align="right", **style),
    ]


def _shades(lines: list[Line], at: Places) -> list[alt.Chart]:
    """Write the name of each variable on a shaded row."""
    return [
        part
        for row, line in enumerate(lines)
        if line.p
        for part in heading(line.text, row, at.left, at.p + 6)
    ]


def _columns(
    lines: list[Line], kind: str, notes: dict[str, str], at: Places
) -> tuple[list[alt.Chart], Rows]:
    """Write the columns of words beside the axis."""
    groups = [(middle(i), line) for i, line in enumerate(lines) if not line.p]
    tests = [(middle(i), line) for i, line in enumerate(lines) if line.p]
    texts = {
        "names": [(y, line.text) for y, line in groups],
        "deaths": [(y, out_of(line.deaths, line.n)) for y, line in groups],
        "readings": [
            (y, reading(line.found, kind, notes.get(gap(line, kind), "")))
            for y, line in groups
        ],
        "tests": [(y, line.p + notes.get(line.why_no_p, "")) for y, line in tests],
    }
    places = {
        "names": (14 + at.left, {"align": "left"}),
        "deaths": (at.deaths, {}),
        "readings": (at.reading, {}),
        "tests": (at.p, {}),
    }
    charts: list[alt.Chart] = []
    rows: Rows = {}
    for name, (x, style) in places.items():
        found = [{"y": y, "text": text} for y, text in texts[name]]
        chart, own = words(found, x, len(lines), name, **style)
        charts.append(chart)
        rows |= own
    return charts, rows


def _marks(lines: list[Line], kind: str, title: str) -> tuple[list[alt.Chart], Rows]:
    """Draw a square at each estimate and a line between its limits."""
    count = len(lines)
    axis = alt.Axis(
        title=title, values=[0, 25, 50, 75, 100], labelFlush=False, titlePadding=6
    )
    scale = alt.Scale(domain=[0, 100], nice=False)
    x = alt.X("estimate:Q", scale=scale, axis=axis)
    between = alt.X("lower:Q", scale=scale, axis=axis)
    limits = alt.Chart(alt.NamedData("limits")).mark_rule(color=INK, strokeWidth=1.4)
    squares = alt.Chart(alt.NamedData("estimates")).mark_point(
        shape="square", size=76, opacity=1, strokeWidth=1.5
    )
    charts = [
        limits.encode(x=between, x2="upper:Q", y=y_pixels("y", count)),
        squares.encode(
            x=x,
            y=y_pixels("y", count),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        ),
    ]
    return charts, _mark_rows(lines, kind)


def _mark_rows(lines: list[Line], kind: str) -> Rows:
    estimates, between = [], []
    for row, line in enumerate(lines):
        if line.found is None or line.found["estimate"] is None:
            continue
        estimates.append(
            {
                "y": middle(row),
                "estimate": 100 * line.found["estimate"],
                "fill": "#ffffff" if line.few else ACCENT,
                "stroke": INK_2 if line.few else ACCENT,
            }
        )
        low, high = line.found["limits"].get(kind, [None, None])
        if low is not None and high is not None:
            ends = {"lower": 100 * low, "upper": 100 * high}
            between.append({"y": middle(row)} | ends)
    return {"estimates": estimates, "limits": between}


def _overall(everybody: Line, height: int, at: Places) -> alt.Chart:
    """Draw a dashed line through everybody's estimate, to read the groups against."""
    found = everybody.found["estimate"] if everybody.found else None
    if found is None:
        return note("", 0, 0)
    across = at.width * found
    dashed = once().mark_rule(color=INK_2, strokeDash=[3, 3])
    return dashed.encode(x=alt.value(across), y=alt.value(0), y2=alt.value(height))
