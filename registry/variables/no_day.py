"""A day that the database holds and no calendar has: ``infinity``, or a year past 9999.

A history keeps what once stood in a form, so it has to show such a day for ever.
"""

from datetime import date
from typing import Any, NoReturn


class UnreadableDay(Exception):
    """Something was to be made of a day that no calendar has."""


class NoDay(str):
    """Such a day as the database writes it: shown, and never counted with.

    Whatever asks it for what a day has, or compares it with one, gets UnreadableDay.
    """

    def _refuse(self, _other: Any) -> NoReturn:
        raise UnreadableDay(str(self))

    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = _refuse  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        """Refuse what only a day has."""
        if hasattr(date, name):
            self._refuse(name)
        raise AttributeError(name)


def day_or_not(written: str | None) -> date | NoDay | None:
    """Return the day that the database wrote so, by its own name where it is none."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return NoDay(written)
