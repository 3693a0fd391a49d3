"""A workbook to fill in: one sheet a form, made from the forms' own variables."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from registry.codelists.general import MISSING
from registry.intake.catalogue import (
    CENTRE,
    RECORD,
    STUDY_NO,
    columns_of,
    every_form,
    part_of,
    sheet_title,
    variables_of,
)
from registry.intake.columns import Column
from registry.intake.spelling import Written, cell_of, code_word, reason_in
from registry.models import Patient, Versioned
from registry.queries.conditions import in_words
from registry.variables.spec import Kind, Privacy

LANGUAGES = ("en", "zh-hans")
LAST_ROW = 5000
# How many rows of a repeating group an empty workbook offers.
PARTS = 3
HEAD = PatternFill("solid", fgColor="E3F0F3")
CORE = PatternFill("solid", fgColor="FFF3D9")
DAY_FORMAT = "yyyy-mm-dd"
# Lists of codes of one workbook: where each stands on the sheet of codes.
Lists = dict[tuple[str, ...], str]


def template(
    forms: Sequence[str] = (), records: Mapping[str, Iterable[Versioned]] | None = None
) -> bytes:
    """Return a workbook of ``forms``, or of all, in the reader's language.

    With ``records`` by form its rows are what the registry has; imported again they
    change nothing.
    """
    language = get_language() or "en"
    chosen = [form for form in every_form() if not forms or form in forms]
    book, out = Workbook(write_only=True), io.BytesIO()
    try:
        _instructions(book)
        lists = _codes(book, chosen, language)
        for form in chosen:
            _form(book, form, language, lists, (records or {}).get(form, ()))
    finally:
        # Also of one that is given up: a sheet stands in a file until it is saved.
        book.save(out)
    return out.getvalue()


def asked_in(form: str, records: Sequence[Versioned] = ()) -> list[Column]:
    """Return the columns of a form's sheet; what identifies a person has no place.

    A repeating group has as many rows as its fullest record, and a few at least.
    """
    most = {
        name: max((len(getattr(one, name) or ()) for one in records), default=0)
        for name, variable in variables_of(form).items()
        if variable.parts
    }
    own = [
        column
        for name, column in columns_of(form).items()
        if not (part := part_of(name)) or part[1] <= max(PARTS, most[part[0]])
    ]
    open_to_files = [c for c in own if c.variable.privacy is not Privacy.IDENTIFYING]
    if form == Patient.form:
        return [STUDY_NO, CENTRE, *(c for c in open_to_files if c is not STUDY_NO)]
    return [STUDY_NO, CENTRE, RECORD, *open_to_files]


def heading(column: Column, language: str) -> str:
    """Return a column's header: label and unit, and the name below that is read."""
    variable = column.variable
    unit = f" ({variable.unit})" if variable.unit else ""
    label = variable.label.in_language(language)
    if part := part_of(column.field_name):
        label = f"{label} ({part[1]})"
    return f"{label}{unit}\n{column.field_name or column.name}"


def _form(
    book: Workbook,
    form: str,
    language: str,
    lists: Lists,
    records: Iterable[Versioned],
) -> None:
    sheet = book.create_sheet(sheet_title(form, language))
    if any(variable.parts for variable in variables_of(form).values()):
        records = list(records)
        columns = asked_in(form, records)
    else:
        columns = asked_in(form)
    sheet.freeze_panes = "B2" if form == Patient.form else "C2"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _width(column)
        if found := _validation(column, language, lists):
            found.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.data_validations.append(found)
    sheet.append([_head(sheet, column, language) for column in columns])
    for record in records:
        sheet.append([_cell(sheet, record, one, language) for one in columns])


def _head(sheet: Worksheet, column: Column, language: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, heading(column, language))
    variable = column.variable
    cell.font = Font(bold=True)
    cell.fill = CORE if variable.core or variable.key else HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if hint := _hint(column, language):
        cell.comment = Comment(hint, "Day Zero", width=320, height=120)
    return cell


def _hint(column: Column, language: str) -> str:
    variable, form = column.variable, column.form
    said = [variable.hint.in_language(language)] if variable.hint else []
    if variable.limits:
        words = {"limits": variable.limits, "unit": variable.unit}
        said.append((_("Possible: %(limits)s %(unit)s") % words).strip())
    if variable.units:
        others = ", ".join(unit.name for unit in variable.units)
        words = {"unit": variable.unit, "others": others}
        said.append(_("In %(unit)s. With its unit behind it: %(others)s.") % words)
    if condition := in_words(variable.only, form).in_language(language):
        said.append(_("Asked if %(condition)s.") % {"condition": condition})
    if condition := in_words(variable.core_where, form).in_language(language):
        said.append(_("Core if %(condition)s.") % {"condition": condition})
    if variable.kind is Kind.DAY:
        said.append(_("A day: YYYY-MM-DD."))
    if variable.kind is Kind.CODES:
        said.append(_("Several answers are separated by “;”."))
    if variable.codes and variable.kind is Kind.CODES:
        said += [
            f"{code.value} = {code.label.in_language(language)}"
            for code in list(variable.codes)[:30]
        ]
    return "\n".join(said)


