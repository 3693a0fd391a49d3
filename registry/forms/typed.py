"""What somebody typed into one box, read without guessing."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.variables.entered import PartialDate, Quantity, multiple
from registry.variables.entered import partial as partial_date
from registry.variables.spec import Kind, Variable

WHOLE_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
PART_OF_A_DATE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(?:(\d{1,2})\s*月?)?)?")
COUNTED_DAY = re.compile(r"[dD第]\s*([+-]?\d{1,5})\s*天?")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def plain_text(typed: str) -> str:
    """Return ``typed`` with full-width characters and true minus signs made plain."""
    return unicodedata.normalize("NFKC", typed).replace("\N{MINUS SIGN}", "-").strip()


def read_day(
    typed: str, day_zero: date | None, *, partial: bool = False
) -> date | PartialDate:
    """Return the day that was typed: year first, eight digits, or counted (d3).

    With ``partial`` a month or a year is one too. Raises ValidationError; a part of a
    date is never completed.
    """
    text = plain_text(typed)
    for form in (WHOLE_DAY, EIGHT_DIGITS):
        if found := form.fullmatch(text):
            return _calendar_day(typed, *map(int, found.groups()))
    if found := COUNTED_DAY.fullmatch(text):
        return _counted(typed, int(found[1]), day_zero)
    if found := PART_OF_A_DATE.fullmatch(text):
        if partial:
            return _part(typed, *found.groups())
        raise ValidationError(
            _(
                "“%(typed)s” is no whole day. Days are counted from this date: give "
                "year, month and day."
            )
            % {"typed": typed}
        )
    raise ValidationError(
        _("“%(typed)s” is no date. Type it as YYYY-MM-DD.") % {"typed": typed}
    )


def _part(typed: str, year: str, month: str | None) -> PartialDate:
    part = partial_date(f"{year}-{month:>02}" if month else year)
    if part is None:
        raise ValidationError(
            _("“%(typed)s” is no month of the calendar. Correct year or month.")
            % {"typed": typed}
        )
    return part


def _calendar_day(typed: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValidationError(
            _("“%(typed)s” is no day of the calendar. Correct the month or the day.")
            % {"typed": typed}
        ) from None


def _counted(typed: str, number: int, day_zero: date | None) -> date:
    if day_zero is None:
        raise ValidationError(
            _("“%(typed)s” counts from a day 0 that is not known yet. Type the date.")
            % {"typed": typed}
        )
    try:
        return day_zero + timedelta(days=number)
    except OverflowError:
        return _calendar_day(typed, 0, 0, 0)


def read_quantity(typed: str, variable: Variable) -> Decimal | Quantity:
    """Return the number that was typed, in its own unit or another that it names.

    A multiple of the upper limit may be typed as the laboratory's value over its limit.

    Raises ValidationError.
    """
    if variable.analytes and (found := multiple(typed)):
        return found
    text = plain_text(typed)
    for unit in variable.units:
        if text.casefold().endswith(plain_text(unit.name).casefold()):
            number = text[: -len(plain_text(unit.name))].rstrip()
            read = read_number(number, replace(variable, unit="", limits=None))
            return Quantity(read, unit.name, unit.converted(read))
    return read_number(typed, variable)


def read_number(typed: str, variable: Variable) -> Decimal:
    """Return the number that was typed, in the variable's own unit.

    A decimal comma, full-width digits and the unit itself are read. A comma that may
    be a decimal comma or group thousands is read only where one reading is possible.
    Raises ValidationError.
    """
    text = plain_text(typed)
    unit = plain_text(variable.unit)
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)].rstrip()
    readings = _readings(text)
    if len(readings) > 1 and variable.limits:
        readings = [one for one in readings if one in variable.limits] or readings
    if len(readings) == 1:
        return readings[0]
    if readings:
        raise ValidationError(
            _("“%(typed)s” can be read as %(one)s or %(other)s. Type it without comma.")
            % {"typed": typed, "one": f"{readings[0]:f}", "other": f"{readings[1]:f}"}
        )
    raise ValidationError(_no_number(typed, variable))


def _readings(text: str) -> list[Decimal]:
    candidates = [text] if "," not in text else []
    if GROUPED.fullmatch(text):
        candidates.append(text.replace(",", ""))
    if text.count(",") == 1 and "." not in text:
        candidates.append(text.replace(",", "."))
    return [number for one in candidates if (number := _exact(one)) is not None]


def _exact(text: str) -> Decimal | None:
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _no_number(typed: str, variable: Variable) -> str:
    if variable.kind is Kind.WHOLE:
        return _("“%(typed)s” is no whole number. Type one, or give a reason.") % {
            "typed": typed
        }
    return _("“%(typed)s” is no number. Type one, or give a reason.") % {"typed": typed}
