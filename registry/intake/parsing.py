"""One cell → a value, a reason for its absence, or what is wrong with it."""

import re
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from registry.intake.codes import code_of, read_code, read_codes
from registry.intake.columns import Column
from registry.intake.dates import read_day
from registry.intake.numbers import read_number
from registry.intake.spelling import reason_of, unquoted
from registry.intake.table import Cell, Formula, as_written, is_blank
from registry.intake.values import (
    WARNING,
    WORDS,
    Fault,
    Reading,
    bare,
    fault,
    plain,
)
from registry.intake.words import MISSING_WORDS, NO_EVENT, NOTHING
from registry.variables.spec import Kind

BROKEN = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|[A-Z/0]+[!?])")
TEXTUAL = (Kind.TEXT, Kind.CODE, Kind.CODES)
STUDY_NO = re.compile(r"[A-Za-z0-9-]{3,20}")
LONGEST = 200
NO_ANSWER = Reading(absent="unknown", blank=True)


def read_cell(cell: Cell, column: Column, *, today: date, order: str = "") -> Reading:
    """Read one cell of ``column``; ``order`` is the day order stated for it."""
    if isinstance(cell, Formula):
        if column.variable.kind in TEXTUAL or is_blank(cell.result):
            return _formula(cell.text)
        cell = cell.result
    if is_blank(cell):
        return NO_ANSWER
    if isinstance(cell, str) and (reading := _said(cell, column)):
        return reading
    return _read(cell, column, today, order)


def _said(cell: str, column: Column) -> Reading | None:
    """Read what is no value of the column: a formula, a fault, a missing word."""
    if _ordinary(cell):
        return None
    if plain(cell).startswith(("=", "@")):
        return _formula(cell)
    if BROKEN.fullmatch(cell.strip()):
        message = _("The spreadsheet shows an error here: enter the value itself.")
        return fault("spreadsheet_error", message)
    if reason := reason_of(cell):
        return Reading(absent=reason)
    return _missing(cell, column)


@lru_cache(maxsize=WORDS)
def _ordinary(cell: str) -> bool:
    """Tell whether a text is nothing but a value, in whatever column it stands."""
    word = bare(cell)
    return not (
        plain(cell).startswith(("=", "@"))
        or BROKEN.fullmatch(cell.strip())
        or reason_of(cell)
        or word in NOTHING
        or word in NO_EVENT
        or word in MISSING_WORDS
    )


def _read(cell: Cell, column: Column, today: date, order: str) -> Reading:
    variable = column.variable
    if variable.kind is Kind.DAY:
        return read_day(cell, today=today, order=order, partial=variable.partial)
    if variable.kind in (Kind.WHOLE, Kind.NUMBER):
        how = {"units": column.units, "assay": column.assay, "unit": column.unit}
        return read_number(cell, variable, **how)  # type: ignore[arg-type]
    if isinstance(cell, date | datetime):
        return fault(
            "date_for_text",
            _(
                "The spreadsheet made the date %(day)s of what was typed: format the "
                "cell as text and type it again."
            )
            % {"day": as_written(cell)},
        )
    if variable.kind is Kind.TEXT:
        return _text(as_written(cell), column)
    read = read_codes if variable.kind is Kind.CODES else read_code
    return read(cell, column)


def _text(cell: str, column: Column) -> Reading:
    # What has a form of its own is written without blanks: "6 / 10" is 6/10.
    gap = "" if column.pattern else " "
    text = gap.join(plain(unquoted(cell)).split())
    if len(text) > (column.variable.longest or LONGEST) or not text.isprintable():
        message = _(
            "The text is too long or holds signs that do not print: shorten it."
        )
        return fault("bad_text", message)
    if column.name == "study_no" and not STUDY_NO.fullmatch(text):
        message = _("“%(text)s” is no study number: use 3 to 20 letters, digits or -.")
        return fault("bad_study_number", message % {"text": text})
    if column.pattern and not re.fullmatch(column.pattern, text):
        message = _("“%(text)s” is not written as n/m, such as 10/10: correct it.")
        return fault("bad_form", message % {"text": text})
    return Reading(text)


def _missing(cell: str, column: Column) -> Reading | None:
    """Read a missing word, unless the column has a code that says the same."""
    word = bare(cell)
    none = column.variable.kind is Kind.DAY and word in NO_EVENT
    reason = MISSING_WORDS.get(word)
    if word not in NOTHING and not none and not reason:
        return None
    if column.variable.codes and code_of(cell, column):
        return None
    if word in NOTHING:
        return Reading(absent="unknown", blank=True)
    if none:
        return Reading(absent="not_applicable", none_occurred=True)
    return Reading(absent=reason)


def _formula(text: str) -> Reading:
    return Reading(
        fault=Fault(
            "formula",
            _("A formula stands here (%(text)s): replace it by the value itself.")
            % {"text": text[:80]},
        )
    )


__all__ = ["WARNING", "Reading", "read_cell"]