def _width(column: Column) -> int:
    return 14 if column.variable.kind in (Kind.DAY, Kind.WHOLE, Kind.NUMBER) else 20


def _validation(column: Column, language: str, lists: Lists) -> DataValidation | None:
    """Return the list of answers, or the rule for days, that the cells offer."""
    variable = column.variable
    if variable.kind is Kind.CODE:
        place = lists[_answers(column, language)]
        # A reason for absence or a word that the centre has taught may stand there.
        found = DataValidation(type="list", formula1=place, allow_blank=True)
        found.errorStyle = "warning"
        found.showErrorMessage = False
        return found
    return None


def _answers(column: Column, language: str) -> tuple[str, ...]:
    assert column.variable.codes is not None
    codes = (code_word(c.value, column, language) for c in column.variable.codes)
    return tuple(codes)


def _cell(sheet: Worksheet, record: Versioned, column: Column, language: str) -> Any:
    value = _value(record, column, language)
    if value is None:
        return None
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value)
    if column.variable.kind is Kind.DAY:
        cell.number_format = DAY_FORMAT
    return cell


def _value(record: Versioned, column: Column, language: str) -> Written:
    patient = record if isinstance(record, Patient) else record.patient  # type: ignore[attr-defined]
    if column is STUDY_NO:
        return str(patient.study_no)
    if column is CENTRE:
        return str(patient.centre.code)
    if column is RECORD:
        return int(record.pk) if record.pk else None
    return cell_of(record, column, language)


def _codes(book: Workbook, forms: Sequence[str], language: str) -> Lists:
    """Write every list of answers in a column of its own, with what it belongs to."""
    name = _("Codes")
    sheet = book.create_sheet(name)
    columns = [
        column
        for form in forms
        for column in columns_of(form).values()
        if column.variable.codes
    ]
    lists: dict[tuple[str, ...], Column] = {}
    for column in columns:
        lists.setdefault(_answers(column, language), column)
    heads = [
        c.variable.codes.name for c in lists.values() if c.variable.codes is not None
    ]
    reasons = [reason_in(code.value, language) for code in MISSING]
    sheet.freeze_panes = "A2"
    sheet.append([*heads, _("No value, and why")])
    longest = max([len(reasons), *map(len, lists)])
    answers = [*lists, tuple(reasons)]
    for row in range(longest):
        sheet.append([one[row] if row < len(one) else None for one in answers])
    places: Lists = {}
    for place, one in enumerate(lists, start=1):
        letter = get_column_letter(place)
        at = f"${letter}$2:${letter}${len(one) + 1}"
        places[one] = f"{quote_sheetname(name)}!{at}"
    return places


def _instructions(book: Workbook) -> None:
    """Say in both languages how the workbook is filled in."""
    sheet = book.create_sheet(_("Instructions"))
    sheet.column_dimensions["A"].width = 110
    for language in LANGUAGES:
        with override(language):
            for line in _told():
                cell = WriteOnlyCell(sheet, line)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                sheet.append([cell])
            sheet.append([])


def _told() -> Iterator[str]:
    yield _("How to fill in this workbook")
    yield _(
        "One sheet a form, one row a record. Patients are registered on their sheet."
    )
    yield _(
        "Every row needs the study number; the centre where you have more than one."
    )
    yield _(
        "The second line of a header is the name by which the column is read: leave "
        "it as it is. Columns may be left out or moved."
    )
    yield _("Core questions have a yellow header.")
    yield _(
        "Days are written YYYY-MM-DD. Numbers are in the unit of the header, or have "
        "another unit that the field takes behind them (34 mg/dL)."
    )
    yield _(
        "Answers of a code list are offered by the cell and stand on the sheet of "
        "codes; several answers are separated by “;”."
    )
    yield _(
        "An empty cell never erases an answer. Where there is none, say why with one "
        "of the last column of the sheet of codes."
    )
    yield _(
        "“Record in the registry” finds the record that a row changes: leave it as it "
        "is, and empty for a new record. Nothing is ever deleted by an import."
    )
