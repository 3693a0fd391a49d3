"""The figure of a regression: hazard ratios on a logarithmic axis, with their words."""

from collections.abc import Iterator
from dataclasses import dataclass

import altair as alt
from django.utils.translation import gettext as _

from outcomes.figures.caption import fold
from outcomes.figures.ladder import ROW, Column, columns, heading, middle
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note
from outcomes.figures.ratio_marks import Shown, line_of_one, ratio_marks
from outcomes.figures.theme import BOLD, INK_2
from outcomes.figures.wording import out_of
from outcomes.regressions.lines import Line, lines_of
from outcomes.regressions.shapes import Model

HEAD = -14
AXIS_ROOM = 48
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
    marks, mark_rows = ratio_marks(
        _shown(lines), len(lines), _axis(model), narrow=layout.narrow
    )
    below = [part for text in sentences for part in fold(text, layout.letters)]
    chart = alt.layer(
        *_headings(model, at),
        *_shades(lines, at),
        line_of_one(height, at.width),
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
    named: dict[str, Column] = {
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
    return columns(named, len(lines))


def _counts(line: Line) -> str:
    level = line.level
    return out_of(level["events"], level["n"]) if level else ""


def _shown(lines: list[Line]) -> Iterator[Shown]:
    for row, line in enumerate(lines):
        if found := line.level and line.level["together"]:
            yield Shown(row, found["ratio"], found["lower"], found["upper"])
