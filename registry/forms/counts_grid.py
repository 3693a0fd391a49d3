"""The grid in which the counts of many days are typed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.access.sent import whole
from registry.checks.spoken import plain
from registry.codelists.base import CodeList
from registry.codelists.general import MISSING, YN
from registry.forms.fields import field_label, unit_of
from registry.forms.pasted import COLUMNS, NUMBERS, Cells
from registry.forms.typed import read_number
from registry.models import BloodCount
from registry.services.daily_counts import DayOfCounts
from registry.variables.labels import series
from registry.variables.spec import Kind

DAYS = 31
# A word of the list MISSING stands in a box for the reason; a select's option names it.
ABSENT = "absent-"
# Why a day may have no counts at all.
WHOLE_DAY = ("not_done", "unknown", "pending")


@dataclass
class Cell:
    """One box: its field, what stands in it, and what is wrong with it."""

    name: str
    id: str
    label: str
    text: str
    coded: bool
    unit: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    changed: bool = False

    @property
    def absent(self) -> str:
        """Return the reason for no value that the box holds, or an empty text."""
        text = self.text.casefold()
        for reason, word in self.reasons:
            label = MISSING.label(reason)
            said = (f"{ABSENT}{reason}", reason, word, label.en, label.zh)
            if text in (one.casefold() for one in said):
                return reason
        return ""

    @property
    def shown(self) -> str:
        """Return in words what the box holds, for those who only read."""
        words = {**dict(self.options), **{f"{ABSENT}{k}": w for k, w in self.reasons}}
        return words.get(self.text, self.text)


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
    def without_name(self) -> str:
        """Return the name of what says why the day has no counts."""
        return f"{self.key}_without"

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
        coded = variable.kind is Kind.CODE
        saved = _saved(record, name, coded)
        text = posted.get(box, saved).strip()
        label, unit = field_label(variable)[0], unit_of(variable)
        cell = Cell(name, box, label, text, coded, unit)
        cell.options = _words(YN, YN.values) if coded else []
        cell.reasons = _words(MISSING, variable.reasons)
        cell.changed = text != saved
        row.cells.append(cell)
    _without_counts(row, posted.get(row.without_name, ""))
    return row


def _without_counts(row: Row, reason: str) -> None:
    """Put the reason why the day has no counts into its blank boxes."""
    if reason not in WHOLE_DAY:
        return
    for cell in row.cells:
        if cell.name in NUMBERS and not cell.text:
            cell.text, cell.changed = dict(cell.reasons)[reason], True


def _words(codes: CodeList, some: Iterable[str]) -> list[tuple[str, str]]:
    language = get_language()
    return [(one, codes.label(one).in_language(language)) for one in some]


def reasons_of_a_day() -> list[tuple[str, str]]:
    """Return the reasons why a day may have no counts, in words."""
    return _words(MISSING, WHOLE_DAY)


def _saved(record: BloodCount | None, name: str, coded: bool) -> str:
    """Return what the box holds of the record: the value, or the reason for none."""
    if record is None:
        return ""
    if reason := record.absent.get(name):
        words = MISSING.label(reason).in_language(get_language())
        return f"{ABSENT}{reason}" if coded else words
    value = getattr(record, name)
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
        told = [cell for cell in row.cells if cell.changed]
        absent = {c.name: c.absent for c in told if c.absent}
        values = {c.name: _read(c) for c in told if c.name not in absent}
        if not told or any(cell.errors for cell in row.cells):
            continue
        if row.record is None:
            values = {"count_date": row.day, **values}
            yield DayOfCounts(row.key, values, absent=absent)
        else:
            version = posted.get(f"{row.key}_version", "")
            seen = whole(version) or row.record.version
            yield DayOfCounts(row.key, values, row.record.pk, seen, absent)


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
