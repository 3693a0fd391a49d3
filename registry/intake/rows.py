"""The rows of a file: what each says, of whom, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from registry.access.policy import Action, Actor, may
from registry.intake import told
from registry.intake.catalogue import column_named
from registry.intake.mapping import Mapped
from registry.intake.parsing import read_cell
from registry.intake.row import Person, ReadRow
from registry.intake.rules import forms_of, read_row
from registry.intake.sheet import entries_of, own_entry
from registry.intake.table import Table, is_blank
from registry.models import Centre, Patient
from registry.services.cases import Entry, key_of

LONGEST_CODE = 20


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
        if not study:
            # Nobody asks for them again: of 100,000 rows they are 80 MB.
            read.cells = {name: c for name, c in cells.items() if name == "centre"}
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
