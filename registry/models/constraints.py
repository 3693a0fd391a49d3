"""The database constraints that follow from a field's limits, codes and pattern."""

from collections.abc import Iterator

from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value

from registry.codelists.general import MISSING
from registry.variables.fields import CarriesVariable
from registry.variables.spec import Kind, Variable


def constraints_of(
    form: str, fields: dict[str, CarriesVariable]
) -> Iterator[models.CheckConstraint]:
    """Yield a named constraint for each field that has limits, codes or a pattern.

    A CHECK passes on NULL, so an unanswered field passes; whether it may stay
    unanswered is the column's own NOT NULL.
    """
    for name, field in fields.items():
        if condition := _condition(name, field.variable):
            yield models.CheckConstraint(name=f"{form}_{name}_ok", condition=condition)


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
    """Return the constraint that the day ``name`` is given, or why it is not."""
    return models.CheckConstraint(
        name=f"{form}_{name}_or_reason",
        condition=Q(**{f"{name}__isnull": False}) | Q(absent__has_key=name),
    )


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
