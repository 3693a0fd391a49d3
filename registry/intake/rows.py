"""The rows of a file: what each says, of whom, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.access.policy import Action, Actor, may
from registry.intake import told
from registry.intake.catalogue import column_named
from registry.intake.columns import Column
from registry.intake.mapping import Mapped
from registry.intake.parsing import read_cell
from registry.intake.rules import forms_of, read_row
from registry.intake.sheet import entries_of, own_entry
from registry.intake.table import Row, Table, as_written, is_blank
from registry.intake.values import ERROR, Fault, Reading
from registry.models import Centre, Patient
from registry.services.cases import Entry, MergedCase, Submission, key_of

LONGEST_CODE = 20


@dataclass(slots=True, eq=False)
class ReadRow:
    """One row on its way: cells, what they say of which patient, what is wrong.

    ``patient`` is what the row says of the patient's registration, None on the sheet
    of another form. ``study`` tells that the study's rules read the row.
    """

    table: Table
    row: Row
    cells: dict[str, Reading]
    places: tuple[Column | None, ...]
    study: bool = False
    centre: Centre | None = None
    number: str | None = None
    patient: Entry | None = None
    forms: dict[str, list[Entry]] = field(default_factory=dict)
    columns: dict[Entry, Mapping[str, str]] = field(default_factory=dict)
    faults: list[tuple[str | None, Fault]] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Tell whether the row is left out."""
        return any(fault.severity == ERROR for _column, fault in self.faults)

    def written(self, name: str | None) -> str | None:
        """Return what stands in the cell of a column, as people see it."""
        for column, cell in zip(self.places, self.row.cells, strict=False):
            if column is not None and column.name == name:
                return as_written(cell)
        return None

    @property
    def entries(self) -> list[Entry]:
        """Return what the row says of each record, the registration first."""
        own = [self.patient] if self.patient else []
        return [*own, *(entry for said in self.forms.values() for entry in said)]

    @property
    def stopped(self) -> set[str | None]:
        """Return the columns that have an error."""
        return {name for name, fault in self.faults if fault.severity == ERROR}


@dataclass(slots=True, eq=False)
class Person:
    """A patient of the file: the row of the registration, and rows of other forms."""

    centre: Centre
    number: str
    rows: list[ReadRow] = field(default_factory=list)
    case: MergedCase | None = None

    def submission(self) -> Submission:
        """Return what the rows say together; a form's only while it is good."""
        said: dict[str, list[Entry]] = {}
        patient = Entry()
        for row in self.taken:
            if row.patient is not None:
                patient = row.patient
            for form, entries in row.forms.items():
                said.setdefault(form, []).extend(entries)
        return Submission(self.centre, self.number, patient, said)

    @property
    def taken(self) -> list[ReadRow]:
        """Return the rows that take part; a wide one with errors is judged on."""
        return [row for row in self.rows if not row.wrong or not row.table.form]

    @property
    def accepted(self) -> list[ReadRow]:
        """Return the rows that are imported."""
        return [row for row in self.rows if not row.wrong] if self.case else []


def read_rows(table: Table, mapped: Mapped, today: date) -> Iterator[ReadRow]:
    """Yield every row of a table with its cells read."""
    study = mapped.is_study
    for row in table.rows:
        cells = {
            column.name: read_cell(
                cell, column, today=today, order=mapped.orders.get(column.name, "")
            )
            for column, cell in zip(mapped.columns, row.cells, strict=False)
            if column is not None
        }
        read = ReadRow(table, row, cells, mapped.columns, study)
        if not all(is_blank(cell) for cell in row.cells[len(table.headers) :]):
            read.faults.append((None, told.shifted()))
        read.faults += [(name, c.fault) for name, c in cells.items() if c.fault]
        _interpret(read)
        yield read


def _interpret(read: ReadRow) -> None:
    """Turn the cells into what the patient and the records are to say."""
    number = read.cells.get("study_no")
    read.number = number.value if number else None
    if read.number is None and not (number and number.wrong):
        read.faults.append(("study_no", told.needed(_("study number"))))
    form = read.table.form
    if form and form != Patient.form:
        entry = own_entry(form, read.cells)
        read.forms = {form: [entry]}
        read.columns[entry] = _columns(read, form)
        return
    shared: Mapping[str, Entry] = {}
    if read.study:
        sheet = read_row(read.cells)
        read.faults += sheet.faults
        shared = sheet.records
        read.patient, read.forms = sheet.records["patient"], forms_of(sheet)
    for record, entry in entries_of(read.cells, apart=read.study).items():
        called = record.partition("@")[0]
        read.columns[entry] = _columns(read, record)
        if record in shared and called != Patient.form:
            # The study's columns and others of the same form speak of one record.
            shared[record].values |= entry.values
            shared[record].absent |= entry.absent
        elif called != Patient.form:
            read.forms.setdefault(called, []).append(entry)
        elif read.patient is None:
            read.patient = entry
        else:
            read.patient.values |= entry.values
            read.patient.absent |= entry.absent


def _columns(read: ReadRow, record: str) -> Mapping[str, str]:
    return _columns_of(tuple(read.cells), record)


@lru_cache(maxsize=1000)
def _columns_of(names: tuple[str, ...], record: str) -> Mapping[str, str]:
    """Return the sheet's column of each field of a record."""
    named = ((name, column_named(name)) for name in names)
    own = [(c.field_name, name) for name, c in named if c and c.record == record]
    groups = [(field.partition("[")[0], name) for field, name in own if "[" in field]
    return {**dict(reversed(groups)), **dict(own)}


def gathered(
    rows: list[ReadRow], centres: dict[str, Centre], actor: Actor
) -> list[Person]:
    """Return the patients that the rows speak of, in the order of the file."""
    people: dict[tuple[str, str], Person] = {}
    registered: dict[tuple[str, str], int] = {}
    for row in rows:
        row.centre = centre_of(row, centres, actor)
        if row.number is None or row.centre is None:
            continue
        key = (row.centre.code.upper(), key_of(row.number))
        if row.patient is not None:
            if first := registered.get(key):
                row.faults.append(("study_no", told.came_before(row.number, first)))
                continue
            registered[key] = row.row.number
        person = people.setdefault(key, Person(row.centre, row.number))
        person.rows.append(row)
    return list(people.values())


def centre_of(read: ReadRow, centres: dict[str, Centre], actor: Actor) -> Centre | None:
    """Return the row's centre; the system makes one that it does not know."""
    reading = read.cells.get("centre")
    if reading is not None and reading.wrong:
        return None
    code = reading.value if reading else None
    if code is None:
        return _only_centre(read, centres, actor)
    centre = centres.get(code.upper()) or next(
        (c for c in centres.values() if c.name and c.name.upper() == code.upper()), None
    )
    if centre is None and actor.system and len(code) <= LONGEST_CODE:
        centre = centres[code.upper()] = Centre(code=code)
    if centre is None or not may(actor, Action.IMPORT, centre.pk):
        read.faults.append(("centre", told.not_yours(code)))
        return None
    return centre


def _only_centre(
    read: ReadRow, centres: Mapping[str, Centre], actor: Actor
) -> Centre | None:
    own = [c for c in centres.values() if c.pk and may(actor, Action.IMPORT, c.pk)]
    if len(own) == 1:
        return own[0]
    read.faults.append(("centre", told.needed(_("centre"))))
    return None


def latest_day(centres: Mapping[str, Centre]) -> date:
    """Return today where it is latest: a cell is read before its centre is known."""
    return max((c.today() for c in centres.values()), default=timezone.localdate())
