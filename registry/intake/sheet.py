"""One row of the wide sheet, as the records of one patient."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.intake.catalogue import (
    CENTRE,
    RECORD,
    STUDY_NO,
    column_named,
    columns_of,
    part_of,
    variables_of,
)
from registry.intake.columns import BY_NAME, STUDY, Column
from registry.intake.values import WARNING, Fault, Reading
from registry.models import FORMS, Patient
from registry.services.matching import PLACES, Entry, RowCells
from registry.variables.spec import Kind

# A measurement outside what the assay can count is a result, not a gap.
RESULTS = frozenset({"below_detection", "above_quantification"})


@dataclass(slots=True)
class Sheet:
    """A row while it is read: its cells by column, the records that come of them."""

    cells: Mapping[str, Reading]
    records: dict[str, Entry] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """Return what the column says, or None."""
        reading = self.cells.get(name)
        return reading.value if reading else None

    def wrong(self, name: str) -> bool:
        """Tell whether the cell has a fault that stops the row."""
        return name in self.cells and self.cells[name].wrong

    def says_nothing(self, name: str) -> bool:
        """Tell whether the sheet has the column and leaves it empty, or says "none"."""
        reading = self.cells.get(name)
        return reading is not None and (
            reading.blank or reading.none_occurred or reading.absent == "not_applicable"
        )

    def refuse(self, name: str, code: str, message: str) -> None:
        """Add an error that only the row as a whole shows, unless the cell has one."""
        if not self.wrong(name):
            self.faults.append((name, Fault(code, message)))

    def warn(self, name: str, code: str, message: str) -> None:
        """Add a warning that only the row as a whole shows."""
        self.faults.append((name, Fault(code, message, WARNING)))

    def has(self, record: str) -> bool:
        """Tell whether the row says anything for ``record``."""
        return record in self.records

    def state(self, record: str, **values: Any) -> None:
        """Let ``record`` say ``values``."""
        entry = self.records.setdefault(record, Entry(only_one=True))
        for name, value in values.items():
            entry.values[name] = value
            entry.absent.pop(name, None)
            entry.weak.discard(name)

    def suppose(self, record: str, **values: Any) -> None:
        """Let ``record`` say ``values`` where the registry does not know better."""
        self.state(record, **values)
        self.records[record].weak |= values.keys()

    def lack(self, record: str, reason: str, *names: str, weak: bool = True) -> None:
        """Give ``reason`` for the absence of ``names``."""
        entry = self.records[record]
        for name in names:
            entry.values.pop(name, None)
            entry.absent[name] = reason
            (entry.weak.add if weak else entry.weak.discard)(name)

    def forget(self, record: str, *names: str) -> None:
        """Let ``record`` say nothing of ``names``."""
        entry = self.records[record]
        for name in names:
            entry.values.pop(name, None)
            entry.absent.pop(name, None)


def filled(cells: Mapping[str, Reading]) -> Sheet:
    """Return the records that the cells fill directly; none that say nothing."""
    sheet = Sheet(cells)
    for line in STUDY:
        reading = cells.get(line.name)
        if reading is None or not line.target or line.name == "centre":
            continue
        entry = sheet.records.setdefault(line.record, Entry(only_one=True))
        if reading.value is not None:
            entry.values[line.field_name] = reading.value
        elif reading.absent:
            entry.absent[line.field_name] = reading.absent
            if reading.blank:
                entry.weak.add(line.field_name)
    sheet.records = {
        name: entry
        for name, entry in sheet.records.items()
        if name == "patient" or entry.values or RESULTS & set(entry.absent.values())
    }
    return sheet


def own_entry(form: str, cells: Mapping[str, Reading]) -> Entry:
    """Return what a row of a form's own sheet says; an empty cell says nothing."""
    entry = Entry()
    for name, column in columns_of(form).items():
        if (reading := cells.get(column.name)) is not None:
            _say(entry, name, column, reading)
    if (key := cells.get(RECORD.name)) is not None:
        entry.record_id = key.value
    return entry


def entries_of(cells: Mapping[str, Reading], *, apart: bool) -> dict[str, Entry]:
    """Return by record what the columns of any form say on a wide sheet.

    With ``apart`` the study's own columns are left to the study's rules.
    """
    entries: dict[str, Entry] = {}
    for name, reading in cells.items():
        column = column_named(name)
        if column is None or not column.target or column is CENTRE:
            continue
        if apart and name in BY_NAME:
            continue
        entry = entries.setdefault(column.record, Entry())
        _say(entry, column.field_name, column, reading)
    for record, entry in entries.items():
        _number(record, entry)
    return {r: e for r, e in entries.items() if e.values or e.absent}


def _say(entry: Entry, name: str, column: Column, reading: Reading) -> None:
    if part := part_of(name):
        if reading.value is not None:
            group, row, asked = part
            said = entry.values.setdefault(group, RowCells())
            said.cells.setdefault(row, {})[asked] = reading.value
        return
    if reading.value is not None:
        entry.values[name] = reading.value
        if column.name == STUDY_NO.name:
            # Kept as the registry writes it: case never makes a change.
            entry.weak.add(name)
    elif reading.absent and not reading.blank and name not in PLACES:
        entry.absent[name] = reading.absent


def _number(record: str, entry: Entry) -> None:
    """Give a record its number, where a number alone tells records apart.

    A record without a number is the first, unless the registry knows better.
    """
    form, _at, number = record.partition("@")
    if not entry.values or form == Patient.form:
        return
    model = FORMS[form]
    if len(model.matched_by) != 1 or model.dated_by:
        return
    name = model.matched_by[0]
    if variables_of(form)[name].kind is Kind.WHOLE and name not in entry.values:
        entry.values[name] = int(number or 1)
        if not number:
            entry.weak.add(name)


def settle(sheet: Sheet) -> None:
    """Drop the gaps of fields that do not apply, given the record's other answers."""
    said: dict[str, list[dict[str, Any]]] = {}
    for name, entry in sheet.records.items():
        said.setdefault(name.partition("@")[0], []).append(entry.values)
    for name, entry in sheet.records.items():
        form = name.partition("@")[0]
        model = Patient if form == "patient" else FORMS[form]
        for field_name, variable in model.variables().items():
            if field_name in entry.weak and not variable.applies(
                entry.values, lambda one: said.get(one, ())
            ):
                entry.absent.pop(field_name, None)
