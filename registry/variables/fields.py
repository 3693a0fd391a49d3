"""Model fields that carry their entry of the data dictionary."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from registry.codelists.base import CodeList, Label
from registry.variables.labels import choices, translated
from registry.variables.no_day import day_or_not
from registry.variables.spec import Kind, Range, Variable

READ_BY_PEOPLE = ("verbose_name", "help_text", "choices")


class CarriesVariable(models.Field):
    """Mix a Variable into a Django field.

    ``deconstruct()`` reports the plain Django field, so changing a label, a unit or a
    source makes no migration, and migrations never import this module. Limits and
    codes reach the database as constraints (``registry.models.constraints``).
    """

    variable: Variable

    def __init__(
        self, *args: Any, variable: Variable | None = None, **kwargs: Any
    ) -> None:
        if variable is not None:
            self.variable = variable
            kwargs["verbose_name"] = translated(variable.label)
            if variable.hint:
                kwargs["help_text"] = translated(variable.hint)
            kwargs["null"] = kwargs["blank"] = not variable.needed
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Describe the plain Django field, without what only people read."""
        name, _, args, kwargs = super().deconstruct()
        for noise in READ_BY_PEOPLE:
            kwargs.pop(noise, None)
        plain = next(c for c in type(self).__mro__ if c.__module__.startswith("django"))
        package = plain.__module__.removesuffix(".array").removesuffix(".json")
        package = package.replace("django.db.models.fields", "django.db.models")
        return name, f"{package}.{plain.__name__}", args, kwargs

    def clone(self) -> "CarriesVariable":
        """Copy the field together with its variable."""
        copy: CarriesVariable = super().clone()
        if hasattr(self, "variable"):
            copy.variable = self.variable
            copy.verbose_name, copy.help_text = self.verbose_name, self.help_text
        return copy


class Text(CarriesVariable, models.CharField):
    """A short text."""


class Code(CarriesVariable, models.CharField):
    """One answer of a code list."""


class Codes(CarriesVariable, ArrayField):
    """Several answers of a code list."""


class Whole(CarriesVariable, models.IntegerField):
    """A whole number."""


class Number(CarriesVariable, models.DecimalField):
    """A decimal number in the variable's unit."""


class Rows(CarriesVariable, models.JSONField):
    """A repeating group: a list of objects, each with answers to the same questions."""


class Day(CarriesVariable, models.DateField):
    """A day; one known to its month or year alone is null, with what was entered.

    A history row may hold a day that no calendar has, kept for good: it is read as a
    NoDay. Of a form itself it cannot be read at all.
    """

    @property
    def _of_history(self) -> bool:
        return hasattr(self.model, "history_id")

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Let the database write a day of the history, but where it only compares."""
        if self._of_history and not compiler.query.subquery:
            return f"{sql}::text", params
        return sql, params

    def get_db_converters(self, connection: Any) -> list[Any]:
        """Read what the database wrote."""
        converters: list[Any] = super().get_db_converters(connection)
        if self._of_history:
            converters.append(lambda written, *_of: day_or_not(written))
        return converters


def _variable(
    kind: Kind, en: str, zh: str, hint: tuple[str, str] | None, said: dict[str, Any]
) -> Variable:
    note = Label(*hint) if hint else None
    return Variable(kind, Label(en, zh), hint=note, **said)


def text(
    en: str,
    zh: str,
    *,
    longest: int = 200,
    hint: tuple[str, str] | None = None,
    **said: Any,
) -> Text:
    """Return a text of at most ``longest`` characters."""
    variable = _variable(Kind.TEXT, en, zh, hint, {**said, "longest": longest})
    return Text(variable=variable, max_length=longest)


def code(
    en: str,
    zh: str,
    codes: CodeList,
    *,
    hint: tuple[str, str] | None = None,
    **said: Any,
) -> Code:
    """Return a field that holds one code of ``codes``."""
    variable = _variable(Kind.CODE, en, zh, hint, {**said, "codes": codes})
    return Code(variable=variable, max_length=40, choices=choices(codes))


def codes(
    en: str,
    zh: str,
    of: CodeList,
    *,
    hint: tuple[str, str] | None = None,
    **said: Any,
) -> Codes:
    """Return a field that holds several codes of ``of``."""
    variable = _variable(Kind.CODES, en, zh, hint, {**said, "codes": of})
    return Codes(models.CharField(max_length=40), variable=variable)


def whole(
    en: str,
    zh: str,
    limits: Range,
    *,
    hint: tuple[str, str] | None = None,
    **said: Any,
) -> Whole:
    """Return a whole number within ``limits``."""
    return Whole(
        variable=_variable(Kind.WHOLE, en, zh, hint, {**said, "limits": limits})
    )


def number(
    en: str,
    zh: str,
    unit: str,
    limits: Range,
    *,
    hint: tuple[str, str] | None = None,
    **said: Any,
) -> Number:
    """Return a decimal number in ``unit`` within ``limits``."""
    said = {**said, "unit": unit, "limits": limits}
    variable = _variable(Kind.NUMBER, en, zh, hint, said)
    before_the_point = max(10, len(str(int(limits.high))))
    return Number(variable=variable, max_digits=before_the_point + 6, decimal_places=6)


def day(en: str, zh: str, *, hint: tuple[str, str] | None = None, **said: Any) -> Day:
    """Return a day; with ``whole`` its month or year alone will not do."""
    return Day(variable=_variable(Kind.DAY, en, zh, hint, said))


def rows(
    en: str,
    zh: str,
    of: Mapping[str, CarriesVariable],
    *,
    hint: tuple[str, str] | None = None,
    **said: Any,
) -> Rows:
    """Return a repeating group whose rows answer the questions ``of``."""
    alike = {"taken": said.get("taken", ""), "genetic": said.get("genetic", False)}
    parts = tuple(
        (name, replace(field.variable, **alike)) for name, field in of.items()
    )
    return Rows(variable=_variable(Kind.ROWS, en, zh, hint, {**said, "parts": parts}))
