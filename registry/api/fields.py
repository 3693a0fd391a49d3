"""The API's field for each kind of variable; nothing is said twice."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import get_override, set_override
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.codelists.base import CodeList
from registry.queries.conditions import in_words
from registry.variables.entered import Multiple, PartialDate, Quantity, partial
from registry.variables.labels import choices, translated
from registry.variables.spec import Kind, Variable

ApiField: TypeAlias = serializers.Field  # type: ignore[type-arg]

LARGEST = 2**31


class JudgedByChecks:
    """Limits are documented here and held by the edit checks, which say the remedy."""

    def run_validators(self, value: Any) -> None:
        """Leave the judgement to the checks."""


class WholeNumber(JudgedByChecks, serializers.IntegerField):
    """A whole number that a column can hold; its limits are the checks' matter."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number, or refuse one of absurd length."""
        value: int = super().to_internal_value(data)
        if abs(value) >= LARGEST:
            self.fail("max_value", max_value=LARGEST - 1)
        return value


class PlainNumber(JudgedByChecks, serializers.DecimalField):
    """A decimal number, written as a JSON number without trailing zeros."""

    def to_representation(self, value: Decimal) -> int | float:  # type: ignore[override]
        """Return the number that JSON writes as people would."""
        return as_number(value)


def as_number(value: Decimal) -> int | float:
    """Return ``value`` as an int where it is whole, else as a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def field_of(
    variable: Variable, model_field: object = None, form: str = ""
) -> ApiField:
    """Return the API's field for one variable; rows need their model's field.

    ``form`` is the form whose fields the variable's conditions speak of.
    """
    said = {
        "label": translated(variable.label),
        "help_text": described(variable, form),
        "required": variable.needed,
        "allow_null": not variable.needed,
    }
    return BUILDERS[variable.kind](variable, model_field, said)


def described(variable: Variable, form: str = "") -> Any:
    """Return label, unit and conditions, in the reader's language."""
    said: Any = translated(variable.label)
    if variable.unit:
        said = format_lazy("{} [{}]", said, variable.unit)
    if variable.only:
        words = translated(in_words(variable.only, form))
        said = format_lazy("{}. {}", said, format_lazy(_("Asked if {}."), words))
    if variable.core_where:
        words = translated(in_words(variable.core_where, form))
        said = format_lazy("{}. {}", said, format_lazy(_("Core if {}."), words))
    return said


def _text(variable: Variable, __: object, said: dict[str, Any]) -> ApiField:
    return serializers.CharField(max_length=variable.longest, **said)


def _code(variable: Variable, __: object, said: dict[str, Any]) -> ApiField:
    return choice(_codes(variable), **said)


def _many(variable: Variable, __: object, said: dict[str, Any]) -> ApiField:
    return serializers.ListField(child=choice(_codes(variable)), **said)


def _whole(variable: Variable, __: object, said: dict[str, Any]) -> ApiField:
    if variable.limits:
        said |= {
            "min_value": int(variable.limits.low),
            "max_value": int(variable.limits.high),
        }
    return WholeNumber(**said)


class NumberOrObject(PlainNumber):
    """A number within the variable's limits, or an object that says more of it."""

    def __init__(self, *args: Any, variable: Variable, **kwargs: Any) -> None:
        self.variable = variable
        super().__init__(*args, **kwargs)
        if limits := variable.limits:
            # They hold for a number; JSON schema passes over them for an object.
            bounds = {"minimum": float(limits.low), "maximum": float(limits.high)}
            set_override(self, "field", get_override(self, "field") | bounds)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "number"},
            {
                "type": "object",
                "properties": {"value": {"type": "string"}, "unit": {"type": "string"}},
                "required": ["value", "unit"],
            },
        ],
        "description": "A number in the stored unit, or with another unit beside it. "
        "Read, it is in the stored unit; as_entered has what was entered.",
    }
)
class NumberInAUnit(NumberOrObject):
    """A number in the stored unit, or in another that is said with it."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the number, or the quantity in the unit that was said."""
        if not isinstance(data, dict):
            return super().to_internal_value(data)
        unit = data.get("unit")
        if unit == self.variable.unit:
            return super().to_internal_value(data.get("value", ""))
        units = {one.name: one for one in self.variable.units}
        if unit not in units:
            known = ", ".join([self.variable.unit, *units])
            said = _("The unit is one of: %(units)s.") % {"units": known}
            raise serializers.ValidationError({"unit": said})
        number = super().to_internal_value(data.get("value", ""))
        return Quantity(number, unit, units[unit].converted(number))


