"""A registry's answer → the cell that is read back as the same answer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from registry.codelists.general import MISSING
from registry.intake.catalogue import part_of
from registry.intake.codes import code_of
from registry.intake.columns import Column
from registry.intake.values import bare, plain
from registry.intake.words import MISSING_WORDS, NOTHING
from registry.models import Versioned
from registry.services.matching import answers_of
from registry.variables.entered import Quantity
from registry.variables.spec import Kind

Written = str | float | Decimal | date | None
# Before the reason for an absence: some reasons are answers of some questions too.
ABSENT = {"en": "no value: ", "zh": "无值:"}
PREFIXES = tuple(map(bare, ABSENT.values()))
COMPUTES = ("=", "+", "-", "@", "\t", "\r", "\x00")


def cell_of(record: Versioned, column: Column, language: str) -> Written:
    """Return what stands in ``column`` for what ``record`` says."""
    name = column.field_name
    part, answers = part_of(name), answers_of(record)
    value = _in_row(answers, *part) if part else answers[name]
    if value in (None, "", []):
        reason = record.absent.get(name)
        return reason_in(reason, language) if reason else None
    if isinstance(value, Quantity):
        # The column's header has the unit that is stored.
        value = value.stored
    return written(value, column, language)


def _in_row(answers: Mapping[str, Any], group: str, row: int, part: str) -> Any:
    rows = answers[group] or []
    return rows[row - 1].get(part) if row <= len(rows) else None


def written(value: Any, column: Column, language: str) -> Written:
    """Return an answer as a cell: codes by their label, days and numbers as such."""
    if isinstance(value, list):
        return "; ".join(code_word(one, column, language) for one in value)
    if column.variable.kind is Kind.CODE:
        return code_word(value, column, language)
    if column.variable.kind is Kind.TEXT:
        return quoted(str(value))
    number = isinstance(value, int | float | Decimal)
    return value if number or isinstance(value, date) else str(value)


def code_word(code: str, column: Column, language: str) -> str:
    """Return the label of a code if it is read as that code, else the code itself."""
    codes = column.variable.codes
    assert codes is not None
    label = codes.label(code).in_language(language)
    readable = code_of(label, column) == code and ";" not in label and "；" not in label
    return label if readable and not computes(label) else code


def reason_in(reason: str, language: str) -> str:
    """Return the reason for an absence as it is written and read."""
    label = MISSING.label(reason).in_language(language)
    return ABSENT["zh" if language.startswith("zh") else "en"] + label


def reason_of(cell: str) -> str | None:
    """Return the reason for absence that a cell states, or None."""
    text = bare(cell)
    if not text.startswith(PREFIXES):
        return None
    prefix = next(one for one in PREFIXES if text.startswith(one))
    return _reasons().get(text.removeprefix(prefix))


@cache
def _reasons() -> Mapping[str, str]:
    words = {
        bare(w): r.value for r in MISSING for w in (r.value, r.label.en, r.label.zh)
    }
    return MISSING_WORDS | words


def quoted(text: str) -> str:
    """Return a text with a quote before it where it would be read as something else."""
    word = bare(text)
    mistaken = word in NOTHING or word in MISSING_WORDS or reason_of(text) is not None
    odd = mistaken or text.startswith(("'", "#")) or computes(text)
    return f"'{text}" if odd or plain(text).startswith(("=", "@")) else text


def unquoted(text: str) -> str:
    """Return the text that ``quoted`` had."""
    return text[1:] if text.startswith("'") else text


def computes(text: str) -> bool:
    """Tell whether a spreadsheet would take ``text`` for a formula."""
    # A sign alone is a missing word or a result, and a signed number is a number.
    if len(text) < 2 or not text.startswith(COMPUTES):
        return False
    return not text[1:].replace(".", "", 1).isdecimal()
