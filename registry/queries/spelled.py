"""A stored value as people read it: labels for codes, units, reasons for none."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from registry.checks.spoken import plain
from registry.codelists.general import MISSING
from registry.variables.entered import TIMES_ULN, Multiple, Quantity
from registry.variables.labels import clauses, series
from registry.variables.spec import Kind, Variable


def spelled(variable: Variable, value: Any, reason: str | None = None) -> str:
    """Return ``value`` of ``variable`` in words; an empty text when it has none."""
    language = get_language()
    if value in (None, "", []):
        return MISSING.label(reason).in_language(language) if reason else ""
    if isinstance(value, Quantity):
        unit = TIMES_ULN if isinstance(value, Multiple) else variable.unit
        return f"{value} (= {plain(value.stored)} {unit})"
    if variable.kind is Kind.ROWS:
        return clauses(spelled_row(variable, row) for row in value)
    if variable.codes is not None:
        given = value if isinstance(value, list | tuple) else [value]
        known = [one in variable.codes for one in given]
        return series(
            variable.codes.label(one).in_language(language) if is_known else str(one)
            for one, is_known in zip(given, known, strict=True)
        )
    if variable.kind in (Kind.NUMBER, Kind.WHOLE):
        return f"{plain(value)} {variable.unit}".rstrip()
    return str(value)


def spelled_row(variable: Variable, row: Mapping[str, Any]) -> str:
    """Return one row of a repeating group in words, cell by cell."""
    cells = (spelled(part, row.get(name)) for name, part in variable.parts)
    return series(filter(None, cells))


def spelled_change(variable: Variable, old: Any, new: Any) -> tuple[Any, Any]:
    """Return what to spell of a change: of a repeating group the rows that differ."""
    if variable.kind is not Kind.ROWS or not old or not new:
        return old, new
    return [r for r in old if r not in new], [r for r in new if r not in old]
