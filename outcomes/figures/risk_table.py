"""The numbers at risk under a figure's ticks."""

import altair as alt

from outcomes.figures.marks import caption_under, note
from outcomes.figures.steps import WIDTH, Group, x_axis
from outcomes.figures.theme import BOLD

MARGIN = 116  # left of the axis, for the names of the groups
LABEL_AT = -32  # leaves room for a number of six digits around the first tick
ROW = 19


Row = dict[str, int | str]


def rows_of(groups: list[Group], months: list[int]) -> dict[str, list[Row]]:
    """Return the data that the chart below names: at risk (censored) by month."""
    return {f"{group.key}-at-risk": _row(group, months) for group in groups}


def _row(group: Group, months: list[int]) -> list[Row]:
    table = group.curve["table"]
    counted = zip(months, table["at_risk"], table["censored"], strict=True)
    return [
        {"month": month, "text": f"{left} ({gone})"} for month, left, gone in counted
    ]


def numbers_at_risk(
    groups: list[Group], title: str, caption: list[str]
) -> alt.LayerChart:
    """Write each group's numbers under the ticks, and the caption below them."""
    parts = [note(title, -MARGIN, 0, fontWeight=BOLD)]
    for number, group in enumerate(groups, start=1):
        y = number * ROW
        numbers = alt.Chart(alt.NamedData(f"{group.key}-at-risk")).mark_text(
            baseline="middle", color=group.pen.text
        )
        parts += [
            note(group.label, LABEL_AT, y, align="right"),
            numbers.encode(x=x_axis(), y=alt.value(y), text="text:N"),
        ]
    height = (len(groups) + 1) * ROW
    parts.append(caption_under(caption, -MARGIN, height))
    return alt.layer(*parts).properties(width=WIDTH, height=height)
