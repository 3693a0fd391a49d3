"""What an import found and did, as people and programs read it."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from registry.intake.table import Table
from registry.intake.values import ERROR, Fault
from registry.variables.entered import PartialDate, Quantity

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct or to know, where it stands, and what to do."""

    row: int | None
    column: str | None
    field: str | None
    value: str | None
    severity: str
    code: str
    message: str
    study_no: str | None = None
    sheet: str = ""

    @property
    def is_error(self) -> bool:
        """Tell whether the problem stops its row, or the file where it has no row."""
        return self.severity == ERROR


def problem(
    fault: Fault,
    *,
    row: int | None = None,
    column: str | None = None,
    field_name: str | None = None,
    value: str | None = None,
    study_no: str | None = None,
    sheet: str = "",
) -> Problem:
    """Return ``fault`` with the place where it stands."""
    return Problem(
        row,
        column,
        field_name,
        value[:LONGEST_VALUE] if value is not None else None,
        fault.severity,
        fault.code,
        fault.message,
        study_no[:LONGEST_VALUE] if study_no else None,
        sheet,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that the import changes in a patient the registry has."""

    row: int
    study_no: str
    form: str
    field: str
    old: Any
    new: Any
    sheet: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One patient of the file: how many records are new, changed, as they were."""

    study_no: str
    is_new: bool
    new: dict[str, int]
    changed: dict[str, int]
    unchanged: dict[str, int]
    names: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet that was read, and the form whose records its rows are."""

    sheet: str
    form: str
    header_row: int
    rows: int
    headers: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """The result of an import or of its dry run.

    ``records``, ``accepted``, ``created``, ``updated`` and ``unchanged`` count
    patients, ``rows`` what the sheets hold.
    """

    dry_run: bool = True
    sheet: str = ""
    header_row: int | None = None
    records: int = 0
    accepted: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rows: int = 0
    committed: bool = False
    sheets: list[Read] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    patients: list[Told] = field(default_factory=list)
    differences: list[Change] = field(default_factory=list)
    told: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def rows_with_errors(self) -> set[int]:
        """Return the numbers of the rows that are left out, of whichever sheet."""
        return {p.row for p in self.problems if p.is_error and p.row is not None}

    @property
    def left_out(self) -> int:
        """Return how many rows are left out."""
        wrong = (p for p in self.problems if p.is_error and p.row is not None)
        return len({(p.sheet, p.row) for p in wrong})

    def open(self, table: Table) -> None:
        """Note a sheet that is read."""
        place = table.sheet, table.form, table.header_row
        read = Read(*place, len(table.rows), table.headers)
        self.sheets.append(read)
        self.rows += read.rows
        self.records = self.rows

    def forget(self) -> None:
        """Count nothing as accepted."""
        self.accepted = self.created = self.updated = self.unchanged = 0

    @property
    def refused(self) -> bool:
        """Tell whether something is wrong with the file as a whole."""
        return any(p.is_error and p.row is None for p in self.problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems; one cell is told once of the same thing."""
        for one in problems:
            key = (one.sheet, one.row, one.column, one.code, one.message)
            if key not in self.told:
                self.told.add(key)
                self.problems.append(one)

    def digest(self) -> str:
        """Return what two reports share that would do the same to the registry."""
        told = repr((self.patients, self.differences, sorted(self.rows_with_errors)))
        return hashlib.sha256(told.encode()).hexdigest()

    def in_order(self) -> list[Problem]:
        """Return the problems, the file's own before those of its rows."""
        return sorted(self.problems, key=_place)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values, the file's problems before the rows'."""
        said = asdict(self)
        del said["told"]
        said["problems"] = [asdict(one) for one in self.in_order()]
        said["differences"] = [change_as_json(one) for one in self.differences]
        said["digest"] = self.digest()
        said["rows_with_errors"] = sorted(self.rows_with_errors)
        said["left_out"] = self.left_out
        return said


def change_as_json(change: Change) -> dict[str, Any]:
    """Return a change as plain values."""
    said = asdict(change)
    said["old"], said["new"] = _plain(said["old"]), _plain(said["new"])
    return said


def _place(one: Problem) -> tuple[Any, ...]:
    row = one.row
    return (row is not None, one.sheet if row else "", row or 0, one.severity)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, PartialDate | Quantity):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
