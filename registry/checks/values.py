"""The checks that every value meets: is it one, is it possible, is it usual."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from registry.checks.case import Case, Record, is_blank
from registry.checks.declare import Rule
from registry.checks.findings import Finding, Severity
from registry.checks.slips import Slip, slip_of
from registry.checks.spoken import plain
from registry.checks.value_rules import (
    FULL_DATE,
    IDENTIFYING,
    KEY_ANSWER,
    KEY_DATE,
    NOT_A_CODE,
    NOT_A_NUMBER,
    NOT_A_PART,
    NOT_ASKED,
    NOT_ROWS,
    NOT_THE_PATTERN,
    POSSIBLE,
    TOO_LONG,
    USUAL,
)
from registry.codelists.base import Label
from registry.variables.entered import partial
from registry.variables.spec import Kind, Variable

NOTHING = Label("", "")
# Numbers of identity cards (18, or 17 and X) and mobile telephones, e-mail addresses,
# and the words that announce a name. A run of digits inside a longer one is no match.
IDENTIFIER = re.compile(
    r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)|[\w.+-]+@[\w-]+\.\w+"
    r"|姓名|(?i:\bname\s*[::])"
)
NAMED_FREELY = frozenset({"batch_no"})  # lot numbers are long runs of digits

KINDS = {
    Kind.WHOLE: Label("whole number", "整数"),
    Kind.NUMBER: Label("number", "数字"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record that is being judged."""

    form: str
    name: str
    variable: Variable
    record: Record

    def breaks(
        self,
        rule: Rule,
        words: Mapping[str, object] | None = None,
        repair: tuple[str, str] | None = None,
    ) -> Finding:
        """Return the finding that the field breaks ``rule``."""
        said = {"label": self.variable.label, "unit": self.variable.unit}
        return rule.found(
            self.form,
            (self.name,),
            said | dict(words or {}),
            repair=repair,
            record=self.record.get("id"),
        )

    def in_unit(self, number: Decimal) -> str:
        """Return the number with the field's unit."""
        return f"{plain(number)} {self.variable.unit}".rstrip()


