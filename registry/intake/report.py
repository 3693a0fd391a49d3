"""What an import found and did, as people and programs read it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from registry.intake.values import ERROR, Fault

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


@dataclass(slots=True)
class Report:
    """The result of an import or of its dry run."""

    dry_run: bool = True
    sheet: str = ""
    header_row: int | None = None
    records: int = 0
    accepted: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    committed: bool = False
    problems: list[Problem] = field(default_factory=list)
    differences: list[Change] = field(default_factory=list)
    told: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def rows_with_errors(self) -> set[int]:
        """Return the rows that are left out."""
        return {p.row for p in self.problems if p.is_error and p.row is not None}

    @property
    def refused(self) -> bool:
        """Tell whether something is wrong with the file as a whole."""
        return any(p.is_error and p.row is None for p in self.problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems; one cell is told once of the same thing."""
        for one in problems:
            key = (one.row, one.column, one.code, one.message)
            if key not in self.told:
                self.told.add(key)
                self.problems.append(one)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values, the file's problems before the rows'."""
        said = asdict(self)
        del said["told"]
        said["problems"] = sorted(
            said["problems"], key=lambda p: (p["row"] or 0, p["severity"])
        )
        for change in said["differences"]:
            change["old"], change["new"] = _plain(change["old"]), _plain(change["new"])
        said["rows_with_errors"] = sorted(self.rows_with_errors)
        return said


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
