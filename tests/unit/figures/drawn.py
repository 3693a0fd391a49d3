"""Read a drawn SVG as a person does: what is where on the sheet."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

SVG = "{http://www.w3.org/2000/svg}"
MOVE = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True)
class Mark:
    """One element at its place on the sheet, whatever groups stand around it."""

    element: Element
    role: str
    x: float
    y: float

    @property
    def text(self) -> str:
        """Return the words of a text mark."""
        return "".join(self.element.itertext())

    @property
    def look(self) -> dict[str, str]:
        """Return the attributes that say how it looks."""
        return dict(self.element.attrib)

    def points(self) -> list[tuple[float, float]]:
        """Return the corners of a path of M, L, H, V and h, v and Z, on the sheet."""
        found: list[tuple[float, float]] = []
        x = y = 0.0
        for letter, args in re.findall(r"([MLHVhvlZ])([^MLHVhvlZ]*)", self.look["d"]):
            numbers = [float(n) for n in NUMBER.findall(args)]
            if letter in "ML":
                x, y = numbers[0], numbers[1]
            elif letter == "l":
                x, y = x + numbers[0], y + numbers[1]
            elif letter in "Hh":
                x = numbers[0] + (x if letter == "h" else 0)
            elif letter in "Vv":
                y = numbers[0] + (y if letter == "v" else 0)
            found.append((x + self.x, y + self.y))
        return found


def marks(drawing: str) -> list[Mark]:
    """Return every text, path and line with its place."""
    return list(_walk(fromstring(drawing), 0, 0, ""))


def _walk(element: Element, x: float, y: float, role: str):
    moved = MOVE.search(element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    role = element.get("class", role)
    if element.tag in (f"{SVG}text", f"{SVG}path", f"{SVG}line"):
        yield Mark(element, role, x, y)
    for child in element:
        yield from _walk(child, x, y, role)


def texts(found: list[Mark]) -> dict[str, Mark]:
    """Return the text marks by what they say."""
    return {mark.text: mark for mark in found if mark.element.tag == f"{SVG}text"}
