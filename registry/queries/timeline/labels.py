"""Where labels stand: beside their mark, never over another, never across day zero."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LABEL, NOTE = 12.5, 12.0
ROW = 15.0
GAP = 7.0
CLEAR = 4.0
ROWS_BELOW = 4
# Widths in ems of a sans-serif face; anything that is not here is as wide as "n".
NARROW = dict.fromkeys("ijlItf.,:;'|·()[]/ -", 0.3) | dict.fromkeys("r–", 0.38)
WIDE = dict.fromkeys("mwMW%@", 0.88)
CAPITAL, OTHER, CJK = 0.7, 0.57, 1.02


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something fills."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def apart(self, space: float) -> "Box":
        """Return the box with ``space`` to its left and right."""
        return Box(self.left - space, self.top, self.right + space, self.bottom)


@dataclass(frozen=True, slots=True)
class Label:
    """One or two lines of text, at ``x`` with an anchor, from ``box.top`` down."""

    text: str
    note: str
    x: float
    anchor: str
    box: Box
    leader: tuple[float, float, float] | None = None

    @property
    def base(self) -> float:
        """Return the base line of the first line."""
        return self.box.top + ROW - 4

    @property
    def note_base(self) -> float:
        """Return the base line of the second line."""
        return self.base + ROW


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is drawn, rather too wide than too narrow."""
    ems = sum(_ems(character) for character in text)
    return ems * size * (1.08 if bold else 1.0)


def _ems(character: str) -> float:
    if character in NARROW:
        return NARROW[character]
    if character in WIDE:
        return WIDE[character]
    if ord(character) > 0x2E7F:
        return CJK
    return CAPITAL if character.isupper() else OTHER


def place(
    text: str,
    note: str,
    mark: Box,
    *,
    taken: Sequence[Box],
    lines: Sequence[float],
    limits: tuple[float, float],
) -> Label | None:
    """Return the first place where the label is free, shorter if it must be.

    ``taken`` is what is drawn in the lane, ``lines`` the day-zero lines, ``limits``
    the left and right end of the axis. None where not even the first line fits: then
    the mark's title and the table say it.
    """
    for second in dict.fromkeys((note, "")):
        for label in _candidates(text, second, mark):
            inside = limits[0] <= label.box.left and label.box.right <= limits[1]
            if inside and _free(label, taken, lines):
                return label
    return None


def _free(label: Label, taken: Sequence[Box], lines: Sequence[float]) -> bool:
    box = label.box
    if any(box.left - CLEAR < x < box.right + CLEAR for x in lines):
        return False
    if any(box.apart(CLEAR - 1).meets(other) for other in taken):
        return False
    if label.leader is None:
        return True
    x, top, bottom = label.leader
    thread = Box(x - 1, top + 1, x + 1, bottom)
    return not any(thread.meets(other) for other in taken)


def _candidates(text: str, note: str, mark: Box) -> Iterator[Label]:
    """Yield places: right, left, above, then rows below with a thread to the mark."""
    wide = max(width(text, LABEL, bold=True), width(note, NOTE))
    high = ROW * (2 if note else 1)
    middle = (mark.top + mark.bottom - high) / 2
    centre = (mark.left + mark.right) / 2
    aside = {"start": centre + CLEAR + 1, "middle": centre, "end": centre - CLEAR - 1}

    def at(anchor: str, x: float, top: float, row: int = 0) -> Label:
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = Box(left, top, left + wide, top + high)
        thread = (centre, mark.bottom, top) if row else None
        return Label(text, note, x, anchor, box, thread)

    yield at("start", mark.right + GAP, middle)
    yield at("end", mark.left - GAP, middle)
    if not note:
        yield at("middle", centre, mark.top - ROW - 1)
    for row in range(ROWS_BELOW):
        top = mark.bottom + 2 + row * ROW
        for anchor, x in aside.items():
            if not (note and anchor == "middle"):
                yield at(anchor, x, top, row)
