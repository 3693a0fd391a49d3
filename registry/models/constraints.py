"""The database constraints that follow from a field's limits, codes and pattern."""

import re
from collections.abc import Iterator
from datetime import date

from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value

from registry.codelists.general import MISSING
from registry.variables.entered import PARTIAL
from registry.variables.fields import CarriesVariable
from registry.variables.spec import Kind, Variable


def constraints_of(
    form: str, fields: dict[str, CarriesVariable]
) -> Iterator[models.CheckConstraint]:
    """Yield the named constraints that the fields' own entries ask for.

    A CHECK passes on NULL, so an unanswered field passes; whether it may stay
    unanswered is the column's own NOT NULL.
    """
    for name, field in fields.items():
        if condition := _condition(name, field.variable):
            yield models.CheckConstraint(name=f"{form}_{name}_ok", condition=condition)
        if field.variable.units:
            yield in_another_unit(form, name, field.variable)
        if field.variable.partial:
            yield partly_dated(form, name)
            if field.variable.key:
                yield dated_or_reason(form, name)


def _condition(name: str, variable: Variable) -> Q | None:
    if variable.kind is Kind.ROWS:
        return well_formed_rows(name, variable)
    if variable.kind is Kind.CODE and variable.codes:
        return Q((f"{name}__in", list(variable.codes.values)))
    if variable.kind is Kind.CODES and variable.codes:
        return Q((f"{name}__contained_by", list(variable.codes.values)))
    if variable.pattern:
        return Q((f"{name}__regex", f"^({variable.pattern})$"))
    return _between(name, variable)


def _between(name: str, variable: Variable) -> Q | None:
    if variable.kind is Kind.DAY:
        # PostgreSQL has days that Python has not: infinity, and years past 9999.
        return Q((f"{name}__gte", date.min), (f"{name}__lte", date.max))
    if variable.limits:
        lower = "gt" if variable.limits.above else "gte"
        return Q(
            (f"{name}__{lower}", _literal(variable, variable.limits.low)),
            (f"{name}__lte", _literal(variable, variable.limits.high)),
        )
    return None


def _literal(variable: Variable, limit: object) -> object:
    return int(str(limit)) if variable.kind is Kind.WHOLE else limit


def dated_or_reason(form: str, name: str) -> models.CheckConstraint:
    """Return the constraint that the day ``name`` is given, in part, or why not."""
    return models.CheckConstraint(
        name=f"{form}_{name}_or_reason",
        condition=Q(**{f"{name}__isnull": False})
        | Q(as_entered__has_key=name)
        | Q(absent__has_key=name),
    )


def partly_dated(form: str, name: str) -> models.CheckConstraint:
    """Return the constraint that a partial date is one, in the place of a whole one."""
    written = Q(**{f"as_entered__{name}__regex": f"^{PARTIAL.pattern}$"})
    instead = Q(**{f"{name}__isnull": True}) & ~Q(absent__has_key=name)
    return models.CheckConstraint(
        name=f"{form}_{name}_partly",
        condition=~Q(as_entered__has_key=name) | (written & instead),
    )


def in_another_unit(form: str, name: str, variable: Variable) -> models.CheckConstraint:
    """Return the constraint that what was entered is a number in a known unit."""
    units = "|".join(re.escape(unit.name) for unit in variable.units)
    written = Q(**{f"as_entered__{name}__regex": rf"^-?[0-9]+(\.[0-9]+)? ({units})$"})
    return models.CheckConstraint(
        name=f"{form}_{name}_unit",
        condition=~Q(as_entered__has_key=name)
        | (written & Q(**{f"{name}__isnull": False})),
    )


def texts_as_entered(form: str) -> models.CheckConstraint:
    """Return the constraint that what was entered is kept as text, by field."""
    stray = _nowhere("as_entered", 'strict $.keyvalue() ? (@.value.type() != "string")')
    return models.CheckConstraint(name=f"{form}_as_entered_ok", condition=Q(stray))


def well_formed_rows(name: str, variable: Variable) -> Q:
    """Return the condition that a column holds rows of the variable's own parts."""
    known = " || ".join(f'@.key == "{part}"' for part, _ in variable.parts)
    stray = [
        'strict $ ? (@.type() != "array")',
        'strict $[*] ? (@.type() != "object")',
        f"$[*].keyvalue() ? (!({known}))",
        *(path for part, of in variable.parts for path in _stray_cells(part, of)),
    ]
    condition = Q()
    for path in stray:
        condition &= Q(_nowhere(name, path))
    return condition


def _stray_cells(part: str, of: Variable) -> Iterator[str]:
    """Yield the paths to cells of one part that hold what they cannot."""
    if of.codes:
        known = " || ".join(f'@ == "{code}"' for code in of.codes.values)
        yield f'$[*]."{part}" ? (!({known}))'
    if of.limits:
        below = "<=" if of.limits.above else "<"
        wrong = f"@ {below} {of.limits.low:f} || @ > {of.limits.high:f}"
        yield f'$[*]."{part}" ? (@.type() != "number" || {wrong})'


def _nowhere(name: str, path: str) -> Func:
    """Return the condition that a JSON path leads to nothing in a column."""
    return Func(
        F(name),
        Value(path),
        function="jsonb_path_exists",
        template="NOT %(function)s(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )


def known_reasons(form: str) -> models.CheckConstraint:
    """Return the constraint that every reason for absence is a code of MISSING."""
    known = " || ".join(f'@ == "{reason}"' for reason in MISSING.values)
    stray = _nowhere("absent", f"$.* ? (!({known}))")
    return models.CheckConstraint(name=f"{form}_absent_ok", condition=Q(stray))
