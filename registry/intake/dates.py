"""Days as hospitals write them."""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from registry.intake.values import WARNING, Fault, Reading, fault, plain
from registry.variables.entered import PartialDate
from registry.variables.entered import partial as partial_date

MIDNIGHT = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
YEAR_FIRST = re.compile(
    rf"(\d{{4}})\s*[-./年]\s*(\d{{1,2}})\s*[-./月]\s*(\d{{1,2}})日?{MIDNIGHT}"
)
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
YEAR_LAST = re.compile(
    rf"(\d{{1,2}})\s*[-./]\s*(\d{{1,2}})\s*[-./]\s*(\d{{4}}){MIDNIGHT}"
)
TWO_DIGITS = re.compile(r"\d{1,2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?")
PARTIAL = re.compile(r"(\d{4})(?:\s*[-./年]\s*(?:(\d{1,2})\s*月?)?)?")
NAMED = re.compile(r"(\d{1,2})[-\s./]*([a-z]{3,9})\.?[-\s,./]*(\d{4}|\d{2})", re.I)
NAMED_FIRST = re.compile(
    r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*(\d{4})", re.I
)
MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
LAST_EPOCH_YEAR = 1900


def read_day(
    cell: object, *, today: date, order: str = "", partial: bool = False
) -> Reading:
    """Read a day; ``order`` is what the mapping states of this column: dmy, mdy or "".

    Nothing is guessed: a day that can be read two ways is a fault. With ``partial`` a
    month or a year is kept as it is written, with a warning that says so.
    """
    if isinstance(cell, datetime):
        return _sensible(cell.date(), today)
    if isinstance(cell, date):
        return _sensible(cell, today)
    if isinstance(cell, time):
        # A day 0 of the spreadsheet's calendar comes as the midnight that it shows.
        return _epoch(str(cell)) if cell == time() else _no_day(str(cell))
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        cell = f"{cell:.0f}" if float(cell).is_integer() else str(cell)
    if not isinstance(cell, str):
        return _no_day(str(cell))
    text = plain(cell)
    if partial and (found := PARTIAL.fullmatch(text)):
        return _part(text, found[1], found[2], today)
    return _read(text, today, order)


def _part(text: str, year: str, month: str | None, today: date) -> Reading:
    part = partial_date(f"{year}-{month:>02}" if month else year)
    if part is None:
        return _impossible(text)
    if part.last.year <= LAST_EPOCH_YEAR:
        return _epoch(text)
    if part.first > today:
        return _future(part)
    says = _(
        "“%(text)s” has no day: it is kept as %(part)s; analyses take the middle of "
        "that time, and say for how many patients."
    ) % {"text": text, "part": part}
    return Reading(part, fault=Fault("partial_date", says, WARNING))


def _read(text: str, today: date, order: str) -> Reading:
    for form in (YEAR_FIRST, EIGHT_DIGITS):
        if found := form.fullmatch(text):
            year, month, day = map(int, found.groups())
            return _day(text, year, month, day, today)
    if found := YEAR_LAST.fullmatch(text):
        first, second, year = map(int, found.groups())
        return _year_last(text, (first, second, year), today, order)
    if found := NAMED.fullmatch(text):
        return _named(text, found[2], found[1], found[3], today)
    if found := NAMED_FIRST.fullmatch(text):
        return _named(text, found[1], found[2], found[3], today)
    return _refused(text)


def _year_last(
    text: str, parts: tuple[int, int, int], today: date, order: str
) -> Reading:
    first, second, year = parts
    if order == "dmy" or (not order and first > 12 >= second):
        return _day(text, year, second, first, today)
    if order == "mdy" or (not order and second > 12 >= first) or first == second:
        return _day(text, year, first, second, today)
    if first > 12:
        return _impossible(text)
    return fault(
        "ambiguous_date",
        _("“%(text)s” can be read as %(one)s or %(other)s: write it year first.")
        % {
            "text": text,
            "one": f"{year:04}-{second:02}-{first:02}",
            "other": f"{year:04}-{first:02}-{second:02}",
        },
    )


def _named(text: str, month: str, day: str, year: str, today: date) -> Reading:
    short = month[:3].lower()
    if short not in MONTHS:
        return _no_day(text)
    if len(year) == 2:
        return _two_digit_year(text)
    return _day(text, int(year), MONTHS.index(short) + 1, int(day), today)


def _day(text: str, year: int, month: int, day: int, today: date) -> Reading:
    # 1900-01-00 is what a spreadsheet shows for an empty date: no day, and an epoch.
    if year <= LAST_EPOCH_YEAR:
        return _epoch(text)
    try:
        return _sensible(date(year, month, day), today)
    except ValueError:
        return _impossible(text)


def _sensible(day: date, today: date) -> Reading:
    if day.year <= LAST_EPOCH_YEAR:
        return _epoch(day.isoformat())
    if day > today:
        return _future(day)
    return Reading(day)


def _future(day: date | PartialDate) -> Reading:
    return fault(
        "future_date", _("%(day)s is in the future: correct the date.") % {"day": day}
    )


def _refused(text: str) -> Reading:
    if TWO_DIGITS.fullmatch(text):
        return _two_digit_year(text)
    if PARTIAL.fullmatch(text):
        return fault(
            "incomplete_date",
            _(
                "“%(text)s” is no whole day: give year, month and day, or write "
                "“unknown”."
            )
            % {"text": text},
        )
    if text.isdecimal() and len(text) == 5:
        return fault(
            "serial_date",
            _(
                "“%(text)s” is a spreadsheet's day number: format the cell as a date, "
                "or write it year first."
            )
            % {"text": text},
        )
    return _no_day(text)


def _two_digit_year(text: str) -> Reading:
    return fault(
        "two_digit_year",
        _("“%(text)s” has a year of two digits: write the year with four, first.")
        % {"text": text},
    )


def _epoch(text: str) -> Reading:
    return fault(
        "epoch_date",
        _(
            "%(text)s is what a spreadsheet makes of an empty or broken date: give the "
            "day, or leave the cell empty."
        )
        % {"text": text},
    )


def _impossible(text: str) -> Reading:
    return fault(
        "impossible_date",
        _("“%(text)s” is no day of the calendar: correct day or month.")
        % {"text": text},
    )


def _no_day(text: str) -> Reading:
    return fault(
        "not_a_date",
        _("“%(text)s” is no date: write it as YYYY-MM-DD.") % {"text": text},
    )
