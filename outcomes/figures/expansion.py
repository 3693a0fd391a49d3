"""CAR-T copies after infusion on a log axis: median, quartiles, single patients."""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.expansion import Expansion, Point
from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance, caption
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note, once
from outcomes.figures.risk_table import margin
from outcomes.figures.theme import ACCENT, BAND_OPACITY, BOLD, INK, INK_2
from outcomes.figures.wording import amount

Courses = list[list[list[Any]]]

HEIGHT, AXIS_ROOM, ROW = 280, 62, 19
TICKS = (0, 1, 4, 7, 10, 14, 21, 28, 60, 90, 180, 365)
NARROW_TICKS = (0, 7, 14, 28, 60, 90, 180, 365)
# Where no limit of detection is said, values below it stand at the axis.
FLOOR, TOP_DECADE = 10.0, 8
FEW = 3  # patients of a planned day that has a median


def method() -> str:
    """Say what the lines and the band are."""
    return _(
        "Line, median at the planned days; band, quartiles; thin lines, single "
        "patients where they may be shown. Values below the limit of detection count "
        "as lowest and are drawn on it."
    )


def methods() -> str:
    """Say it as a paper does."""
    return _(
        "CAR-T copies per microgram of DNA are shown on a log axis as median with "
        "quartiles at the planned days of measurement, each measurement taken at the "
        "nearest planned day, up to the next infusion or HSCT. Values below the limit "
        "of detection were ranked lowest and not replaced."
    )


def shown_points(found: Expansion) -> list[Point]:
    """Return the planned days with enough patients for a median."""
    return [p for p in found["points"] if p["n"] is None or p["n"] >= FEW]


def expansion_figure(
    results: Results,
    provenance: Provenance,
    layout: Layout,
    courses: Courses = [],  # noqa: B006  never changed
) -> Drawing:
    """Draw the expansion of the subset; ``courses`` are the patients to draw singly."""
    found = results["expansion"]
    points = shown_points(found)
    floor = found["limit"] or FLOOR
    last = max([p["day"] for p in points] + [28])
    x, y = _x(last, layout), _y(points, courses, floor, layout)
    rows: Rows = {
        "points": [_row(point, floor) for point in points],
        "courses": [
            {"course": i, "day": day, "copies": copies or floor}
            for i, course in enumerate(courses)
            for day, copies, _limit in course
            if 0 <= day <= last
        ],
        "counts": [
            {"day": p["day"], "text": amount(p["n"])}
            for p in points
            if not layout.narrow or p["day"] in NARROW_TICKS
        ],
        "below": [
            {"day": p["day"], "copies": floor} for p in points if p["median"] is None
        ],
    }
    left = -margin(layout)
    under = HEIGHT + AXIS_ROOM + (ROW if layout.narrow else 0)
    lines = caption(results, provenance, method(), layout, subset=True)
    numbers = alt.Chart(alt.NamedData("counts")).mark_text(baseline="middle", color=INK)
    chart = alt.layer(
        *_singles(x, y),
        *_middle(x, y),
        _limit(floor, found["limit"]),
        numbers.encode(x=x, y=alt.value(under), text="text:N"),
        note(_("Measured, n"), left, HEIGHT + AXIS_ROOM, fontWeight=BOLD),
        caption_under(lines, left, under + ROW),
    )
    return Drawing(chart.properties(width=layout.panel, height=HEIGHT), rows)


def _x(last: int, layout: Layout) -> alt.X:
    ticks = [t for t in (NARROW_TICKS if layout.narrow else TICKS) if t <= last]
    axis = alt.Axis(title=_("Days from CAR-T infusion"), values=ticks, labelFlush=False)
    # The first weeks, in which everything happens, have the most room.
    scale = alt.Scale(type="sqrt", domain=[0, last], nice=False)
    return alt.X("day:Q", scale=scale, axis=axis)


def _y(points: list[Point], courses: Courses, floor: float, layout: Layout) -> alt.Y:
    """Return whole decades around everything that is drawn."""
    copies = [c for course in courses for _day, c, _limit in course if c]
    copies += [p["high"] or floor for p in points] + [p["low"] or floor for p in points]
    low = min([floor, *copies])
    top = max([floor * 10, *copies])
    decades = range(-1, TOP_DECADE + 1)
    first = max(d for d in decades if 10.0**d <= low)
    last = min((d for d in decades if 10.0**d >= top), default=TOP_DECADE)
    axis = alt.Axis(
        title=_("CAR-T copies/µg DNA"),
        values=[10.0**d for d in range(first, last + 1)],
        format="~e" if layout.narrow else ",",
        titleX=-44 if layout.narrow else -70,
    )
    scale = alt.Scale(type="log", domain=[10.0**first, 10.0**last], nice=False)
    return alt.Y("copies:Q", scale=scale, axis=axis)


def _row(point: Point, floor: float) -> dict[str, Any]:
    return {
        "day": point["day"],
        "copies": point["median"] or floor,
        "low": point["low"] or floor,
        "high": point["high"] or floor,
    }


def _singles(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    data = alt.Chart(alt.NamedData("courses"))
    return [
        data.mark_line(color=INK_2, strokeWidth=0.7, opacity=0.4).encode(
            x=x, y=y, detail="course:N"
        ),
        data.mark_point(
            shape="circle", filled=True, color=INK_2, size=6, opacity=0.4
        ).encode(x=x, y=y),
    ]


def _middle(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    data = alt.Chart(alt.NamedData("points"))
    low = y.copy()
    low.shorthand = "low:Q"
    hollow = alt.Chart(alt.NamedData("below")).mark_point(
        shape="circle",
        fill="#ffffff",
        stroke=ACCENT,
        size=46,
        strokeWidth=1.5,
        opacity=1,
    )
    return [
        data.mark_area(color=ACCENT, opacity=BAND_OPACITY).encode(
            x=x, y=low, y2="high:Q"
        ),
        data.mark_line(color=ACCENT, strokeWidth=2.4).encode(x=x, y=y),
        data.mark_point(
            shape="circle", fill=ACCENT, stroke=ACCENT, size=46, opacity=1
        ).encode(x=x, y=y),
        hollow.encode(x=x, y=y),
    ]


def _limit(floor: float, limit: float | None) -> alt.LayerChart | alt.Chart:
    """Draw the limit of detection, dashed and named, where somebody said it."""
    if limit is None:
        text = _("No limit of detection was recorded")
        return note(text, 8, HEIGHT - 10, color=INK_2)
    line = once().mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1)
    words = once().mark_text(
        text=_("Limit of detection"),
        align="right",
        baseline="bottom",
        dy=-3,
        color=INK_2,
    )
    level = alt.YDatum(floor)
    return alt.layer(line.encode(y=level), words.encode(y=level, x=alt.value("width")))
