"""The stated rule by which analyses fill in what a partial date lacks. Pure.

Day unknown: the 15th of the month. Month unknown: 1 July. Then moved as little as is
needed so that a death is not before the last day on which the patient is certain to
have been alive, and another event neither before the first day 0 nor after the death or
the last certain day; never out of the month or year that was entered. Only analyses do
this: the registry keeps what was entered. Source: the flags are CDISC ADaM's (ADTF).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, Self

from registry.checks import Case
from registry.checks.case import is_blank
from registry.variables.entered import PartialDate, partial

Flag = Literal["", "D", "M"]
MIDDLE_DAY, MIDDLE_MONTH = 15, (7, 1)
# Forms of what can only happen after a first day 0.
AFTER_DAY_ZERO = (
    *("relapse", "crs_episode", "icans_episode"),
    *("agvhd_episode", "cgvhd_episode"),
)


class ImputedDay(date):
    """A day of which ``flag`` says what was imputed: D the day, M the month too."""

    flag: Flag = ""

    @classmethod
    def of(cls, day: date, flag: Flag) -> Self:
        """Return ``day`` with its flag."""
        made = cls(day.year, day.month, day.day)
        made.flag = flag
        return made


def flag_of(day: date | None) -> Flag:
    """Return what was imputed of a day, nothing of one that was entered whole."""
    return day.flag if isinstance(day, ImputedDay) else ""


def imputed(case: Case, contact: date | None) -> Case:
    """Return the case with every partial date of its events imputed.

    ``contact`` is the last day on which the patient is certain to have been alive.
    """
    case = _filled(case, ("death",), contact, None)
    starts = [day for day in (case.first_infusion, case.first_hsct) if day]
    end = case.death_date or contact
    case = _filled(case, AFTER_DAY_ZERO, min(starts, default=None), end)
    return _filled(case, ("disease_assessment",), None, end)


def _filled(
    case: Case, forms: tuple[str, ...], earliest: date | None, latest: date | None
) -> Case:
    for form in forms:
        for place, record in enumerate(case.of(form)):
            days = {
                field: impute(part, earliest=earliest, latest=latest)
                for field, part in _parts(record)
            }
            if days:
                case = case.holding(form, place, {**record, **days})
    return case


def _parts(record: Any) -> Iterator[tuple[str, PartialDate]]:
    for field, text in (record.get("as_entered") or {}).items():
        part = partial(text)
        if part is not None and is_blank(record.get(field)):
            yield field, part


def impute(
    part: PartialDate, *, earliest: date | None = None, latest: date | None = None
) -> ImputedDay:
    """Return the day that stands for ``part``, within the bounds where possible."""
    flag: Flag = "D" if part.month else "M"
    middle = (part.month, MIDDLE_DAY) if part.month else MIDDLE_MONTH
    day = date(part.year, *middle)
    if earliest is not None:
        day = max(day, earliest)
    if latest is not None:
        day = min(day, latest)
    day = max(part.first, min(day, part.last))
    return ImputedDay.of(day, flag)
