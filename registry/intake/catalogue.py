"""The columns of every form, made from the variables of its model."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from registry.codelists.base import Label
from registry.intake.columns import BRACKETS, BY_NAME, STUDY, Column, column_of, key_of
from registry.intake.values import WORDS
from registry.models import FORMS, Patient, Versioned
from registry.services.matching import PLACES
from registry.variables.spec import Kind, Variable, span

PLACE = {
    "course_no": Variable(
        Kind.WHOLE, Label("Course number", "第几疗程"), limits=span(1, 99)
    ),
    "hsct_no": Variable(
        Kind.WHOLE, Label("HSCT number", "第几次移植"), limits=span(1, 99)
    ),
}
# The key of a record in the registry, in a workbook that the registry has filled.
RECORD = Column(
    "record",
    "",
    Variable(
        Kind.WHOLE,
        Label("Record in the registry", "登记系统记录号"),
        hint=Label(
            "Leave it as it is; empty for a new record.",
            "请勿修改；新记录请留空。",
        ),
        limits=span(1, 10**15),
    ),
)
STUDY_NO, CENTRE = BY_NAME["study_no"], BY_NAME["centre"]
IDENTITY = (STUDY_NO, CENTRE, RECORD)
# How many rows of a repeating group a sheet can have as numbered columns.
MOST_PARTS = 20
PART = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")
NUMBERED = re.compile(r"[\[(（【]\s*(\d{1,2})\s*[\])）】]")


def model_of(form: str) -> type[Versioned]:
    """Return the model of a form, the patient's among them."""
    return Patient if form == Patient.form else FORMS[form]


def every_form() -> tuple[str, ...]:
    """Return the names of all forms, the patient first."""
    return (Patient.form, *FORMS)


def variables_of(form: str) -> dict[str, Variable]:
    """Return what a sheet can say of a form: its place, then its variables."""
    model = model_of(form)
    own = model.variables()
    places = {n: PLACE[n] for n in PLACES if n not in own and hasattr(model, n)}
    return {**places, **own}


@cache
def columns_of(form: str) -> dict[str, Column]:
    """Return the columns of a form by field name, in reading order."""
    found = {}
    for name, variable in _asked(form):
        line = _in_study(form, name)
        if form == Patient.form and line is STUDY_NO:
            found[name] = STUDY_NO
            continue
        column = Column(f"{form}.{name}", f"{form}.{name}", variable)
        found[name] = _as_in_study(column, line) if line else column
    return found


def _asked(form: str) -> Iterator[tuple[str, Variable]]:
    """Yield every field of a form; those of a repeating group for each of its rows."""
    for name, variable in variables_of(form).items():
        if variable.kind is not Kind.ROWS:
            yield name, variable
        for row in range(1, MOST_PARTS + 1 if variable.parts else 1):
            for part, asked in variable.parts:
                yield part_name(name, row, part), asked


def part_name(group: str, row: int, part: str) -> str:
    """Return the field of one answer in one row of a repeating group."""
    return f"{group}[{row}].{part}"


def part_of(field: str) -> tuple[str, int, str] | None:
    """Return group, row and part of a field of a repeating group, else None."""
    found = PART.fullmatch(field)
    return (found[1], int(found[2]), found[3]) if found else None


def _in_study(form: str, name: str) -> Column | None:
    lines = (c for c in STUDY if c.target and c.form == form and c.field_name == name)
    return next(lines, None)


def _as_in_study(column: Column, line: Column) -> Column:
    """Let a form's column be written as the study's column of the same field is."""
    codes = column.variable.codes
    words = {w: code for w, code in line.words.items() if codes and code in codes}
    slotted = "@" in line.target
    return replace(
        column,
        aliases=() if slotted else (line.name, *line.aliases),
        words=words,
        units=line.units,
        assay=line.assay,
        pattern=line.pattern,
    )


def numbered(column: Column, number: int) -> Column:
    """Return the column of the same field of a form's record number ``number``."""
    return _numbered(column, number)


@cache
def _numbered(column: Column, number: int) -> Column:
    form, field = column.form, column.field_name
    return replace(
        column, name=f"{form}[{number}].{field}", target=f"{form}@{number}.{field}"
    )


