"""What a row of a file says, and the patient whom rows are about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.intake.columns import Column
from registry.intake.table import Row, Table, as_written
from registry.intake.values import ERROR, Fault, Reading
from registry.models import Centre
from registry.services.cases import Entry, MergedCase, Submission


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
