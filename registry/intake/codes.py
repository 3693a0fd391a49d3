"""Codes: the stored word, spelled out, in either language, in any case."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.codelists.base import CodeList
from registry.intake.columns import Column
from registry.intake.values import Reading, bare, fault, plain
from registry.intake.words import NO, ROMAN, YES

SEPARATORS = re.compile(r"[+,，、;；/\n]|\band\b|\s&\s")
SIGNS = re.compile(r"[\s\-_/+.,()'’:：·]+")
DEGREE = re.compile(r"^(?:grade|stage|score)|[级度期分]$")


def read_code(cell: object, column: Column) -> Reading:
    """Read one code; what is none is a fault that names the nearest."""
    text = _text(cell)
    if code := code_of(text, column):
        return Reading(code)
    return _unknown(text, column)


def code_of(text: str, column: Column) -> str | None:
    """Return the code that ``text`` spells, or None."""
    known = _spellings(column)
    found = known.get(bare(text)) or known.get(_squeezed(text))
    return found or _degree(text, _codes(column))


def read_codes(cell: object, column: Column) -> Reading:
    """Read several codes, split at + , ; / or 、, in the order of the code list.

    Where ; or a whole part already makes codes, a code may hold one of the signs.
    """
    text = plain(_text(cell))
    whole = [part for part in text.split(";") if part.strip()]
    readings = [one for part in whole for one in _parts(part, column)]
    if wrong := next((reading for reading in readings if reading.wrong), None):
        return wrong
    given = {reading.value for reading in readings}
    return Reading([value for value in _codes(column).values if value in given])


def _parts(text: str, column: Column) -> list[Reading]:
    if code := code_of(text, column):
        return [Reading(code)]
    parts = [part for part in SEPARATORS.split(text) if part.strip()]
    return [one for part in parts for one in _each(part, column)]


def _each(part: str, column: Column) -> list[Reading]:
    """Read one part, or the words in it where it is none by itself."""
    if code := code_of(part, column):
        return [Reading(code)]
    apart = [code_of(word, column) for word in part.split()]
    if len(apart) > 1 and all(apart):
        return [Reading(code) for code in apart]
    return [_unknown(part, column)]


def _codes(column: Column) -> CodeList:
    assert column.variable.codes is not None
    return column.variable.codes


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


@lru_cache(maxsize=4000)
def _spellings(column: Column) -> dict[str, str]:
    """Return every spelling of every code, the column's own words first."""
    codes = _codes(column)
    known: dict[str, str] = {}
    twice: set[str] = set()
    for spell in (bare, _squeezed, _without_brackets):
        for code in codes:
            for word in (code.value, code.label.en, code.label.zh):
                key = spell(word)
                if known.setdefault(key, code.value) != code.value:
                    twice.add(key)
    # The stored codes themselves are distinct; only what is squeezed may clash.
    kept = {key: value for key, value in known.items() if key and key not in twice}
    exact = {bare(code.value): code.value for code in codes}
    short = (YES | NO) if {"yes", "no"} <= set(codes.values) else {}
    own = {bare(word): code for word, code in column.words.items()}
    return short | kept | exact | own


def _squeezed(text: str) -> str:
    return SIGNS.sub("", bare(text))


def _without_brackets(text: str) -> str:
    return _squeezed(re.sub(r"\([^)]*\)", "", plain(text)))


def _degree(text: str, codes: CodeList) -> str | None:
    """Read "II", "2级" or "grade 2" where the codes are figures."""
    core = DEGREE.sub("", DEGREE.sub("", _squeezed(text)))
    figure = ROMAN.get(core, core.removesuffix("0") if text.endswith(".0") else core)
    figures = all(value.isdecimal() for value in codes.values)
    return figure if figures and figure in codes else None


def _unknown(text: str, column: Column) -> Reading:
    codes, known, sought = _codes(column), _spellings(column), bare(text)
    near = max(known, key=lambda k: (SequenceMatcher(None, sought, k).ratio(), -len(k)))
    nearest = known[near]
    label = codes.label(nearest).in_language(get_language()) if nearest in codes else ""
    return fault(
        "unknown_code",
        _(
            "“%(text)s” is none of the codes. Nearest: %(nearest)s (%(label)s). "
            "Codes: %(codes)s."
        )
        % {
            "text": text,
            "nearest": nearest,
            "label": label,
            "codes": ", ".join(codes.values),
        },
    )
