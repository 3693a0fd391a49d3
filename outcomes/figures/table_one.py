"""Table 1 as a figure: who the groups were on day 0, and how unlike they are."""

from dataclasses import dataclass, field, replace
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.table_one import Characteristic, Numbers
from outcomes.figures.caption import Provenance, caption, fold
from outcomes.figures.ladder import ROW as LADDER_ROW
from outcomes.figures.ladder import words
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note, once
from outcomes.figures.theme import BOLD, INK, INK_2
from outcomes.figures.wording import RANGE, amount, percent, said, with_unit

ROW, INDENT = 19, 14
DASH = "\N{EM DASH}"
# A count too small to be shown, or one that would give such a count away.
HIDDEN = "*"
# The value of a mark that counts whoever has one.
ANY_VALUE = "+"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words, a cell for each group, and the difference.

    variable, value : what the cells count; ``value`` as a mark names it
    counted : of each cell, whether it counts anybody whom the reader may know of
    """

    text: str
    cells: list[str] = field(default_factory=list)
    smd: str = ""
    inner: bool = False
    variable: str = ""
    value: str = ""
    counted: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Pixels of the words, of each group's cells, of the last column."""

    words: int
    cell: int
    smd: int
    letters: int


WIDE, NARROW = Places(300, 140, 60, 60), Places(126, 92, 40, 21)


def method() -> str:
    """Say what stands in the cells and how groups were compared."""
    return _(
        "Median (quartiles), or number and per cent of those known. SMD: standardized "
        "mean difference, the largest between two groups; above 0.1 they are unlike. "
        "An asterisk stands for a number too small to be shown."
    )


def methods() -> str:
    """Say it as a paper does."""
    return _(
        "Characteristics are given as median with quartiles or as number with per "
        "cent of those for whom they are known. Groups were compared by standardized "
        "differences (Austin for numbers, Yang and Dalton for values), the largest "
        "between two groups; no test was made, and nothing was imputed."
    )


def lines_of(results: Results, *, apart: bool = False) -> list[Line]:
    """Return the lines; with ``apart`` the name of a number stands above it."""
    keys = [group["key"] for group in results["groups"]]
    lines: list[Line] = []
    for one in results["table_one"]:
        lines += (
            _number(one, keys, apart=apart) if one["numbers"] else _values(one, keys)
        )
        lines += _missing(one, keys)
    return lines


def _name(one: Characteristic) -> str:
    return with_unit(said(one["label"]), one["unit"])


def _number(one: Characteristic, keys: list[str], *, apart: bool) -> list[Line]:
    found = [one["numbers"].get(key) for key in keys]
    of: dict[str, Any] = {"variable": one["variable"], "value": ANY_VALUE}
    of["counted"] = tuple(bool(n) for n in found)
    if not apart:
        line = Line(_name(one), [_spread(n) for n in found], _smd(one))
        return [replace(line, **of)]
    medians = [_digits(n["median"]) if n else DASH for n in found]
    return [
        Line(_name(one), [], _smd(one)),
        Line(_("Median"), medians, inner=True, **of),
        Line(
            _("Quartiles"),
            [_quartiles(n) if n else DASH for n in found],
            inner=True,
            **of,
        ),
    ]


def _spread(found: Numbers | None) -> str:
    if found is None:
        return DASH
    return f"{_digits(found['median'])} ({_quartiles(found)})"


def _quartiles(found: Numbers) -> str:
    return f"{_digits(found['low'])}{RANGE}{_digits(found['high'])}"


def _digits(number: float | None) -> str:
    if number is None:
        return DASH
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.1f}"


def _values(one: Characteristic, keys: list[str]) -> list[Line]:
    known = {key: _known([value["n"][key] for value in one["values"]]) for key in keys}
    return [
        Line(_name(one), [], _smd(one)),
        *(
            Line(
                said(value["label"]),
                [_share(value["n"][key], known[key]) for key in keys],
                inner=True,
                variable=one["variable"],
                value=value["key"],
                counted=tuple(bool(value["n"][key]) for key in keys),
            )
            for value in one["values"]
        ),
    ]


