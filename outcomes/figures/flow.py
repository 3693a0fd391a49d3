"""The flow of patients in boxes, from the register to the groups (CONSORT-like)."""

from dataclasses import dataclass, field

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.flow import Flow, Step
from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance, caption, fold
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note
from outcomes.figures.theme import INK
from outcomes.figures.wording import amount, said

LINE, PAD, GAP = 15, 9, 26


@dataclass(frozen=True, slots=True)
class Places:
    """Pixels: the width of the boxes on the way, and of those beside it."""

    main: int
    side: int
    letters: int
    side_letters: int


WIDE, NARROW = Places(300, 240, 46, 34), Places(190, 140, 27, 19)


def method() -> str:
    """Say what is counted."""
    return _(
        "Counted from the registry as of these data; each box beside the way says who "
        "is left out before the next."
    )


def methods() -> str:
    """Say it as a paper does."""
    return _(
        "The flow counts all patients registered at the cohort's centres; those who "
        "did not have the index event or withdrew consent, and those who did not meet "
        "each condition in turn, were left out."
    )


@dataclass
class Sheet:
    """Boxes, lines and words as they are placed."""

    boxes: list[dict[str, float]] = field(default_factory=list)
    lines: list[dict[str, float]] = field(default_factory=list)
    words: list[alt.Chart] = field(default_factory=list)

    def box(self, text: list[str], x: float, y: float, width: float) -> float:
        """Place a box with its words in the middle; return its lower edge."""
        height = len(text) * LINE + 2 * PAD
        self.boxes.append({"x": x, "x2": x + width, "y": y, "y2": y + height})
        at = y + PAD + LINE / 2
        style = {"align": "center", "lineHeight": LINE}
        self.words.append(note(text, x + width / 2, at, **style))
        return y + height

    def line(self, x: float, y: float, x2: float, y2: float) -> None:
        """Place a line."""
        self.lines.append({"x": x, "y": y, "x2": x2, "y2": y2})


def counted(label: str, n: int | None, letters: int) -> list[str]:
    """Write a label with its number, in as many lines as it needs."""
    number = amount(n) if n is None else f"{n:,}"
    counts = f"(n = {number})".replace(" ", "\N{NO-BREAK SPACE}")
    return fold(f"{label} {counts}", letters)


def flow_figure(results: Results, provenance: Provenance, layout: Layout) -> Drawing:
    """Draw the flow of a cohort."""
    at = NARROW if layout.narrow else WIDE
    found, sheet = results["flow"], Sheet()
    bottom = _way(found, sheet, at)
    bottom = _groups(found, sheet, at, bottom)
    width = at.main + at.side + GAP
    lines = caption(results, provenance, method(), layout)
    lines_drawn, boxes = _drawn(sheet, width, bottom)
    chart = alt.layer(lines_drawn, *sheet.words, boxes)
    chart = alt.layer(chart, caption_under(lines, 0, bottom + 12))
    rows: Rows = {"boxes": sheet.boxes, "lines": sheet.lines}
    return Drawing(chart.properties(width=width, height=bottom), rows)


def steps_of(found: Flow) -> list[Step]:
    """Return the steps that change something: the first, the last, and who leaves."""
    steps = found["steps"]
    return [
        step
        for number, step in enumerate(steps)
        if number in (0, len(steps) - 1) or steps[number - 1]["out"] or step["out"]
    ]


def _way(found: Flow, sheet: Sheet, at: Places) -> float:
    """Place the steps below one another, and who leaves beside the way."""
    y, middle = 0.0, at.main / 2
    steps = steps_of(found)
    for number, step in enumerate(steps):
        bottom = sheet.box(
            counted(said(step["label"]), step["n"], at.letters), 0, y, at.main
        )
        if number == len(steps) - 1:
            return bottom
        y = bottom + GAP
        if step["out"]:
            text = counted(
                said(step["out"]["label"]), step["out"]["n"], at.side_letters
            )
            low = sheet.box(text, at.main + GAP, bottom + GAP / 2, at.side)
            half = (bottom + GAP / 2 + low) / 2
            sheet.line(middle, half, at.main + GAP, half)
            y = low + GAP / 2
        sheet.line(middle, bottom, middle, y)
    return y


def _groups(found: Flow, sheet: Sheet, at: Places, top: float) -> float:
    """Place the groups side by side under the last step."""
    groups = found["groups"]
    width = (at.main + at.side + GAP * (2 - len(groups))) / max(len(groups), 1)
    y, middle, low = top + GAP, at.main / 2, top
    sheet.line(middle, top, middle, y)
    centres = []
    for number, group in enumerate(groups):
        x = number * (width + GAP)
        text = counted(said(group["label"]), group["n"], int(width / 7))
        if (group["derivable"] or 0) < (group["n"] or 0) and group["derivable"]:
            text += fold(
                _("every endpoint: n = %(n)s") % {"n": group["derivable"]},
                int(width / 7),
            )
        low = max(low, sheet.box(text, x, y + GAP / 2, width))
        centres.append(x + width / 2)
        sheet.line(x + width / 2, y, x + width / 2, y + GAP / 2)
    if centres:
        sheet.line(min(*centres, middle), y, max(*centres, middle), y)
    if found["ungrouped"]:
        left = _("In no group, value not known: n = %(n)s") % {"n": found["ungrouped"]}
        sheet.words.append(note(left, 0, low + LINE, color=INK))
        low += 2 * LINE
    return low


def _drawn(sheet: Sheet, width: float, height: float) -> list[alt.Chart]:
    across = alt.Scale(domain=[0, width], range=[0, width], nice=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    x, y = alt.X("x:Q", scale=across, axis=None), alt.Y("y:Q", scale=down, axis=None)
    # Over their words, so that a click anywhere in a box is one on the box.
    rects = alt.Chart(alt.NamedData("boxes")).mark_rect(
        fill="#ffffff", fillOpacity=0, stroke=INK, strokeWidth=1.2
    )
    rules = alt.Chart(alt.NamedData("lines")).mark_rule(color=INK, strokeWidth=1.2)
    return [part.encode(x=x, x2="x2:Q", y=y, y2="y2:Q") for part in (rules, rects)]
