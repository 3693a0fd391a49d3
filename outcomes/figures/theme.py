"""How every figure looks: the design language's colours, dashes, type and axes."""

from dataclasses import dataclass, replace
from typing import Any

INK, INK_2, LINE = "#16212b", "#44515d", "#d6dde2"
ACCENT, ACCENT_LINE, SUNKEN = "#0b5c73", "#9cc5d0", "#eef2f4"
GRADES = ("#ffffff", "#f6dfba", "#eab06a", "#b4540f", "#8a350b", "#3f1506")
BAND_OPACITY, LINE_WIDTH = 0.13, 2.2
# vl-convert brings Liberation Sans; Day Zero CJK lies in fonts/. A text is set in the
# first family that is there, and a letter that it lacks in any other, be it a serif:
# so Chinese texts name a Chinese family first.
LATIN = "Liberation Sans, Arial, Helvetica"
CHINESE = "Noto Sans CJK SC, Day Zero CJK"
TEXT, SMALL, BOLD = 12, 11, 600


@dataclass(frozen=True, slots=True)
class Pen:
    """How one group is drawn; the dash says what the colour says, solid has none."""

    line: str
    text: str
    dash: tuple[int, ...]

    @property
    def stroke(self) -> dict[str, Any]:
        """Return the look of the group's line, as Vega-Lite has it."""
        look = {"color": self.line, "strokeWidth": LINE_WIDTH}
        return look | ({"strokeDash": [*self.dash]} if self.dash else {})


# Okabe and Ito's colours, told apart with every kind of colour vision; the text shade
# has the contrast that small print needs.
PENS = (
    Pen("#0072b2", "#00609a", ()),
    Pen("#d55e00", "#a84a00", (8, 4)),
    Pen("#009e73", "#00664a", (2, 3)),
    Pen("#cc79a7", "#93406b", (8, 3, 2, 3)),
)

CONFIG: dict[str, Any] = {
    "background": "white",
    "padding": 8,
    # The page and the file's caption name the figure; marks need no names of their own.
    "mark": {"aria": False},
    "view": {"stroke": None},
    "axis": {
        "domainColor": INK,
        "domainWidth": 1.2,
        "tickColor": INK,
        "tickWidth": 1.2,
        "tickSize": 5,
        "grid": False,
        "labelColor": INK,
        "labelFontSize": TEXT,
        "labelPadding": 4,
        "titleColor": INK,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titlePadding": 10,
    },
    "text": {"color": INK, "fontSize": TEXT},
}


def config(language: str) -> dict[str, Any]:
    """Return how figures look in this language."""
    first, second = (CHINESE, LATIN) if language.startswith("zh") else (LATIN, CHINESE)
    font = f"{first}, {second}, sans-serif"
    return CONFIG | {"font": font, "text": CONFIG["text"] | {"font": font}}


def pen(number: int) -> Pen:
    """Return the pen of the group with this number.

    Colours come round again, each time with another dash: sixteen differ.
    """
    turn, place = divmod(number, len(PENS))
    dash = PENS[(place + turn) % len(PENS)].dash
    return replace(PENS[place], dash=dash)
