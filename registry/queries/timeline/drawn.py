"""Marks, lanes and numbers with their places."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

from registry.queries.timeline.labels import Box, Label
from registry.queries.timeline.mark import Mark

UPPER, LOWER = 28.0, 20.0
HALF = 9.0
# Points are as wide as they are high; bars last.
BARS = frozenset({"span", "graded", "none", "remission"})


@dataclass(slots=True)
class Drawn:
    """A mark with its place; ``label`` is None where there is no room for one.

    ``about`` are the ends of the time in which a mark dated in part may lie.
    """

    mark: Mark
    x: float
    right: float
    y: float
    about: tuple[float, float] | None = None
    label: Label | None = None
    inside: str = ""
    outside: bool = False
    url: str = ""
    title: str = ""

    @property
    def middle(self) -> float:
        """Return the middle of the mark."""
        return (self.x + self.right) / 2

    @property
    def wide(self) -> float:
        """Return the width of the mark."""
        return self.right - self.x

    @property
    def box(self) -> Box:
        """Return the rectangle of the mark."""
        return Box(self.x, self.y - HALF - 1, self.right, self.y + HALF + 1)

    @property
    def at(self) -> float:
        """Return where the shape is put: a bar's left end, a point's middle."""
        return self.x if self.mark.kind in BARS else self.middle

    @property
    def half(self) -> float:
        """Return half the width of a bar, where its text stands."""
        return self.wide / 2

    @property
    def pressed(self) -> float:
        """Return how wide a bar is to be pressed."""
        return max(self.wide, 24.0)


@dataclass(slots=True)
class Lane:
    """One lane: its name, its marks, and where it lies."""

    name: str
    label: str | Promise
    top: float
    bottom: float
    drawn: list[Drawn] = field(default_factory=list)

    @property
    def base(self) -> float:
        """Return the base line of the lane's name."""
        return self.top + UPPER + 4


@dataclass(slots=True)
class Tick:
    """One number of an axis; years also in words."""

    x: float
    text: str
    zero: bool = False
    words: str = ""
