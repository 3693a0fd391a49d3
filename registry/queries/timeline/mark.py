"""A mark on the timeline, and the timeline that holds them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.variables.labels import series

MINUS, DASH = "\N{MINUS SIGN}", "\N{EN DASH}"
LANES: dict[str, Promise | str] = {
    "treatment": gettext_lazy("Treatment"),
    "crs": gettext_lazy("CRS"),
    "icans": gettext_lazy("ICANS"),
    "other": gettext_lazy("Other events"),
    "response": gettext_lazy("Response"),
    "hsct": gettext_lazy("After HSCT"),
    "contacts": gettext_lazy("Contacts"),
}
ORIGINS: dict[str, Promise | str] = {
    "infusion": gettext_lazy("Day from infusion"),
    "hsct": gettext_lazy("Day from HSCT"),
    "diagnosis": gettext_lazy("Day from diagnosis"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day, or from ``start`` to ``end``.

    ``about`` are the first and last day on which it may have begun, where the date is
    known in part; the mark stands midway.
    ``inside`` is printed in the mark, ``label`` and ``note`` beside it. ``grade`` is
    1 to 5 on any scale of severity, 0 for none. Days count from day 0.
    """

    lane: str
    kind: str
    form: str
    record: Any
    start: int
    end: int | None = None
    label: str = ""
    note: str = ""
    inside: str = ""
    grade: int = 0
    about: tuple[int, int] | None = None

    @property
    def until(self) -> int:
        """Return the last day of the mark."""
        return self.start if self.end is None else max(self.end, self.start)


@dataclass(slots=True)
class Timeline:
    """The marks of a case and the days that they are counted from.

    ``origin`` says what day 0 is; ``hsct`` is the day of the first transplant after
    it, from which a second scale counts.
    """

    origin: str
    day_zero: date
    hsct: int | None
    marks: list[Mark] = field(default_factory=list)
    today: int | None = None

    @property
    def first(self) -> int:
        """Return the earliest day of any mark."""
        return min(mark.start for mark in self.marks)

    @property
    def last(self) -> int:
        """Return the latest day of any mark."""
        return max(mark.until for mark in self.marks)

    def day(self, on: date | None) -> int | None:
        """Return the number of a date, where it is known."""
        return (on - self.day_zero).days if on else None

    def date_of(self, day: int) -> date:
        """Return the date of a day."""
        return self.day_zero + timedelta(day)

    def when(self, mark: Mark) -> str:
        """Write the days of a mark, and those since the transplant behind it."""
        if mark.about:
            first, last = map(number, mark.about)
            return _("between day %(first)s and day %(last)s") % {
                "first": first,
                "last": last,
            }
        words = _("day %(number)s") % {"number": span(mark.start, mark.end)}
        if self.hsct is not None and mark.start > self.hsct and mark.lane != "crs":
            return series(
                [words, _("HSCT +%(number)s") % {"number": mark.start - self.hsct}]
            )
        return words


def number(day: int) -> str:
    """Write a day with a true minus."""
    return str(day).replace("-", MINUS)


def span(start: int, end: int | None) -> str:
    """Write one day, or two with a dash."""
    if end is None or end == start:
        return number(start)
    return f"{number(start)}{DASH}{number(end)}"
