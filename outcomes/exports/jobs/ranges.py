"""A part of a file, so that a broken download goes on. Source: RFC 9110, section 14."""

import re
from dataclasses import dataclass

# No file has more bytes than eighteen digits say: a longer number is no range.
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from ``first`` to ``last``, both of them too, of ``size``."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        """Return how many bytes it has."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


class NotThere(Exception):
    """The file has no byte of the range that was asked for."""


def part_of(header: str, size: int) -> Part | None:
    """Return the one part that a Range header asks for; None for the whole file.

    Several parts at once are answered with the whole, as the standard allows.
    Raises NotThere.
    """
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        part = Part(max(size - int(last), 0), size - 1, size)
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1, size)
    if part.first >= size or part.length < 1:
        raise NotThere
    return part
