"""When a question applies: conditions on the form's own answers, on others', on age.

A condition is pure. ``values`` are the answers of the record, with its course or HSCT
number where it has one; ``records`` gives the patient's records of a form, by name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Values = Mapping[str, object]
Records = Callable[[str], Sequence[Values]]
NUMBERS = ("course_no", "hsct_no")


def nowhere(form: str) -> Sequence[Values]:
    """Return no record: what is asked where nothing else is known of the patient."""
    return ()


class Condition:
    """What has to be true of a patient for a question to be asked.

    What is not known meets no condition: what depends on it waits.
    """

    def holds(self, values: Values, records: Records) -> bool | None:
        """Tell whether the condition holds; None where that is not known yet."""
        raise NotImplementedError

    def met_by(self, values: Values, records: Records = nowhere) -> bool:
        """Tell whether the condition is known to hold."""
        return self.holds(values, records) is True

    @property
    def parts(self) -> "tuple[Condition, ...]":
        """Return the conditions that all have to hold."""
        return (self,)

    @property
    def elsewhere(self) -> bool:
        """Tell whether it asks for more than the form's own answers."""
        return True

    def __and__(self, other: "Condition") -> "Condition":
        return Both((*self.parts, *other.parts))


@dataclass(frozen=True, slots=True)
class Both(Condition):
    """Several conditions that all have to hold."""

    all_of: tuple[Condition, ...]

    def holds(self, values: Values, records: Records) -> bool | None:
        """Tell whether every part holds: one that does not decides."""
        said = [part.holds(values, records) for part in self.all_of]
        return False if False in said else None if None in said else True

    @property
    def parts(self) -> tuple[Condition, ...]:
        """Return the parts."""
        return self.all_of

    @property
    def elsewhere(self) -> bool:
        """Tell whether a part asks for more than the form's own answers."""
        return any(part.elsewhere for part in self.all_of)


@dataclass(frozen=True, slots=True)
class When(Condition):
    """A condition on one answer: of the same form, or of another one, ``of``.

    Of another form the records of the same course or HSCT count, where both forms are
    numbered, else all of them.
    """

    field: str
    values: frozenset[str]
    unless: bool = False
    of: str = ""

    def holds(self, values: Values, records: Records) -> bool | None:
        """Tell whether an answer is among the values, or with ``unless`` none is."""
        asked = beside(values, records(self.of)) if self.of else (values,)
        given = {one for record in asked for one in _given(record.get(self.field))}
        return bool(given & self.values) is not self.unless if given else None

    @property
    def elsewhere(self) -> bool:
        """Tell whether the answer is another form's."""
        return bool(self.of)


@dataclass(frozen=True, slots=True)
class Aged(Condition):
    """A condition on completed years of age on the day ``on`` of the form.

    Where that day is not known, on day 0: the date ``zero`` (form and field) of the
    course or HSCT.
    """

    on: str
    zero: tuple[str, str]
    least: int | None = None
    below: int | None = None

    def holds(self, values: Values, records: Records) -> bool | None:
        """Tell whether the patient is as old as that."""
        form, field = self.zero
        known = [values.get(self.on)]
        known += [one.get(field) for one in beside(values, records(form))]
        day = next((one for one in known if isinstance(one, date)), None)
        births = [one.get("birth_date") for one in records("patient")]
        born = next((one for one in births if isinstance(one, date)), None)
        age = completed_years(born, day)
        if age is None:
            return None
        return (self.least is None or age >= self.least) and (
            self.below is None or age < self.below
        )


@dataclass(frozen=True, slots=True)
class After(Condition):
    """A condition that something had happened by the day ``on`` of the form.

    A record of the form ``of`` whose date ``field`` is not later, and that meets
    ``being`` where there is one. Where either day is not known exactly, any will do.
    """

    on: str
    of: str
    field: str
    being: When | None = None

    def holds(self, values: Values, records: Records) -> bool | None:
        """Tell whether there is such a record; without any, one may still come."""
        there = records(self.of)
        fit = (one for one in there if self.being is None or self.being.met_by(one))
        happened = any(self._by(values.get(self.on), record) for record in fit)
        return happened if there else None

    def _by(self, day: object, record: Values) -> bool:
        happened = record.get(self.field)
        known = isinstance(day, date) and isinstance(happened, date)
        return not known or happened <= day  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Having(Condition):
    """A condition that the patient has a record of one of the forms."""

    forms: tuple[str, ...]

    def holds(self, values: Values, records: Records) -> bool | None:
        """Tell whether there is one; without any, one may still come."""
        return True if any(records(form) for form in self.forms) else None


def when(field: str, *values: str, of: str = "") -> When:
    """Return the condition that ``field`` has one of ``values``."""
    return When(field, frozenset(values), of=of)


def answered(field: str) -> When:
    """Return the condition that ``field`` has any answer."""
    return When(field, frozenset(), unless=True)


def unless(field: str, *values: str) -> When:
    """Return the condition that ``field`` is answered with none of ``values``."""
    return When(field, frozenset(values), unless=True)


def beside(values: Values, records: Sequence[Values]) -> Iterator[Values]:
    """Yield the records of the same course or HSCT as ``values``.

    An unnumbered one is the first; where one side has no such number, all count.
    """
    for record in records:
        shared = (n for n in NUMBERS if n in values and n in record)
        if all((values[n] or 1) == (record[n] or 1) for n in shared):
            yield record


def completed_years(birth: date | None, day: date | None) -> int | None:
    """Return completed years from ``birth`` to ``day`` where both are known.

    Somebody born on 29 February is a year older on 1 March.
    """
    if birth is None or day is None:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _given(answer: object) -> Iterator[str]:
    if answer is None or answer == "":
        return
    for one in answer if isinstance(answer, list | tuple) else (answer,):
        yield str(one)
