"""Counts of a cohort's rows, part by part: all that its results are made of.

A part says of one row under which keys it counts. So one edit changes a few cells: what
the old row counted is taken off, what the new one counts is put on, and it comes to the
same as counting every row again (ADR 0076). Pure.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Keys = Callable[[Row], Iterable[Key]]
# By part, how often each key: as a change says it, and as it is kept.
Counted = dict[str, Counter[Key]]
Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the counts: ``keys`` of each row that is in its ``scope``.

    day : which place of a key is a day, where that tells most cells apart
    """

    name: str
    scope: str
    keys: Keys
    day: int | None = None


def counted(
    rows: Iterable[Row], parts: Iterable[Part], scopes: Callable[[Row], Iterable[str]]
) -> Counted:
    """Count rows under every part; ``scopes`` says which kinds of part a row is in.

    A part that nobody is in is empty, not absent.
    """
    cells: Counted = {}
    named: dict[str, list[tuple[Keys, Counter[Key]]]] = {}
    for part in parts:
        cells[part.name] = Counter()
        named.setdefault(part.scope, []).append((part.keys, cells[part.name]))
    for row in rows:
        for scope in scopes(row):
            for keys, found in named.get(scope, ()):
                for key in keys(row):
                    found[key] += 1
    return cells


def difference(old: Counted, new: Counted) -> Counted:
    """Return what to add to the cells of ``old`` to have those of ``new``."""
    found: Counted = {}
    for name in old | new:
        changed = Counter(new.get(name, Counter()))
        changed.subtract(old.get(name, Counter()))
        if kept := Counter({key: n for key, n in changed.items() if n}):
            found[name] = kept
    return found


def added(cells: Counter[Key], changed: Counter[Key]) -> Counter[Key]:
    """Return cells with a change put on. Raises ValueError below zero."""
    found = Counter(cells)
    for key, n in changed.items():
        left = found[key] + n
        if left < 0:
            raise ValueError("a cell would count fewer than nobody: count anew")
        if left:
            found[key] = left
        else:
            del found[key]
    return found


def as_json(cells: Counter[Key]) -> list[list[Any]]:
    """Return cells as columns, the last one how often."""
    rows = ((*key, n) for key, n in cells.items())
    return [list(column) for column in zip(*rows, strict=True)]


def from_json(columns: list[list[Any]]) -> Counter[Key]:
    """Return what ``as_json`` made."""
    if not columns:
        return Counter()
    *keys, many = columns
    named = zip(*keys, strict=True) if keys else [()]
    return Counter(dict(zip(named, many, strict=True)))


def plain(value: Any) -> Any:
    """Return a value as a key has it: days as text, as they come back from JSON."""
    return value.isoformat() if isinstance(value, date) else value
