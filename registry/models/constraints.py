"""The database constraints that follow from a field's limits, codes and pattern."""

from collections.abc import Iterator

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
        if field.variable.partial:
            yield partly_dated(form, name)
            if field.variable.key:
                yield dated_or_reason(form, name)


def _condition(name: str, variable: Variable) -> Q | None:
    if variable.kind is Kind.CODE and variable.codes:
        return Q((f"{name}__in", list(variable.codes.values)))
    if variable.kind is Kind.CODES and variable.codes:
        return Q((f"{name}__contained_by", list(variable.codes.values)))
    if variable.pattern:
        return Q((f"{name}__regex", f"^({variable.pattern})$"))
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


def texts_as_entered(form: str) -> models.CheckConstraint:
    """Return the constraint that what was entered is kept as text, by field."""
    stray = Func(
        F("as_entered"),
        Value('strict $.keyvalue() ? (@.value.type() != "string")'),
        function="jsonb_path_exists",
        template="NOT %(function)s(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )
    return models.CheckConstraint(name=f"{form}_as_entered_ok", condition=Q(stray))


def known_reasons(form: str) -> models.CheckConstraint:
    """Return the constraint that every reason for absence is a code of MISSING."""
    known = " || ".join(f'@ == "{reason}"' for reason in MISSING.values)
    stray = Func(
        F("absent"),
        Value(f"$.* ? (!({known}))"),
        function="jsonb_path_exists",
        template="NOT %(function)s(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )
    return models.CheckConstraint(name=f"{form}_absent_ok", condition=Q(stray))