@cache
def column_named(name: str) -> Column | None:
    """Return the column with that name: the study's, a form's, or a numbered one."""
    special = {one.name: one for one in IDENTITY}
    if found := special.get(name) or BY_NAME.get(name):
        return found
    form, _dot, field_name = name.partition(".")
    form, _bracket, number = form.removesuffix("]").partition("[")
    column = columns_of(form).get(field_name) if form in every_form() else None
    return numbered(column, int(number)) if column and number else column


@lru_cache(maxsize=WORDS)
def form_column(form: str, header: str) -> Column | None:
    """Return the column of ``form``'s own sheet that ``header`` names."""
    known = _headers_of(form)
    return next((known[key] for key in _keys(header) if key in known), None)


@lru_cache(maxsize=WORDS)
def wide_column(header: str) -> Column | None:
    """Return the column of a sheet of one row a patient that ``header`` names.

    The study's columns, then any form's field: ``form.field``, or a label that no
    other field has; ``[2]`` or ``(2)`` names the form's second record.
    """
    known = _headers_of_all()
    number = NUMBERED.search(header)
    if number and int(number[1]) and key_of(header) not in known:
        rest = header[: number.start()] + header[number.end() :]
        found = next((known[key] for key in _keys(rest) if key in known), None)
        if found and found.target:
            return numbered(found, int(number[1])) if int(number[1]) > 1 else found
    named = (known[key] for key in _keys(header) if key in known)
    return column_of(header) or next(named, None)


def any_column(header: str) -> Column | None:
    """Return what ``header`` names in any layout, to tell headers from values."""
    if found := wide_column(header):
        return found
    return next((c for f in every_form() if (c := form_column(f, header))), None)


@lru_cache(maxsize=10_000)
def _keys(header: str) -> tuple[str, ...]:
    """Return what a header may be compared by: its last line is a machine name."""
    lines = [line for line in header.splitlines() if line.strip()]
    machine = (key_of(lines[-1]),) if len(lines) > 1 else ()
    return (*machine, key_of(header), key_of(BRACKETS.sub("", header)))


@cache
def _headers_of(form: str) -> dict[str, Column]:
    """Return every way to write a header of a form's own sheet."""
    columns = columns_of(form)
    known: dict[str, Column] = {}
    for name, column in columns.items():
        for written in (name, f"{form}.{name}", column.name):
            known.setdefault(key_of(written), column)
    for special in IDENTITY:
        label = special.variable.label
        for written in (special.name, *special.aliases, label.en, label.zh):
            known.setdefault(key_of(written), special)
    for column in columns.values():
        for written in column.aliases:
            known.setdefault(key_of(written), column)
    said = Counter(key for c in columns.values() for key in _labels(c))
    for column in columns.values():
        for key in _labels(column):
            if key and said[key] == 1:
                known.setdefault(key, column)
    return known


@cache
def _headers_of_all() -> dict[str, Column]:
    """Return every way to write the field of any form on a wide sheet."""
    columns = [c for form in every_form() for c in columns_of(form).values()]
    known = {key_of(c.name): c for c in columns}
    said = Counter(key for c in columns for key in _labels(c))
    for column in columns:
        form = model_of(column.form).label
        label = column.variable.label
        for written in (f"{form.en} {label.en}", f"{form.zh}{label.zh}"):
            known.setdefault(key_of(written), column)
        for key in _labels(column):
            if key and said[key] == 1:
                known.setdefault(key, column)
    return known


def _labels(column: Column) -> set[str]:
    label = column.variable.label
    return {key_of(label.en), key_of(label.zh)}


@cache
def form_named(sheet: str) -> str:
    """Return the form that a sheet's name says, in either language, or nothing."""
    wanted = key_of(sheet)
    for form in every_form():
        label = model_of(form).label
        names = {key_of(form), key_of(label.en), key_of(label.zh)}
        # A spreadsheet keeps 31 signs of a sheet's name.
        names |= {key_of(label.en[:31]), key_of(sheet_title(form, "en"))}
        names |= {key_of(sheet_title(form, "zh"))}
        if wanted and wanted in names:
            return form
    return ""


def sheet_title(form: str, language: str | None) -> str:
    """Return the name of a form's sheet: its label as far as a spreadsheet takes it."""
    label = model_of(form).label.in_language(language)
    return re.sub(r"[\\/*?:\[\]]", "-", label)[:31]
