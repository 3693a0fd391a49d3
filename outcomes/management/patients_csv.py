"""A CSV of patients, read by column; every row that cannot be used is named."""

from __future__ import annotations

import csv
from collections.abc import Callable
from math import isfinite, nan
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

SHOWN = 10
ABSENT = {"", "NA", "NaN", "."}


class CsvFile:
    """The lines of a CSV by column; what cannot be used is collected, none dropped."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                reader = csv.DictReader(file)
                self.lines: list[dict[str, str]] = list(reader)
                self.header = list(reader.fieldnames or [])
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(
                f"{path} cannot be read as CSV in UTF-8: {error}"
            ) from error
        self.path = path
        self.problems: list[tuple[int, str]] = []

    def texts(self, column: str) -> list[str]:
        """Return a column as text; an empty cell is a problem."""
        return self.read(column, _text, "is empty")

    def numbers(self, column: str, usable: Callable[[float], bool], what: str) -> Any:
        """Return a column as numbers; others than the usable are problems."""

        def number(text: str) -> float | None:
            found = number_in(text)
            return found if usable(found) else None

        return self.read(column, number, f"{{text!r}} is not {what}")

    def refuse(self) -> None:
        """Raise CommandError where there were problems, by row."""
        if not self.problems:
            return
        found = sorted(self.problems, key=lambda problem: problem[0])
        more = len(found) - SHOWN
        shown = [text for _row, text in found[:SHOWN]]
        shown += [f"and {more} more"] if more > 0 else []
        raise CommandError("correct or remove these rows:\n" + "\n".join(shown))

    def read(self, column: str, read: Callable[[str], Any], wrong: str) -> list[Any]:
        """Return a column by ``read``, which gives None for what cannot be used.

        Raises CommandError for a column that is not there, or a file without rows.
        """
        if column not in self.header:
            raise CommandError(
                f"there is no column {column!r}; there are {self.header}"
            )
        if not self.lines:
            raise CommandError(
                f"{self.path} has a header and no rows: nothing to estimate"
            )
        values = []
        for number, line in enumerate(self.lines, 2):
            text = (line[column] or "").strip()
            value = read(text)
            if value is None:
                said = wrong.format(text=text)
                self.problems.append((number, f"row {number}: {column} {said}"))
            values.append(value)
        return values


def present(text: str) -> str | None:
    """Return a text unless it says that the value is missing."""
    return None if text in ABSENT else text


def number_in(text: str) -> float:
    """Return a finite number, otherwise NaN."""
    try:
        number = float(text)
    except ValueError:
        return nan
    return number if isfinite(number) else nan


def _text(text: str) -> str | None:
    return text or None
