"""Days that know which record says them. Pure.

Endpoints are functions of days: whichever day ends an endpoint's time, the day itself
tells where it was written. A day that was reckoned, such as the end of a horizon, was
written nowhere and tells nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from outcomes.imputation import ImputedDay, flag_of
from registry.checks import Case
from registry.queries.derived.contact import contacts, last_contact


@dataclass(frozen=True, slots=True)
class Source:
    """Where a day is written: the form, its field, and the record's number."""

    form: str
    field: str
    record: int | None


class RecordedDay(ImputedDay):
    """A day with its ``source``; None of one that was reckoned from another."""

    source: Source | None = None

    @classmethod
    def said(cls, day: date, source: Source) -> Self:
        """Return ``day`` with its source and what was imputed of it."""
        made = cls.of(day, flag_of(day))
        made.source = source
        return made


def source_of(day: date) -> Source | None:
    """Return where a day is written; None where that is nowhere."""
    return day.source if isinstance(day, RecordedDay) else None


def recorded(case: Case) -> Case:
    """Return the case with every date of its records a ``RecordedDay``."""
    forms = {
        form: [dict(_values(form, record)) for record in records]
        for form, records in case.forms.items()
    }
    return replace(case, patient=dict(_values("patient", case.patient)), forms=forms)


def _values(form: str, record: Any) -> Iterator[tuple[str, Any]]:
    for field, value in record.items():
        if isinstance(value, date):
            source = Source(form, field, record.get("id"))
            yield field, RecordedDay.said(value, source)
        else:
            yield field, value


def recorded_contact(case: Case) -> date | None:
    """Return the day of last contact as the first of the records that have it.

    A partial date has it as the first day that it may stand for.
    """
    last = last_contact(case)
    for form, record, field, day in contacts(case):
        if day == last:
            return RecordedDay.said(day, Source(form, field, record.get("id")))
    return None
