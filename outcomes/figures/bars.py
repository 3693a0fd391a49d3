"""Grades and day 28 as bars with the number of patients and their share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.described import Category, Distribution
from outcomes.cohorts.results import Results
from outcomes.cohorts.toxicity import GradeCourse
from outcomes.figures.caption import Provenance, caption, fold
from outcomes.figures.hatch import hatching
from outcomes.figures.ladder import ROW, heading, middle, words, y_pixels
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note
from outcomes.figures.theme import ACCENT, ACCENT_LINE, GRADES, INK_2, SMALL
from outcomes.figures.wording import amount, percent, said, sized, spread_of

THICK, LINE = 14, 11.5
TWO_LINES = 1.4  # rows that a label of two lines takes


@dataclass(frozen=True, slots=True)
class Places:
    """Pixels left of the bars for their labels, of the whole axis, right of it.

    letters : of a label's line, so that long ones take two; onset, lasted : the right
    ends of those columns, where a figure has them
    """

    labels: int
    bars: int
    letters: int
    number: int = 44
    share: int = 104
    onset: int = 0
    lasted: int = 0

    @property
    def end(self) -> int:
        """Return the right end of the last column."""
        return self.bars + max(self.share, self.lasted) + 6


WIDE = {
    "toxicity": Places(96, 190, 20, 40, 100, 210, 330),
    "day_28": Places(276, 264, 60),
}
NARROW = {
    "toxicity": Places(62, 60, 12, 26, 74, 142, 212),
    "day_28": Places(156, 96, 26, 30, 82),
}
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
    onset: str = ""
    lasted: str = ""


def graded_by() -> str:
    """Name the scale of the grades."""
    return _(
        "Worst grade, ASTCT 2019, of episodes that began by day 30 after infusion and "
        "before the next treatment; number and share of patients with CAR-T. Onset in "
        "days from infusion and duration in days, as median (quartiles)."
    )


def graded_methods() -> str:
    """Say it as a paper does."""
    return _(
        "CRS and ICANS were graded by the ASTCT consensus of 2019; each patient counts "
        "with the worst grade of the episodes that began by day 30 after infusion and "
        "before the next treatment. Onset counts from the infusion to the first "
        "episode, duration from there to the end of the last; where an episode has no "
        "end the duration is not known."
    )


def assessed_by() -> str:
    """Name what was assessed on day 28."""
    return _(
        "MRD and response about day 28 after infusion; number and share of patients "
        "with CAR-T."
    )


def bars_of(found: Distribution, courses: Sequence[GradeCourse] = ()) -> list[Bar]:
    """Return the bars of one variable in their fixed order."""
    of = {course["key"]: course for course in courses}
    return [
        Bar(
            _label(c),
            c["n"],
            c["share"],
            _fill(c["key"]),
            c["key"] in HATCHED,
            *when_of(of.get(c["key"])),
        )
        for c in shown_of(found)
    ]


def when_of(course: GradeCourse | None) -> tuple[str, str]:
    """Write onset and duration: 6 (3–8); nothing where there is no course."""
    return (
        (spread_of(course["onset"]), spread_of(course["duration"]))
        if course
        else ("", "")
    )


def courses_of(results: Results, name: str) -> list[GradeCourse]:
    """Return the courses of a grade; results of older code have none."""
    return results.get("toxicity_course", {}).get(name, [])


def shown_of(found: Distribution) -> list[Category]:
    """Return the categories that have a bar."""
    return [c for c in found["categories"] if c["n"] != 0 or c["key"] not in SELDOM]


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
    row = 0.0
    for name, one in found.items():
        title = sized(said(one["label"]), one["n"])
        layers += heading(title, row, -at.labels, at.end)
        layers += _heads(row, at, layout)
        shown = bars_of(one, courses_of(results, name))
        row += 1
        for bar in shown:
            high = TWO_LINES if len(fold(bar.label, at.letters)) > 1 else 1
            placed.append((middle(row + (high - 1) / 2), bar))
            row += high
    drawn, rows = _columns(placed, row, at)
    lines = caption(results, provenance, method, layout, subset=True)
    under = caption_under(lines, -at.labels, row * ROW + 10)
    chart = alt.layer(*layers, *drawn, under)
    return Drawing(chart.properties(width=at.bars, height=row * ROW), rows)


def _heads(row: float, at: Places, layout: Layout) -> list[alt.Chart]:
    """Name the columns of onset and duration, where there are any."""
    if not at.lasted:
        return []
    onset = _("Onset, d") if layout.narrow else _("Onset, day")
    lasted = _("Days") if layout.narrow else _("Duration, days")
    style = {"align": "right", "color": INK_2, "fontSize": SMALL}
    return [
        note(onset, at.bars + at.onset, middle(row), **style),
        note(lasted, at.bars + at.lasted, middle(row), **style),
    ]


def _columns(placed: list[tuple[float, Bar]], count: float, at: Places) -> Parts:
    """Draw the bars, and beside them label, number and share."""
    names = [_name(y, bar.label, at) for y, bar in placed]
    numbers = [{"y": y, "text": amount(bar.n)} for y, bar in placed]
    shares = [{"y": y, "text": f"{percent(bar.share)} %"} for y, bar in placed]
    left = {"align": "left", "lineHeight": LINE}
    columns = [
        words(names, 6 - at.labels, count, "labels", **left),
        words(numbers, at.bars + at.number, count, "numbers"),
        words(shares, at.bars + at.share, count, "shares", color=INK_2),
    ]
    if at.lasted:
        onsets = [{"y": y, "text": bar.onset} for y, bar in placed]
        lasted = [{"y": y, "text": bar.lasted} for y, bar in placed]
        columns += [
            words(onsets, at.bars + at.onset, count, "onsets"),
            words(lasted, at.bars + at.lasted, count, "durations"),
        ]
    bars, rows = _bars(placed, count, at.bars)
    for column, column_rows in columns:
        bars.append(column)
        rows |= column_rows
    return bars, rows


def _name(y: float, label: str, at: Places) -> dict[str, Any]:
    """Return a label at its row, a long one as two lines around the row's middle."""
    lines = fold(label, at.letters)
    return {"y": y - LINE * (len(lines) - 1) / 2, "text": lines}


def _bars(placed: list[tuple[float, Bar]], count: float, width: int) -> Parts:
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
