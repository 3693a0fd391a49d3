"""How a cohort grew: subjects by centre over the calendar."""

from collections import Counter
from itertools import accumulate
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.recruitment import CentreMonths
from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance, caption
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note, once
from outcomes.figures.risk_table import margin
from outcomes.figures.steps import LEGEND_ROW
from outcomes.figures.theme import PENS, Pen

HEIGHT, AXIS_ROOM = 240, 56


def method() -> str:
    """Say what is counted."""
    return _("Members of the cohort by month of day 0, added up, by centre.")


def lines_of(found: list[CentreMonths]) -> list[tuple[str, dict[str, int]]]:
    """Return the largest centres by name and month; the others together, last."""
    own = [(one["centre"], _by_month(one)) for one in found]
    room = len(PENS)
    if len(own) <= room:
        return own
    others: Counter[str] = Counter()
    for _centre, months in own[room - 1 :]:
        others.update(months)
    rest = _("%(n)s other centres") % {"n": len(own) - room + 1}
    return [*own[: room - 1], (rest, dict(sorted(others.items())))]


def _by_month(one: CentreMonths) -> dict[str, int]:
    return dict(zip(one["months"], one["counts"], strict=True))


def recruitment_figure(
    results: Results, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw how the cohort grew at each centre."""
    lines = lines_of(results["recruitment"])
    every = [month for _name, months in lines for month in months]
    first, last = min(every), max(every)
    rows: Rows = {
        f"centre-{i}": _steps(months, first, last)
        for i, (_name, months) in enumerate(lines)
    }
    axis = alt.Axis(title=_("Month of day 0"), format="%Y-%m", tickCount=6)
    scale = alt.Scale(type="utc", domain=[_day(first), _day(last)], nice=False)
    x = alt.X("month:T", scale=scale, axis=axis)
    y = alt.Y(
        "n:Q",
        scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(title=_("Members of the cohort"), titleX=-48, tickMinStep=1),
    )
    parts: list[alt.Chart] = []
    for i, (name, months) in enumerate(lines):
        pen = PENS[i]
        line = alt.Chart(alt.NamedData(f"centre-{i}")).mark_line(
            interpolate="step-after", **pen.stroke
        )
        parts.append(line.encode(x=x, y=y))
        parts += _named(f"{name}, n = {sum(months.values())}", i - len(lines), pen)
    left = -margin(layout)
    under = caption(results, provenance, method(), layout)
    chart = alt.layer(*parts, caption_under(under, left, HEIGHT + AXIS_ROOM))
    return Drawing(chart.properties(width=layout.panel, height=HEIGHT), rows)


def _named(text: str, row: int, pen: Pen) -> list[alt.Chart]:
    at = alt.value(row * LEGEND_ROW)
    piece = once().mark_rule(**pen.stroke)
    return [
        piece.encode(x=alt.value(0), x2=alt.value(30), y=at, y2=at),
        note(text, 38, row * LEGEND_ROW),
    ]


def _steps(months: dict[str, int], first: str, last: str) -> list[dict[str, Any]]:
    """Return the sums by month, from the first to the last month of all centres."""
    sums = list(accumulate(months.values()))
    rows = [
        {"month": _day(month), "n": n} for month, n in zip(months, sums, strict=True)
    ]
    if first not in months:
        rows.insert(0, {"month": _day(first), "n": 0})
    return [*rows, {"month": _day(last), "n": sums[-1]}]


def _day(month: str) -> str:
    return f"{month}-01"
