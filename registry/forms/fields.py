"""A form field for each kind of variable; what is wrong with a value is not theirs.

They read what was typed. Whether the value is possible, usual and consistent is said
by ``registry.checks``, so that the browser, the API and the import say the same.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks.spoken import plain
from registry.forms.rows import RowsField
from registry.forms.setting import Face
from registry.forms.typed import read_day, read_quantity
from registry.forms.widgets import (
    Checks,
    DayBox,
    LongChoice,
    LongText,
    NumberBox,
    TextBox,
    UnitBox,
    choice_widget,
    split_definition,
)
from registry.variables.entered import PartialDate, Quantity
from registry.variables.labels import choices, sentences, series
from registry.variables.reported import Standing
from registry.variables.spec import Kind, Unit, Variable

A_SENTENCE = 250
POWER, RAISED = re.compile(r"\^(\d+)"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
IS_DAY_ZERO = re.compile(r"\s*=\s*D0$")


class TypedDay(forms.Field):
    """A day; ``day_zero`` is the day from which "d3" counts.

    With ``partial`` its month or year alone is an answer.
    """

    widget = DayBox
    day_zero: date | None = None

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        self.partial = partial
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> date | PartialDate | None:
        if not value or not value.strip():
            return None
        return read_day(value, self.day_zero, partial=self.partial)


class TypedNumber(forms.Field):
    """A number as hospitals type it."""

    widget = NumberBox

    def __init__(self, *args: Any, variable: Variable, **kwargs: Any) -> None:
        self.variable = variable
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Decimal | Quantity | int | None:
        if not value or not value.strip():
            return None
        number = read_quantity(value, self.variable)
        if isinstance(number, Quantity):
            return number
        whole = self.variable.kind is Kind.WHOLE and number == int(number)
        return int(number) if whole else number

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, Decimal | int) else value


class OneCode(forms.ChoiceField):
    """One code, or None."""

    def clean(self, value: Any) -> str | None:
        return super().clean(value) or None


class SomeCodes(forms.MultipleChoiceField):
    """Several codes, or None."""

    widget = Checks

    def clean(self, value: Any) -> list[str] | None:
        return super().clean(value) or None


def field_of(variable: Variable) -> forms.Field:
    """Return the form field of ``variable``, with its face."""
    field = _made(variable, label=_label(variable), help_text=_hint(variable))
    said = unit_of(variable), not variable.core, variable.reasons
    face = Face(*said, reported=_reported(variable) if variable.reported else "")
    return with_face(field, face)


def unit_of(variable: Variable) -> str:
    """Return the unit as it is printed: 10⁹/L."""
    return POWER.sub(lambda found: found[1].translate(RAISED), variable.unit)


def with_face(field: forms.Field, face: Face) -> forms.Field:
    """Return ``field`` with what its bound field shows beside the control."""
    field.face = face  # type: ignore[attr-defined]
    return field


def _made(variable: Variable, **said: Any) -> forms.Field:
    said["required"] = False
    if variable.kind is Kind.ROWS:
        return RowsField(cells={n: _cell(part) for n, part in variable.parts}, **said)
    if variable.kind is Kind.DAY:
        return TypedDay(partial=variable.partial, **said)
    if variable.kind in (Kind.WHOLE, Kind.NUMBER):
        if variable.units:
            said["widget"] = UnitBox((Unit(variable.unit), *variable.units))
        if variable.analytes:
            # Its laboratory's value may stand there, over the limit that it has.
            said["widget"] = NumberBox({"class": "inp text", "inputmode": "text"})
        return TypedNumber(variable=variable, **said)
    if variable.codes is None:
        long = (variable.longest or 0) > A_SENTENCE
        box = LongText() if long else TextBox()
        return forms.CharField(widget=box, empty_value=None, **said)
    answers = choices(variable.codes)
    if variable.kind is Kind.CODES:
        return SomeCodes(choices=answers, **said)
    widget = choice_widget(len(answers))
    return OneCode(choices=[("", ""), *answers], widget=widget, **said)


def _cell(variable: Variable) -> forms.Field:
    """Return the field of a cell: of many codes or few, a list to choose from."""
    field = field_of(variable)
    if isinstance(field, OneCode):
        field.widget = LongChoice(choices=field.choices)
    return with_face(field, Face(unit=unit_of(variable), reasons=()))


def field_label(variable: Variable) -> tuple[str, str]:
    """Return what the field is called and what its label says in brackets.

    A word in brackets belongs to the name (a scale); several define it.
    """
    whole = variable.label.in_language(get_language())
    whole = IS_DAY_ZERO.sub("", whole).replace(">=", "≥ ").replace("<=", "≤ ")
    name, definition = split_definition(whole)
    if " " not in definition or "(" in definition:
        return whole, ""
    return name, definition


def _said_label(variable: Variable) -> str:
    return field_label(variable)[0]


def _said_hint(variable: Variable) -> str:
    definition = field_label(variable)[1]
    hint = variable.hint.in_language(get_language()) if variable.hint else ""
    usual = _("Usual %(range)s.") % {"range": variable.usual} if variable.usual else ""
    defined = f"{definition[:1].upper()}{definition[1:]}." if definition else ""
    return sentences((defined, hint, usual))


def _said_reported(variable: Variable) -> str:
    language = get_language()
    items = series(
        str(item) if item.standing is Standing.READ else item.with_standing(language)
        for item in variable.reported
    )
    return _("Reported as %(items)s.") % {"items": items}


_label, _hint = lazy(_said_label, str), lazy(_said_hint, str)
_reported = lazy(_said_reported, str)
