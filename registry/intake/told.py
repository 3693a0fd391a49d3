"""What is said of a row or of the file as a whole, with what to do."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.codelists.base import Label
from registry.intake.catalogue import RECORD, variables_of
from registry.intake.mapping import Mapped
from registry.intake.report import Problem, Report, problem
from registry.intake.row import Person, ReadRow
from registry.intake.table import Notice, Table
from registry.intake.values import WARNING, Fault
from registry.models import FORMS, Patient, Record, Versioned
from registry.services.cases import MergedCase
from registry.services.locks import lock_of, lock_words
from registry.services.matching import BLANK, answers_of, keys_of
from registry.variables.labels import clauses, series
from registry.variables.spec import Variable


def needed(what: str) -> Fault:
    """Say that a case cannot do without this cell."""
    message = _("The %(what)s is missing: fill the cell; a case cannot do without it.")
    return Fault("missing_key", message % {"what": what})


def shifted() -> Fault:
    """Say that the row holds more cells than there are columns."""
    message = _(
        "The row has more cells than there are columns, so values may stand in the "
        "wrong column: put quotes around a value that holds the delimiter."
    )
    return Fault("too_many_cells", message)


def came_before(number: str, first: int) -> Fault:
    """Say in which row the study number stands already."""
    message = _(
        "Study number %(number)s stands already in row %(row)d: merge the two rows, or "
        "correct the number."
    ) % {"number": number, "row": first}
    return Fault("duplicate_study_number", message)


def not_yours(code: str) -> Fault:
    """Say that the centre is not one that the actor imports for."""
    message = _(
        "You may not import for centre %(code)s: correct the centre, or ask its data "
        "manager to import the row."
    ) % {"code": code}
    return Fault("not_your_centre", message)


def same_person(
    case: MergedCase, columns: Mapping[str, str] | None
) -> Iterator[tuple[str, Fault]]:
    """Refuse a row that would turn a patient into somebody else."""
    changed = {d.field for d in case.differences if d.form == "patient"}
    if not changed & {"sex", "birth_date"}:
        return
    words = {"number": case.patient.study_no}
    if {"sex", "birth_date"} <= changed:
        message = _(
            "The registry has %(number)s with another sex and birth date: correct the "
            "study number, or first correct the registration in the registry."
        )
        yield "study_no", Fault("another_person", message % words)
        return
    message = _(
        "This changes the registration of %(number)s: check that it is the same person."
    )
    field_name = "sex" if "sex" in changed else "birth_date"
    column = (columns or {}).get(field_name, field_name)
    yield column, Fault("registration_changed", message % words, WARNING)


def unclear(row: ReadRow, case: MergedCase) -> Iterator[tuple[str | None, Fault]]:
    """Say which records a row could mean, or that it names one that is not there."""
    for form, entries in row.forms.items():
        for entry in entries:
            if entry not in case.unclear:
                continue
            found = case.unclear[entry]
            columns = row.columns.get(entry, {})
            keys = (columns.get(name) for name in keys_of(form))
            column = RECORD.name if not found else next(filter(None, keys), None)
            yield column, _could_be(form, found, case)


def _could_be(form: str, found: Sequence[Record], case: MergedCase) -> Fault:
    names = {"form": _label(FORMS[form].label), "number": case.patient.study_no}
    if not found:
        message = _(
            "%(number)s has no such record of %(form)s: leave the cell empty for a new "
            "record, or take the key from a workbook filled anew."
        )
        return Fault("no_such_record", message % names)
    message = _(
        "The row could mean any of these records of %(form)s: %(records)s. Give the "
        "key of the one that is meant in the column “record”, or complete %(keys)s."
    )
    said = clauses(f"{record_named(one)} (record {one.pk})" for one in found)
    names |= {"records": said, "keys": series(map(str, _keys(form)))}
    return Fault("ambiguous_record", message % names)


def _keys(form: str) -> Iterator[str]:
    known = variables_of(form)
    return (_label(known[name].label) for name in keys_of(form))


def record_named(record: Versioned) -> str:
    """Return what tells a record from the others of its form, in words."""
    if not isinstance(record, Record):
        return str(record)
    known, answers = variables_of(record.form), answers_of(record)
    said = [
        f"{_label(known[name].label)} {in_words(known[name], value)}"
        for name in keys_of(record.form)
        if (value := answers[name]) not in BLANK
    ]
    return series(said)


def in_words(variable: Variable, value: object) -> str:
    """Return an answer, codes by their labels in the reader's language."""
    if isinstance(value, dict):
        known = dict(variable.parts)
        said = ((known[name], cell) for name, cell in value.items())
        return series(f"{_label(v.label)} {in_words(v, cell)}" for v, cell in said)
    if variable.parts and isinstance(value, list):
        return clauses(in_words(variable, row) for row in value)
    if isinstance(value, list):
        return series(in_words(variable, part) for part in value)
    if variable.codes and value in variable.codes:
        return _label(variable.codes.label(str(value)))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _label(label: Label) -> str:
    return label.in_language(get_language())


