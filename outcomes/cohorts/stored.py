"""Counts as bytes, one part or several with what they are of, and back. Pure."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from outcomes.cohorts.by_day import ByDay
from outcomes.cohorts.tally import Key, added, as_json, from_json

Stored = dict[str, bytes]
PLAIN, BY_DAY = b"p", b"d"


def packed(cells: Counter[Key] | ByDay) -> bytes:
    """Return cells as they are stored: the same for the same cells."""
    if isinstance(cells, ByDay):
        return BY_DAY + cells.packed()
    ordered = Counter(dict(sorted(cells.items(), key=repr)))
    text = json.dumps(as_json(ordered), separators=(",", ":"))
    return PLAIN + zlib.compress(text.encode(), 1)


def unpacked(stored: bytes) -> Counter[Key] | ByDay:
    """Return what ``packed`` made."""
    kind, body = stored[:1], stored[1:]
    if kind == BY_DAY:
        return ByDay.unpacked(body)
    return from_json(json.loads(zlib.decompress(body)))


class Parts(Mapping[str, Any]):
    """Parts of the counts, each unpacked when it is first asked for.

    changed : the parts on which something was put since
    """

    def __init__(self, stored: Stored) -> None:
        """Take the parts as they are stored."""
        self.stored = stored
        self._found: dict[str, Any] = {}
        self.changed: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """Return the cells of a part."""
        if name not in self._found:
            self._found[name] = unpacked(self.stored[name])
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the parts."""
        return iter(self.stored)

    def __len__(self) -> int:
        """Return how many parts there are."""
        return len(self.stored)

    def add(self, name: str, change: Counter[Key]) -> None:
        """Put a change on a part. Raises ValueError below zero."""
        cells = self[name]
        by_day = isinstance(cells, ByDay)
        self._found[name] = cells.added(change) if by_day else added(cells, change)
        self.changed.add(name)

    def repacked(self) -> Stored:
        """Return the changed parts as they are to be stored."""
        return {name: packed(self._found[name]) for name in self.changed}


def bundled(of: Mapping[str, Any], parts: Mapping[str, bytes]) -> bytes:
    """Return parts in one, with what they are of: a line that says where, then they."""
    sizes = {name: len(stored) for name, stored in parts.items()}
    head = json.dumps([of, sizes], separators=(",", ":")).encode()
    return b"".join((head, b"\n", *parts.values()))


def unbundled(stored: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what ``bundled`` made."""
    head, _, body = stored.partition(b"\n")
    of, sizes = json.loads(head)
    parts, start = {}, 0
    for name, size in sizes.items():
        parts[name] = body[start : start + size]
        start += size
    return of, parts
