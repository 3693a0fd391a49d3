"""A partial date is compared by all the days that it may stand for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, product
from typing import Any, Self

from registry.checks.case import Case, is_blank
from registry.variables.entered import PartialDate, partial

MOST_CORNERS = 64


class PossibleDay(date):
    """One of the days that a partial date may be; it is written as it was entered."""

    entered: PartialDate

    @classmethod
    def of(cls, day: date, entered: PartialDate) -> Self:
        """Return ``day`` as one of those that ``entered`` may be."""
        possible = cls(day.year, day.month, day.day)
        possible.entered = entered
        return possible

    def __str__(self) -> str:
        return str(getattr(self, "entered", self.isoformat()))


# Where a partial date stands: form, place among its records, field.
Spot = tuple[str, int, str]


class Worlds:
    """The case once for each way in which its partial dates may lie.

    A contradiction is one only if it is there in all of them. The earliest and latest
    days of all partial dates are tried together, then each day of one at a time.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._spans = dict(partial_dates(case))
        self._known: list[Case] = []
        # What a rule says of a record, by rule and place: asked once by each form.
        self.verdicts: dict[tuple[int, int], Any] = {}
        self._more = self._made()

    def __iter__(self) -> Iterator[Case]:
        yield from self._known
        for world in self._more:
            self._known.append(world)
            yield world

    def without(self, form: str, place: int) -> "Worlds":
        """Return the worlds in which one record is not there."""
        record = self._case.of(form)[place]
        return Worlds(self._case.without(form, record))

    def _made(self) -> Iterator[Case]:
        spots = list(self._spans)
        ends = [(span.first, span.last) for span in self._spans.values()]
        for days in islice(product(*ends), MOST_CORNERS):
            yield self._at(dict(zip(spots, days, strict=True)))
        for spot, span in self._spans.items():
            for side in zip(*ends, strict=True):
                for day in span.days():
                    yield self._at(dict(zip(spots, side, strict=True)) | {spot: day})

    def _at(self, days: Mapping[Spot, date]) -> Case:
        case = self._case
        for spot, day in days.items():
            form, place, field = spot
            possible = PossibleDay.of(day, self._spans[spot])
            record = {**case.of(form)[place], field: possible}
            case = case.holding(form, place, record)
        return case


def partial_dates(case: Case) -> Iterator[tuple[Spot, PartialDate]]:
    """Yield every partial date of the case and where it stands."""
    forms: Sequence[str] = ("patient", *case.forms)
    for form in forms:
        for place, record in enumerate(case.of(form)):
            for field, text in (record.get("as_entered") or {}).items():
                span = partial(text)
                if span is not None and is_blank(record.get(field)):
                    yield (form, place, field), span
