"""Values as people read them, inside a message in either language."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from registry.codelists.base import Label

BETWEEN = {"en": ", ", "zh": "、"}


def plain(number: Decimal | int | float) -> str:
    """Return a number as it is typed: no exponent, no trailing zeros."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_text(value: object) -> str:
    """Return ``value`` so that equal values give equal texts, however they are typed.

    What is not answered is an empty text.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal | float):
        return plain(value)
    if isinstance(value, frozenset | set):
        return ", ".join(sorted(as_text(one) for one in value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {as_text(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(as_text(one) for one in value)
    return str(value)


class Day:
    """A date in a message; the format ``day`` adds the day counted from day 0."""

    def __init__(self, value: date, zero: date | None, language: str) -> None:
        self.value, self.zero, self.language = value, zero, language

    def __format__(self, spec: str) -> str:
        """Return 2022-09-09, with its number after day 0 when that is asked for."""
        written = str(self.value)
        if spec != "day" or self.zero is None or written != self.value.isoformat():
            return written
        number = str((self.value - self.zero).days).replace("-", "−")
        counted = f"，第{number}天" if self.language == "zh" else f", day {number}"
        return f"{written}{counted}"


def spoken(value: object, language: str, zero: date | None) -> object:
    """Return ``value`` as it stands in a message of ``language``."""
    if isinstance(value, date):
        return Day(value, zero, language)
    if isinstance(value, Label):
        return value.in_language(language)
    if isinstance(value, Decimal | float):
        return plain(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        between = BETWEEN[language]
        return between.join(str(spoken(one, language, zero)) for one in value)
    return value


def fill(
    template: Label, words: Mapping[str, object], zero: date | None = None
) -> Label:
    """Return ``template`` with the ``words`` put in, in both languages."""

    def said(text: str, language: str) -> str:
        given = {name: spoken(word, language, zero) for name, word in words.items()}
        return text.format(**given)

    return Label(said(template.en, "en"), said(template.zh, "zh"))
