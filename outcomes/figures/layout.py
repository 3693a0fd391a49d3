"""How wide a figure is set: as two columns of a journal, or as one.

One column is what a phone shows, too: the letters stay as large, the panel is narrower.
"""

from dataclasses import dataclass

POINTS_AN_INCH, MILLIMETRES_AN_INCH = 72, 25.4


@dataclass(frozen=True, slots=True)
class Layout:
    """One width of a figure.

    millimetres : as printed; panel : pixels between the ends of a time axis
    every : months between its ticks; letters : of a line under the figure
    """

    columns: int
    millimetres: int
    panel: int
    every: int
    letters: int

    @property
    def narrow(self) -> bool:
        """Tell whether words must stand above what they name instead of beside it."""
        return self.columns == 1

    @property
    def points(self) -> float:
        """Return the printed width in points."""
        return self.millimetres / MILLIMETRES_AN_INCH * POINTS_AN_INCH


# Panels have their ticks at whole pixels.
TWO = Layout(2, 174, 498, 6, 112)
ONE = Layout(1, 85, 252, 12, 62)
LAYOUTS = {"2": TWO, "1": ONE}
