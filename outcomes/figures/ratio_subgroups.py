"""The figure of hazard ratios in subgroups: as journals set a forest plot."""

from collections.abc import Iterator
from dataclasses import dataclass

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance, caption, fold
from outcomes.figures.ladder import ROW, Column, columns, heading, middle
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note
from outcomes.figures.ratio_marks import SQUARE, Shown, line_of_one, ratio_marks
from outcomes.figures.ratios import (
    Line,
    counts,
    directions,
    lines_of,
    method,
    names_of,
    notes_of,
)
from outcomes.figures.subgroups import unstratified
from outcomes.figures.theme import BOLD, INK_2, SMALL
from outcomes.figures.wording import stopped
from outcomes.regressions.lines import with_limits

HEAD, LINE_HEIGHT = -14, 14
DIRECTIONS, AXIS_ROOM = 48, 64
# What a P with its mark takes at the end of a heading.
TEST_ROOM = 48
SMALLEST, LARGEST = 26.0, 150.0


@dataclass(frozen=True, slots=True)
class Places:
    """The axis is ``width`` wide; words begin at ``left``, columns end at the rest.

    counts : of the group and of the reference; none where they stand under the names
    column : how wide one of them is
    """

    width: int
    left: int
    counts: tuple[int, ...]
    column: int
    reading: int
    p: int


WIDE = Places(172, -300, (-106, -14), 88, reading=288, p=356)
NARROW = Places(78, -136, (), 130, reading=186, p=224)


def ratio_subgroups(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw one endpoint: the two groups compared in all and in every subgroup."""
    lines, at = lines_of(results, paramcd), NARROW if layout.narrow else WIDE
    notes, height = notes_of(lines), len(lines) * ROW
    texts, text_rows = _texts(lines, notes, at)
    title = _("Hazard ratio, log scale")
    marks, mark_rows = ratio_marks(
        _shown(lines), len(lines), title, narrow=layout.narrow
    )
    below = [
        part
        for why, mark in notes.items()
        for part in fold(stopped(f"{mark} {why}"), layout.letters)
    ]
    how = method(results, paramcd)
    below += caption(unstratified(results), provenance, how, layout)
    chart = alt.layer(
        line_of_one(height, at.width),
        *_shades(lines, at),
        *_headings(names_of(results), at),
        *marks,
        *texts,
        *_directions(directions(results, paramcd), height, at),
        caption_under(below, at.left, height + AXIS_ROOM),
    )
    return Drawing(
        chart.properties(width=at.width, height=height), text_rows | mark_rows
    )


def _headings(names: tuple[str, str], at: Places) -> Iterator[alt.Chart]:
    style = {"fontWeight": BOLD, "color": INK_2}
    yield note(_("Subgroup"), at.left, HEAD, **style)
    for name, x in zip(names, at.counts, strict=False):
        own = {"align": "right", "limit": at.column, **style}
        yield note(name, x, HEAD - LINE_HEIGHT, **own)
        yield note(_("Events / n"), x, HEAD, **own)
    if not at.counts:
        order = _("Events / n: %(groups)s") % {"groups": " | ".join(names)}
        room = at.width - at.left
        under = {"color": INK_2, "fontSize": SMALL, "limit": room}
        yield note(order, at.left, HEAD - LINE_HEIGHT - 2, **under)
    test = {"align": "right", "lineHeight": LINE_HEIGHT, **style}
    reading = _("%(ratio)s (95 %% limits)") % {"ratio": _("HR")}
    yield note(reading, at.reading, HEAD, align="right", **style)
    yield (
        note("P", at.p, HEAD, align="right", **style)
        if not at.counts
        else note([_("P for"), _("interaction")], at.p, HEAD - LINE_HEIGHT, **test)
    )


def _shades(lines: list[Line], at: Places) -> list[alt.Chart]:
    """Write the name of each variable on a shaded row."""
    return [
        part
        for row, line in enumerate(lines)
        if line.found is None
        for part in heading(line.text, row, at.left, at.p + 6, room=TEST_ROOM)
    ]


def _texts(
    lines: list[Line], notes: dict[str, str], at: Places
) -> tuple[list[alt.Chart], Rows]:
    """Write the columns of words beside the axis."""
    own = [(middle(row), line) for row, line in enumerate(lines) if line.found]
    tests = [(middle(row), line) for row, line in enumerate(lines) if not line.found]
    lift = 0.0 if at.counts else ROW / 4
    named: dict[str, Column] = {
        "names": (
            [(y - lift, line.text) for y, line in own],
            at.left + 14,
            {"align": "left"},
        ),
        "readings": (
            [(y, _reading(line, notes)) for y, line in own],
            at.reading,
            {},
        ),
        "tests": (
            [(y, line.p + notes.get(line.why, "")) for y, line in tests],
            at.p,
            {},
        ),
    }
    if not at.counts:
        under = {"align": "left", "fontSize": SMALL - 1, "color": INK_2}
        texts = [(y + lift, " | ".join(counts(line))) for y, line in own]
        named["counts"] = (texts, at.left + 14, under)
    for number, end in enumerate(at.counts):
        texts = [(y, counts(line)[number]) for y, line in own]
        named[f"counts-{number}"] = (texts, end, {})
    return columns(named, len(lines))


def _reading(line: Line, notes: dict[str, str]) -> str:
    return with_limits(line.found) + notes.get(line.why, "") if line.found else ""


def _shown(lines: list[Line]) -> Iterator[Shown]:
    """Yield the squares, each as large as its part's share of the events."""
    everybody = _events(lines[0])
    for row, line in enumerate(lines):
        if (one := line.found) is not None:
            share = _events(line) / everybody if everybody else 0.0
            size = SMALLEST + (LARGEST - SMALLEST) * share if everybody else SQUARE
            yield Shown(row, one["ratio"], one["lower"], one["upper"], size, line.few)


def _events(line: Line) -> int:
    """Return the events of both groups, 0 where any is hidden."""
    events = line.found["events"] if line.found else []
    return 0 if None in events else sum(events)


def _directions(
    said: tuple[str, str], height: float, at: Places
) -> Iterator[alt.Chart]:
    """Say under the axis what lies on either side of 1."""
    style = {"color": INK_2, "fontSize": SMALL}
    room = {"limit": at.width / 2 - at.left - 8}, {"limit": at.p - at.width / 2 - 8}
    for text, way, align, own in zip(
        said, (-1, 1), ("right", "left"), room, strict=True
    ):
        x = at.width / 2 + 8 * way
        yield note(text, x, height + DIRECTIONS, align=align, **style, **own)