def _known(counts: list[int | None]) -> int | None:
    """Return of how many a value is known; None where one of them is hidden."""
    return None if None in counts else sum(n or 0 for n in counts)


def _share(n: int | None, known: int | None) -> str:
    if n is None:
        return HIDDEN
    if known is None:
        return str(n)
    return f"{n} ({percent(n / known)})" if known else DASH


def _missing(one: Characteristic, keys: list[str]) -> list[Line]:
    """Say of how many nothing is known, in groups of whom it is known of some."""
    asked = {
        key
        for key in keys
        if key in one["numbers"] or any(value["n"][key] != 0 for value in one["values"])
    }
    if all(one["missing"][key] == 0 for key in asked):
        return []
    cells = [_count(one["missing"][key]) if key in asked else DASH for key in keys]
    counted = tuple(key in asked and bool(one["missing"][key]) for key in keys)
    of: dict[str, Any] = {"variable": one["variable"], "counted": counted}
    return [Line(_("Not known"), cells, inner=True, **of)]


def _count(n: int | None) -> str:
    return HIDDEN if n is None else str(n)


def _smd(one: Characteristic) -> str:
    return DASH if one["smd"] is None else f"{one['smd']:.2f}"


def table_figure(results: Results, provenance: Provenance, layout: Layout) -> Drawing:
    """Draw the table between its rules."""
    at = NARROW if layout.narrow else WIDE
    lines = lines_of(results, apart=layout.narrow)
    if layout.narrow:
        lines = [part for line in lines for part in _folded(line, at.letters)]
    groups = results["groups"]
    width = at.words + at.cell * len(groups) + (at.smd if len(groups) > 1 else 0)
    height = len(lines) * ROW
    heads = [note(_("Characteristic"), 0, -12, fontWeight=BOLD)]
    for number, group in enumerate(groups, start=1):
        head = [*fold(said(group["label"]), at.cell // 7), f"n = {amount(group['n'])}"]
        x, y = at.words + at.cell * number, -12 - 13 * (len(head) - 1)
        style = {"align": "right", "fontWeight": BOLD, "lineHeight": 13}
        heads.append(note(head, x, y, **style))
    if len(groups) > 1:
        heads.append(note("SMD", width, -12, align="right", fontWeight=BOLD))
    columns = {
        "names": (0, "left", [(i, x.text) for i, x in enumerate(lines) if not x.inner]),
        "inner": (
            INDENT,
            "left",
            [(i, x.text) for i, x in enumerate(lines) if x.inner],
        ),
        "smds": (width, "right", [(i, x.smd) for i, x in enumerate(lines) if x.smd]),
    }
    for number in range(len(groups)):
        cells = [(i, x.cells[number]) for i, x in enumerate(lines) if x.cells]
        columns[f"cells-{number}"] = (at.words + at.cell * (number + 1), "right", cells)
    if len(groups) == 1:
        del columns["smds"]
    charts: list[alt.Chart] = []
    rows: Rows = {}
    for name, (x, align, texts) in columns.items():
        placed = [{"y": (i + 0.5) * ROW, "text": text} for i, text in texts]
        ink = INK_2 if name == "inner" else INK
        chart, own = words(
            placed, x, len(lines) * ROW / LADDER_ROW, name, align=align, color=ink
        )
        charts.append(chart)
        rows |= own
    under = caption(results, provenance, method(), layout)
    chart = alt.layer(
        _rule(width, -22 - 13 * 2, 1.6),
        _rule(width, 0, 1),
        _rule(width, height, 1.6),
        *heads,
        *charts,
        caption_under(under, 0, height + 10),
    )
    return Drawing(chart.properties(width=width, height=height), rows)


def _folded(line: Line, letters: int) -> list[Line]:
    """Let words that would run into the cells take several lines."""
    if not line.cells:
        return [line]
    *before, last = fold(line.text, letters)
    inner = [Line(text, inner=line.inner) for text in before]
    return [*inner, replace(line, text=last)]


def _rule(width: float, y: float, thick: float) -> alt.Chart:
    line = once().mark_rule(color=INK, strokeWidth=thick)
    return line.encode(x=alt.value(0), x2=alt.value(width), y=alt.value(y))
