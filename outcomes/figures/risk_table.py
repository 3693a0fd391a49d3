"""The numbers at risk under a figure's ticks."""

import altair as alt

from outcomes.figures.clock import MONTHS, Clock
from outcomes.figures.layout import Layout
from outcomes.figures.marks import caption_under, note
from outcomes.figures.steps import Group, x_axis
from outcomes.figures.theme import BOLD
from outcomes.figures.wording import amount

MARGIN, NARROW_MARGIN = 116, 60  # left of the axis, for the names of the groups
LABEL_AT = -32  # leaves room for a number of six digits around the first tick
ROW = 19


Row = dict[str, int | str]


def rows_of(
    groups: list[Group], at: list[int], shown: list[int]
) -> dict[str, list[Row]]:
    """Return the data that the chart below names: at risk (censored).

    ``at`` are the places counted at, ``shown`` those with a tick.
    """
    return {f"{group.key}-at-risk": _row(group, at, shown) for group in groups}


def _row(group: Group, at: list[int], shown: list[int]) -> list[Row]:
    table = group.curve["table"]
    counted = zip(at, table["at_risk"], table["censored"], strict=True)
    return [
        {
            "month": month,
            "text": f"{amount(left)} ({amount(gone)})"
            if left is not None
            else amount(left),
        }
        for month, left, gone in counted
        if month in shown
    ]


def margin(layout: Layout) -> int:
    """Return the pixels left of the axis that the groups' names need."""
    return NARROW_MARGIN if layout.narrow else MARGIN


def numbers_at_risk(
    groups: list[Group],
    title: str,
    caption: list[str],
    layout: Layout,
    clock: Clock = MONTHS,
) -> alt.LayerChart:
    """Write each group's numbers under the ticks, and the caption below them.

    Where there is no room beside them, the name stands on a row of its own.
    """
    left = -margin(layout)
    parts = [note(title, left, 0, fontWeight=BOLD)]
    row = 1
    for group in groups:
        if layout.narrow:
            parts.append(note(group.label, left, row * ROW))
            row += 1
        else:
            parts.append(note(group.label, LABEL_AT, row * ROW, align="right"))
        numbers = alt.Chart(alt.NamedData(f"{group.key}-at-risk")).mark_text(
            baseline="middle", color=group.pen.text
        )
        y = alt.value(row * ROW)
        x = x_axis(layout, clock=clock)
        parts.append(numbers.encode(x=x, y=y, text="text:N"))
        row += 1
    parts.append(caption_under(caption, left, row * ROW))
    return alt.layer(*parts).properties(width=layout.panel, height=row * ROW)