class LimitSerializer(serializers.Serializer):
    """A laboratory's value with the upper limit of normal that it has there."""

    value = serializers.DecimalField(max_digits=13, decimal_places=6, min_value=0)
    unit = serializers.RegexField(r"^\S+$", max_length=20)
    upper = serializers.DecimalField(
        max_digits=13, decimal_places=6, min_value=Decimal("0.000001")
    )
    laboratory = serializers.CharField(max_length=100)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "number"},
            {
                "type": "object",
                "properties": {
                    name: {"type": "string"}
                    for name in ("value", "unit", "upper", "laboratory")
                },
                "required": ["value", "unit", "upper", "laboratory"],
            },
        ],
        "description": "A multiple of the upper limit of normal, or the laboratory's "
        "value with that limit. Read, it is the multiple; as_entered has the value.",
    }
)
class MultipleOfUpper(NumberOrObject):
    """A multiple of the upper limit, or the value and the limit that make it."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the multiple, with what it was counted from where that was said."""
        if not isinstance(data, dict):
            return super().to_internal_value(data)
        said = LimitSerializer(data=data)
        said.is_valid(raise_exception=True)
        given = dict(said.validated_data)
        return Multiple.of(given.pop("value"), given.pop("unit"), **given)


def _number(variable: Variable, field: object, said: dict[str, Any]) -> ApiField:
    if variable.limits:
        said |= {
            "min_value": variable.limits.low,
            "max_value": variable.limits.high,
        }
    made: type[PlainNumber] = PlainNumber
    if variable.units or variable.analytes:
        said["variable"] = variable
        made = NumberInAUnit if variable.units else MultipleOfUpper
    return made(
        max_digits=getattr(field, "max_digits", None),
        decimal_places=getattr(field, "decimal_places", None),
        coerce_to_string=False,
        **said,
    )


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
        "example": "2023-05",
        "description": "A day, or its month or year where the day is not known.",
    }
)
class DayOrPart(serializers.DateField):
    """A day, or the month or year of one that is not known exactly."""

    default_error_messages = {
        "invalid": _("Write a day as 2023-05-17, or its month 2023-05, or year 2023.")
    }

    def to_internal_value(self, value: Any) -> Any:
        """Return the day, or the partial date."""
        return partial(value) or super().to_internal_value(value)

    def to_representation(self, value: date | PartialDate) -> str:
        """Return the date as it was entered."""
        return str(value)


def _day(variable: Variable, __: object, said: dict[str, Any]) -> ApiField:
    made = DayOrPart if variable.partial else serializers.DateField
    return made(input_formats=["iso-8601"], **said)


class Row(serializers.Serializer):
    """One row of a repeating group: an object with the group's own members."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the row; a name that the group does not have is refused."""
        names = data.keys() if isinstance(data, dict) else ()
        said = _("A row has no member of this name.")
        if stray := {str(n): said for n in names if n not in self.fields}:
            raise serializers.ValidationError(stray)
        row: dict[str, Any] = super().to_internal_value(data)
        return row

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return the cells that the row has."""
        names = map(str, self.fields)
        return {name: instance[name] for name in names if name in instance}


def _rows(variable: Variable, field: Any, said: dict[str, Any]) -> ApiField:
    cells = {name: field_of(part) for name, part in variable.parts}
    name = f"{field.model.__name__}{field.name.title().replace('_', '')}Row"
    return serializers.ListField(child=type(name, (Row,), cells)(), **said)


def _codes(variable: Variable) -> CodeList:
    assert variable.codes is not None
    return variable.codes


def choice(codes: CodeList, **said: Any) -> serializers.ChoiceField:
    """Return a field that takes one code of ``codes``."""
    return serializers.ChoiceField(choices=choices(codes), **said)


BUILDERS: dict[Kind, Callable[[Variable, Any, dict[str, Any]], ApiField]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CODES: _many,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.ROWS: _rows,
}
