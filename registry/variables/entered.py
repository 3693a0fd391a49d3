"""What somebody wrote where a column cannot hold it. Pure.

A date without its day, a number in another unit than the one that is stored, and the
laboratory's value behind a multiple of its upper limit.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from registry.variables.spec import Kind, Variable

TIMES_ULN = "× ULN"
MULTIPLE = re.compile(
    r"(?P<number>\d{1,7}(\.\d{1,6})?) (?P<unit>\S+) ÷ "
    r"(?P<upper>\d{1,7}(\.\d{1,6})?) (?P=unit) \((?P<laboratory>.{1,100})\)"
)
PARTIAL = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A month or a year in which a day lies; no part of it is ever made up."""

    year: int
    month: int | None = None

    @property
    def first(self) -> date:
        """Return the earliest day that it may stand for."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Return the latest day that it may stand for."""
        month = self.month or 12
        following = (self.year + month // 12, month % 12 + 1)
        return date(*following, 1) - timedelta(days=1)

    def days(self) -> Iterator[date]:
        """Yield every day that it may stand for."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04}"
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the unit in which it was entered, and as it is stored."""

    number: Decimal
    unit: str
    stored: Decimal

    def __str__(self) -> str:
        return f"{_short(self.number)} {self.unit}"


def _short(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Multiple(Quantity):
    """A laboratory's value that is stored as a multiple of its upper limit.

    ``upper`` is the limit that held, in the value's unit, at ``laboratory``: what was
    entered stays true when the laboratory changes its limit.
    """

    upper: Decimal
    laboratory: str

    @classmethod
    def of(
        cls, number: Decimal, unit: str, *, upper: Decimal, laboratory: str
    ) -> "Multiple":
        """Return the multiple that ``number`` is of ``upper``."""
        return cls(number, unit, multiple_of(number, upper), upper, laboratory)

    def __str__(self) -> str:
        number, upper = _short(self.number), _short(self.upper)
        return f"{number} {self.unit} ÷ {upper} {self.unit} ({self.laboratory})"


def multiple_of(number: Decimal, upper: Decimal) -> Decimal:
    """Return how many times ``upper`` the number is, to two places."""
    return (number / upper).quantize(Decimal("0.01"))


def multiple(text: str) -> Multiple | None:
    """Return what is written as "124 U/L ÷ 40 U/L (Central laboratory)"."""
    found = MULTIPLE.fullmatch(text.strip())
    if found is None or not Decimal(found["upper"]):
        return None
    return Multiple.of(
        Decimal(found["number"]),
        found["unit"],
        upper=Decimal(found["upper"]),
        laboratory=found["laboratory"],
    )


def quantity(variable: Variable, text: object) -> Quantity | None:
    """Return the number that is written as "34 mg/dL" in another of the units.

    Of a multiple of the upper limit: as the laboratory's value over its limit.
    """
    if variable.analytes and isinstance(text, str):
        return multiple(text)
    for unit in variable.units:
        if not isinstance(text, str) or not text.endswith(f" {unit.name}"):
            continue
        with suppress(InvalidOperation):
            number = Decimal(text.removesuffix(unit.name).strip())
            return Quantity(number, unit.name, unit.converted(number))
    return None


def earliest(day: date | PartialDate) -> date:
    """Return the first day that ``day`` may stand for."""
    return day.first if isinstance(day, PartialDate) else day


def latest(day: date | PartialDate) -> date:
    """Return the last day that ``day`` may stand for."""
    return day.last if isinstance(day, PartialDate) else day


def partial(text: object) -> PartialDate | None:
    """Return the partial date that is written as 2023-05 or 2023, else None."""
    found = PARTIAL.fullmatch(text) if isinstance(text, str) else None
    # A year needs days on both sides of it.
    if found is None or not 0 < int(found[1]) < 9999:
        return None
    return PartialDate(int(found[1]), int(found[2]) if found[2] else None)


def stored(variable: Variable, value: Any) -> tuple[Any, str]:
    """Return what the column of ``variable`` keeps of ``value``, and what it cannot."""
    if variable.kind is Kind.DAY and isinstance(value, PartialDate):
        return None, str(value)
    if isinstance(value, Quantity):
        return value.stored, str(value)
    if variable.kind is Kind.ROWS:
        return plain_rows(value), ""
    return value, ""


def plain_rows(value: Any) -> Any:
    """Return rows as JSON keeps them: no empty cell, no empty row, None for no row."""
    if not isinstance(value, list):
        return value
    rows = [
        {name: _plain(cell) for name, cell in row.items() if cell not in (None, "", [])}
        if isinstance(row, dict)
        else row
        for row in value
    ]
    return [row for row in rows if row != {}] or None


def _plain(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return str(cell) if isinstance(cell, date | PartialDate) else cell


def restored(variable: Variable, column: Any, entered: str | None) -> Any:
    """Return the value that was stored as ``column`` with ``entered`` beside it."""
    if entered and variable.kind is Kind.DAY:
        return partial(entered) or column
    if entered and (variable.units or variable.analytes):
        return quantity(variable, entered) or column
    return column
