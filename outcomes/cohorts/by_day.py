"""Cells that days tell apart, as columns of numbers: a curve has thousands. Pure."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Key = tuple[Any, ...]
# A cell's number: which of the ``codes``, then its day; one is before day 0.
PLACE, BEFORE = 1 << 24, 1
WIDTHS = ("<u1", "<u2", "<u4", "<i8")


@dataclass(frozen=True, slots=True, eq=False)
class ByDay:
    """How many, by what stands beside the day (``codes``) and by day.

    at : which place of a key is the day
    numbers : increasing, of place among codes and day; many : of each, above 0
    """

    at: int
    codes: tuple[Key, ...]
    numbers: Integers
    many: Integers

    @classmethod
    def of(cls, cells: Mapping[Key, int], at: int) -> Self:
        """Return cells as columns."""
        return cls(at, (), _none(), _none()).added(cells)

    @property
    def places(self) -> Integers:
        """Return which of the codes each cell has."""
        return np.asarray(self.numbers >> 24)

    @property
    def days(self) -> Integers:
        """Return the day of each cell."""
        return np.asarray((self.numbers & (PLACE - 1)) - BEFORE)

    def placed(self, place: Callable[..., int | None]) -> Integers:
        """Return where ``place`` puts the codes of each cell; -1 where nowhere."""
        found = [place(*code) for code in self.codes]
        return np.array([-1 if at is None else at for at in found], np.int64)[
            self.places
        ]

    def kept(self, which: NDArray[np.bool_]) -> Self:
        """Return some of the cells."""
        return replace(self, numbers=self.numbers[which], many=self.many[which])

    def added(self, changed: Mapping[Key, int]) -> Self:
        """Return these with a change put on. Raises ValueError below zero."""
        codes = {code: place for place, code in enumerate(self.codes)}
        change_of: Counter[int] = Counter()
        for key, n in changed.items():
            code = (*key[: self.at], *key[self.at + 1 :])
            place = codes.setdefault(code, len(codes))
            change_of[place * PLACE + key[self.at] + BEFORE] += n
        numbers = np.array(sorted(change_of), np.int64)
        change = np.array([change_of[one] for one in numbers.tolist()], np.int64)
        at = np.searchsorted(self.numbers, numbers)
        there = np.zeros(numbers.size, bool)
        inside = at < self.numbers.size
        there[inside] = self.numbers[at[inside]] == numbers[inside]
        many = self.many.copy()
        many[at[there]] += change[there]
        many = np.insert(many, at[~there], change[~there])
        if (many < 0).any():
            raise ValueError("a cell would count fewer than nobody: count anew")
        every = np.insert(self.numbers, at[~there], numbers[~there])
        left = many > 0
        found = type(self)(self.at, tuple(codes), every[left], many[left])
        return found._in_order() if len(codes) > len(self.codes) else found

    def _in_order(self) -> Self:
        """Return these with the codes in one order, whatever was counted first."""
        order = sorted(range(len(self.codes)), key=lambda i: json.dumps(self.codes[i]))
        placed = np.argsort(order) * PLACE
        numbers = placed[self.places] + (self.numbers & (PLACE - 1))
        sorted_in = np.argsort(numbers)
        codes = tuple(self.codes[i] for i in order)
        return type(self)(self.at, codes, numbers[sorted_in], self.many[sorted_in])

    def cells(self) -> Counter[Key]:
        """Return them by key."""
        found: Counter[Key] = Counter()
        columns = (self.places.tolist(), self.days.tolist(), self.many.tolist())
        for place, day, n in zip(*columns, strict=True):
            code = self.codes[place]
            found[*code[: self.at], day, *code[self.at :]] = n
        return found

    def packed(self) -> bytes:
        """Return them as they are stored: the same for the same cells."""
        used = np.unique(self.places)
        if used.size < len(self.codes):
            # Codes that nobody has any more go.
            return type(self).of(self.cells(), self.at).packed()
        columns = [_narrow(np.diff(self.numbers, prepend=0)), _narrow(self.many)]
        head = [self.at, self.codes, self.numbers.size, [c.dtype.str for c in columns]]
        body = b"".join(column.tobytes() for column in columns)
        said = json.dumps(head, separators=(",", ":")).encode()
        return zlib.compress(said + b"\n" + body, 1)

    @classmethod
    def unpacked(cls, stored: bytes) -> Self:
        """Return what ``packed`` made."""
        head, _, body = zlib.decompress(stored).partition(b"\n")
        at, codes, size, (steps, many) = json.loads(head)
        end = size * np.dtype(steps).itemsize
        numbers = np.frombuffer(body[:end], steps).astype(np.int64).cumsum()
        found = np.frombuffer(body[end:], many).astype(np.int64)
        return cls(at, tuple(tuple(code) for code in codes), numbers, found)


def _narrow(column: Integers) -> NDArray[Any]:
    """Return whole numbers of 0 and more in as few bytes as they need."""
    largest = int(column.max(initial=0))
    fits = (w for w in WIDTHS if largest <= np.iinfo(np.dtype(w)).max)
    return column.astype(next(fits))


def _none() -> Integers:
    return np.zeros(0, np.int64)