def merged(case: MergedCase) -> Iterator[tuple[str, Fault]]:
    """Refuse a row of a registration that went into another."""
    if into := case.patient.merged_into:
        message = _("%(number)s was merged into %(into)s: use that study number.")
        words = {"number": case.patient.study_no, "into": into.study_no}
        yield "study_no", Fault("merged_patient", message % words)


def number_left(case: MergedCase) -> Iterator[tuple[str, Fault]]:
    """Refuse the number of somebody who was transferred to another centre."""
    if case.number_left:
        message = _(
            "%(number)s is the number of a patient who was transferred to another "
            "centre: give another number."
        )
        words = {"number": case.patient.study_no}
        yield "study_no", Fault("transferred_patient", message % words)


def unheard_of(person: Person, row: ReadRow) -> Iterator[tuple[str | None, Fault]]:
    """Refuse a form of somebody whom neither registry nor file registers."""
    case = person.case
    if case is None or not case.is_new or row.patient is not None:
        return
    registering = [one for one in person.rows if one.patient is not None]
    if any(not one.wrong for one in registering):
        return
    if registering:
        message = _(
            "The registry does not have %(number)s, and the row that registers the "
            "patient has an error: correct that row."
        )
    else:
        message = _(
            "The registry does not have %(number)s: correct the study number, or "
            "register the patient on the sheet “%(sheet)s” of the same file."
        )
    words = {"number": person.number, "sheet": _label(Patient.label)}
    yield "study_no", Fault("unknown_patient", message % words)


def locked(case: MergedCase, row: ReadRow) -> Iterator[tuple[None, Fault]]:
    """Refuse a row that would change what is locked, once for each form."""
    told = set()
    for entry in row.entries:
        record = case.written.get(entry)
        lock = lock_of(record, case.patient) if record else None
        if lock and any(record is one for one in case.changed):
            told.add(" ".join(lock_words(lock, case.patient)))
    for message in sorted(told):
        yield None, Fault("locked", message)


def new_centre(code: str, mapped: Mapped) -> Problem:
    """Say that the file names a centre that is new."""
    message = _("The registry does not know centre %(code)s yet; it is created.")
    fault = Fault("new_centre", message % {"code": code}, WARNING)
    column = mapped.headers.get("centre")
    return problem(fault, column=column, field_name="centre", value=code)


def all_or_nothing(report: Report) -> Problem:
    """Say why nothing was imported."""
    message = _(
        "%(count)d rows have errors and all or nothing was asked for: nothing was "
        "imported. Correct the rows, or import the others alone."
    ) % {"count": report.left_out}
    return problem(Fault("all_or_nothing", message))


def passed_over(notice: Notice, table: Table) -> Problem:
    """Say what was not read as a patient."""
    if notice.code == "sheet_not_read":
        message = _(
            "The sheet “%(about)s” was not read: name it like a form of the registry, "
            "with a column of study numbers, if it belongs to the import."
        )
    else:
        message = _("The row holds “%(about)s” alone and was not read as a patient.")
    fault = Fault(notice.code, message % {"about": notice.about[:80]}, WARNING)
    return problem(fault, row=notice.row, value=notice.about, sheet=table.sheet)
