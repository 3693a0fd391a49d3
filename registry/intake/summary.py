"""What an import does to each patient, as the report has it."""

from collections import Counter

from registry.intake import told
from registry.intake.report import Change, Report, Told
from registry.intake.row import Person, ReadRow
from registry.models import Record
from registry.services.cases import Entry, MergedCase
from registry.variables.entered import PartialDate, Quantity


def count(report: Report, rows: list[ReadRow], people: list[Person]) -> None:
    """Count the file's patients: a wide row is one, a form's row belongs to one."""
    registered = sum(row.patient is not None for row in rows)
    others = sum(all(r.patient is None for r in one.rows) for one in people)
    report.records = registered + others


def add_person(report: Report, person: Person) -> None:
    """Add what becomes of one patient, unless no row of theirs is taken."""
    case, rows = person.case, person.accepted
    if case is None or not rows:
        return
    report.accepted += 1
    if case.is_new:
        report.created += 1
    elif case.changed:
        report.updated += 1
        of = {entry: row for row in rows for entry in row.entries}
        report.differences += list(_changes(case, of))
    else:
        report.unchanged += 1
    report.patients.append(_told(case))


def _changes(case: MergedCase, of: dict[Entry, ReadRow]) -> list[Change]:
    number = case.patient.study_no
    names: dict[int, str] = {}
    changes = []
    for one in case.differences:
        record, row = case.written[one.entry], of[one.entry]
        name = names.get(id(record))
        if name is None:
            name = names[id(record)] = _named(record)
        changes.append(
            Change(
                row.row.number,
                number,
                one.form,
                one.field,
                _entered(one.old),
                _entered(one.new),
                row.table.sheet,
                name,
            )
        )
    return changes


def _named(record: object) -> str:
    return told.record_named(record) if isinstance(record, Record) else ""


def _told(case: MergedCase) -> Told:
    changed = set(map(id, case.changed))
    new, other, same = Counter[str](), Counter[str](), Counter[str]()
    names: dict[str, list[str]] = {}
    for record in {id(one): one for one in case.written.values()}.values():
        if record.pk is None:
            new[record.form] += 1
            if isinstance(record, Record) and not case.is_new:
                names.setdefault(record.form, []).append(_named(record))
        elif id(record) in changed:
            other[record.form] += 1
        else:
            same[record.form] += 1
    number = case.patient.study_no
    return Told(number, case.is_new, dict(new), dict(other), dict(same), names)


def _entered(value: object) -> object:
    """Return what was entered as text, where no column could hold it."""
    return str(value) if isinstance(value, PartialDate | Quantity) else value
