"""What comes of reading one cell: a value, a reason for its absence, a fault."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

ERROR, WARNING = "error", "warning"
# The words of a sheet come again and again: that many are read once.
WORDS = 16_384


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell and what to do; an error stops the row."""

    code: str
    message: str
    severity: str = ERROR


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell, read.

    ``blank``: it held nothing, not even a word. ``none_occurred``: a date cell that
    says "none". ``positive``: an assay that is positive, without a number.
    """

    value: Any = None
    absent: str | None = None
    fault: Fault | None = None
    blank: bool = False
    none_occurred: bool = False
    positive: bool = False

    @property
    def wrong(self) -> bool:
        """Tell whether the cell stops its row."""
        return self.fault is not None and self.fault.severity == ERROR


def fault(code: str, message: str) -> Reading:
    """Return a reading that stops the row."""
    return Reading(fault=Fault(code, message))


@lru_cache(maxsize=WORDS)
def plain(text: str) -> str:
    """Return ``text`` with full-width signs made plain and space trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=WORDS)
def bare(text: str) -> str:
    """Return ``text`` plain, without case or space."""
    return "".join(plain(text).casefold().split())