def any_value(
    form: str,
    record: Record,
    variables: Mapping[str, Variable],
    typed: Record | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with each value of ``record`` by itself.

    ``typed`` is the record as other checks read it, where it is at hand.
    """
    typed = as_typed(record, variables) if typed is None else typed
    entered = record.get("as_entered") or {}
    for name, variable in variables.items():
        value = record.get(name)
        blank = is_blank(value)
        if blank and not (variable.key or name in entered):
            continue
        field = Field(form, name, variable, typed)
        if blank:
            yield from _not_given(field)
        elif variable.kind is Kind.ROWS:
            yield from _rows(field, value)
        elif variable.kind in KINDS:
            yield from _number(field, value)
        elif variable.kind is Kind.DAY:
            if not isinstance(value, date):
                yield field.breaks(FULL_DATE, {"value": value})
        elif variable.kind is Kind.TEXT:
            yield from _text(field, str(value))
        else:
            yield from _codes(field, value)


def not_asked(
    form: str, record: Record, case: Case, variables: Mapping[str, Variable]
) -> Iterator[Finding]:
    """Yield each answer to a question that the rest of the case rules out."""
    for name, variable in variables.items():
        if variable.only is None or is_blank(record.get(name)):
            continue
        if variable.refused(record, case.of):
            yield Field(form, name, variable, record).breaks(NOT_ASKED)


def _rows(field: Field, value: object) -> Iterator[Finding]:
    """Yield what is wrong with each cell of a repeating group, told at the cell."""
    parts = dict(field.variable.parts)
    if not isinstance(value, list) or not all(
        isinstance(row, Mapping) for row in value
    ):
        yield field.breaks(NOT_ROWS, {"value": str(value)})
        return
    for number, row in enumerate(value):
        if stray := sorted(row.keys() - parts.keys()):
            yield field.breaks(NOT_A_PART, {"value": stray, "parts": list(parts)})
        for found in any_value(field.form, row, parts):
            at = tuple(f"{field.name}/{number}/{name}" for name in found.fields)
            repair = (at[0], found.repair[1]) if found.repair else None
            yield replace(
                found, fields=at, repair=repair, record=field.record.get("id")
            )


def as_typed(record: Record, variables: Mapping[str, Variable]) -> Record:
    """Return the record as other checks may read it.

    What is not a value of its field is left out: ``any_value`` has told of it.
    """
    read = {
        name: None if is_blank(record[name]) else _read(record[name], variable)
        for name, variable in variables.items()
        if name in record
    }
    return {**record, **read}


def _read(value: object, variable: Variable) -> object:
    if variable.kind is Kind.DAY:
        return value if isinstance(value, date) else None
    if variable.kind is Kind.TEXT:
        return str(value)
    if variable.kind is Kind.ROWS:
        parts, given = dict(variable.parts), value if isinstance(value, list) else []
        return [as_typed(row, parts) for row in given if isinstance(row, Mapping)]
    if variable.kind in KINDS:
        number = as_number(value)
        fits = number is not None and not (variable.kind is Kind.WHOLE and number % 1)
        return number if fits else None
    codes = variable.codes
    if isinstance(value, list | tuple):
        return [one for one in value if codes is None or one in codes]
    return value if codes is None or value in codes else None


def _not_given(field: Field) -> Iterator[Finding]:
    entered = (field.record.get("as_entered") or {}).get(field.name)
    if field.variable.kind is Kind.DAY and entered:
        if not field.variable.partial or partial(entered) is None:
            yield field.breaks(FULL_DATE, {"value": entered})
    elif field.variable.key and not _explained(field):
        yield field.breaks(KEY_DATE if field.variable.kind is Kind.DAY else KEY_ANSWER)


def _explained(field: Field) -> bool:
    reason = (field.record.get("absent") or {}).get(field.name)
    return reason in field.variable.reasons


def _text(field: Field, value: str) -> Iterator[Finding]:
    """Yield what is wrong with a free text; a query that asks of it has no copy."""
    longest, pattern = field.variable.longest, field.variable.pattern
    if longest and len(value) > longest:
        yield field.breaks(TOO_LONG, {"length": len(value), "longest": longest})
    if pattern and not re.fullmatch(pattern, value):
        hint = field.variable.hint or NOTHING
        yield field.breaks(NOT_THE_PATTERN, {"hint": hint})
    if field.name not in NAMED_FREELY and IDENTIFIER.search(value):
        yield field.breaks(IDENTIFYING)


def _codes(field: Field, value: object) -> Iterator[Finding]:
    codes = field.variable.codes
    given = value if isinstance(value, list | tuple | set) else [value]
    if codes is not None and (stray := [one for one in given if one not in codes]):
        yield field.breaks(NOT_A_CODE, {"value": stray, "codes": codes.values})


def _number(field: Field, value: object) -> Iterator[Finding]:
    variable, number = field.variable, as_number(value)
    if number is None or (variable.kind is Kind.WHOLE and number % 1):
        words = {"value": str(value), "kind": KINDS[variable.kind]}
        yield field.breaks(NOT_A_NUMBER, words)
        return
    slip = slip_of(field.form, field.name, number, field.record)
    rule = slip.rule if slip else None
    possible = not variable.limits or number in variable.limits
    if slip and rule and (possible or rule.severity is Severity.HARD):
        words = {"value": plain(number), "looks": slip.looks}
        yield field.breaks(rule, words, _repair(slip, field, number))
    elif not possible:
        yield _impossible(field, number, slip)
    elif variable.usual and number not in variable.usual:
        words = {"value": field.in_unit(number), "usual": str(variable.usual)}
        yield field.breaks(USUAL, words)


def as_number(value: object) -> Decimal | None:
    """Return a finite number as a Decimal, None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _impossible(field: Field, number: Decimal, slip: Slip | None) -> Finding:
    """Return that the number is past the limits, and the unit that would explain it."""
    looks, repair = NOTHING, None
    if slip:
        looks = Label(f" It looks like {slip.looks.en}.", f"像是{slip.looks.zh}。")
        repair = _repair(slip, field, number)
    words = {"value": field.in_unit(number), "limits": str(field.variable.limits)}
    return field.breaks(POSSIBLE, words | {"slip": looks}, repair)


def _repair(slip: Slip, field: Field, number: Decimal) -> tuple[str, str] | None:
    """Return what the number was meant to be, when that is a usual value."""
    if slip.meant is None:
        return None
    meant = slip.meant(number)
    usual = field.variable.usual or field.variable.limits
    return None if usual and meant not in usual else (field.name, plain(meant))
