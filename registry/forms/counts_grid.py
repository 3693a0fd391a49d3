"""The grid in which the counts of many days are typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks.spoken import plain
from registry.codelists.general import YN
from registry.forms.fields import field_label, unit_of
from registry.forms.pasted import COLUMNS, Cells
from registry.forms.typed import read_number
from registry.models import BloodCount
from registry.services.daily_counts import DayOfCounts
from registry.variables.labels import series
from registry.variables.spec import Kind

DAYS = 31


@dataclass
class Cell:
    """One box: its field, what stands in it, and what is wrong with it."""

    name: str
    id: str
    label: str
    text: str
    coded: bool
    unit: str = ""
    errors: list[str] = field(default_factory=list)
    changed: bool = False


@dataclass
class Row:
    """One day: its record, if there is one, and its boxes."""

    day: date
    number: int
    record: BloodCount | None
    cells: list[Cell]
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return what tells the row from the others in what is posted."""
        return f"{self.day:%Y%m%d}_{self.record.pk if self.record else 'new'}"

    @property
    def wrong(self) -> bool:
        """Tell whether something in the row cannot be saved."""
        return bool(self.errors or any(cell.errors for cell in self.cells))

    def cell(self, name: str) -> Cell | None:
        """Return the box of a field."""
        return next((cell for cell in self.cells if cell.name == name), None)


def rows_of(
    records: Sequence[BloodCount], day_zero: date, first: int, posted: Mapping[str, str]
) -> list[Row]:
    """Return a row for each of 31 days from day ``first``, filled with what was typed.

    A day with two records has two rows.
    """
    rows: list[Row] = []
    for at in range(first, first + DAYS):
        day = day_zero + timedelta(days=at)
        counted = [record for record in records if record.count_date == day]
        rows += [_row(day, at, one, posted) for one in counted or (None,)]
    return rows


def _row(
    day: date, number: int, record: BloodCount | None, posted: Mapping[str, str]
) -> Row:
    row = Row(day, number, record, [])
    variables = BloodCount.variables()
    for name in COLUMNS:
        variable, box = variables[name], f"{row.key}_{name}"
        saved = _spelled(getattr(record, name) if record else None)
        text = posted.get(box, saved).strip()
        label = field_label(variable)[0]
        coded, unit = variable.kind is Kind.CODE, unit_of(variable)
        cell = Cell(name, box, label, text, coded, unit)
        cell.changed = text != saved
        row.cells.append(cell)
    return row


def _spelled(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else plain(value)


def fill(rows: Sequence[Row], pasted: Mapping[date, Cells]) -> list[date]:
    """Put pasted cells into their rows; return the days that have none."""
    by_day = {row.day: row for row in reversed(rows)}
    for day, cells in pasted.items():
        for cell in by_day[day].cells if day in by_day else ():
            if cell.name in cells:
                cell.text, cell.changed = cells[cell.name], True
    return [day for day in pasted if day not in by_day]


def changes(rows: Sequence[Row], posted: Mapping[str, str]) -> Iterator[DayOfCounts]:
    """Yield what each changed row says; what cannot be read is told in its cell."""
    for row in rows:
        values = {c.name: _read(c) for c in row.cells if c.changed}
        if not values or any(cell.errors for cell in row.cells):
            continue
        if row.record is None:
            yield DayOfCounts(row.key, {"count_date": row.day, **values})
        else:
            version = posted.get(f"{row.key}_version", "")
            seen = int(version) if version.isdecimal() else row.record.version
            yield DayOfCounts(row.key, values, row.record.pk, seen)


def _read(cell: Cell) -> Any:
    if not cell.text:
        return None
    variable = BloodCount.variables()[cell.name]
    if cell.coded:
        if cell.text not in YN:
            said = series(c.label.in_language(get_language()) for c in YN)
            cell.errors.append(_("Choose one of: %(codes)s.") % {"codes": said})
        return cell.text
    try:
        return read_number(cell.text, variable)
    except ValidationError as error:
        cell.errors.extend(error.messages)
        return None
