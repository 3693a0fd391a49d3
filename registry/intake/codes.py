"""Codes: the stored word, spelled out, in either language, in any case."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.codelists.base import CodeList
from registry.intake.values import Reading, bare, fault, plain
from registry.intake.words import NO, ROMAN, YES

SEPARATORS = re.compile(r"[+,，、;；/\n]|\band\b|\s&\s")
SIGNS = re.compile(r"[\s\-_/+.,()'’:：·]+")
DEGREE = re.compile(r"^(?:grade|stage|score)|[级度期分]$")


def read_code(cell: object, codes: CodeList, words: Mapping[str, str]) -> Reading:
    """Read one code; what is none is a fault that names the nearest."""
    text = _text(cell)
    known = _known(codes)
    own = {bare(word): code for word, code in words.items()}
    for key in (bare(text), _squeezed(text)):
        if code := own.get(key) or known.get(key):
            return Reading(code)
    if code := _degree(text, codes):
        return Reading(code)
    return _unknown(text, codes, {**known, **own})


def read_codes(cell: object, codes: CodeList, words: Mapping[str, str]) -> Reading:
    """Read several codes, split at + , ; / or 、, in the order of the code list."""
    parts = [part for part in SEPARATORS.split(plain(_text(cell))) if part.strip()]
    readings = [read_code(part, codes, words) for part in parts]
    if wrong := next((reading for reading in readings if reading.wrong), None):
        return wrong
    given = {reading.value for reading in readings}
    return Reading([value for value in codes.values if value in given])


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


@cache
def _known(codes: CodeList) -> dict[str, str]:
    """Return every spelling of every code; one that two codes share is left out."""
    known: dict[str, str] = {}
    twice: set[str] = set()
    for spell in (bare, _squeezed, _without_brackets):
        for code in codes:
            for word in (code.value, code.label.en, code.label.zh):
                key = spell(word)
                if known.get(key, code.value) != code.value:
                    # The stored codes themselves are distinct; only labels may clash.
                    twice.add(key)
                known.setdefault(key, code.value)
    exact = {bare(code.value): code.value for code in codes}
    short = {k: v for k, v in (YES | NO).items() if {"yes", "no"} <= set(codes.values)}
    kept = {key: value for key, value in known.items() if key and key not in twice}
    return short | kept | exact


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


def _unknown(text: str, codes: CodeList, known: Mapping[str, str]) -> Reading:
    sought = bare(text)
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
