"""What is said of a row or of the file as a whole, with what to do."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from registry.intake.mapping import Mapped
from registry.intake.report import Problem, Report, problem
from registry.intake.table import Notice
from registry.intake.values import WARNING, Fault
from registry.services.cases import MergedCase
from registry.services.locks import lock_of, lock_words


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


def same_person(case: MergedCase) -> Iterator[tuple[str, Fault]]:
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
    yield field_name, Fault("registration_changed", message % words, WARNING)


def locked(case: MergedCase) -> Iterator[tuple[None, Fault]]:
    """Refuse a row that would change what is locked, once for each form."""
    told = set()
    for record in case.changed:
        if lock := lock_of(record, case.patient):
            says, fix = lock_words(lock, case.patient)
            told.add(f"{says} {fix}")
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
    ) % {"count": len(report.rows_with_errors)}
    return problem(Fault("all_or_nothing", message))


def passed_over(notice: Notice) -> Problem:
    """Say what was not read as a patient."""
    if notice.code == "sheet_not_read":
        message = _(
            "The sheet “%(about)s” was not read: only one sheet is imported at a time."
        )
    else:
        message = _("The row holds “%(about)s” alone and was not read as a patient.")
    fault = Fault(notice.code, message % {"about": notice.about[:80]}, WARNING)
    return problem(fault, row=notice.row, value=notice.about)
