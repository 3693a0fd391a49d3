"""How ready a patient is for the reports to other registries: what is wanted and there.

A report follows one cell infusion or one transplant: at 100 days, six months and each
year. Its fields are those that carry an item of the report's form. Nothing is sent from
here, and a report that is complete here may still want what this registry never asks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from registry.models import FORMS, Patient, Record
from registry.models.base import CourseRecord, TransplantRecord
from registry.queries.cases import facts_of, known_of
from registry.variables.conditions import Records as Known
from registry.variables.reported import Item, Standing
from registry.variables.spec import Variable

DAY_100, HALF_A_YEAR, A_YEAR = 100, 183, 365
YEARS_AFTER_GENE_TRANSFER = 15
CELL_THERAPY, TRANSPLANT = "4100", "2450"
EVENTS = (
    (CELL_THERAPY, "infusion", "infusion_date"),
    (TRANSPLANT, "hsct", "hsct_date"),
)
# Stated once for a course or a transplant, in the first report or any later one.
STATED_ONCE = frozenset(
    {"crs_episode", "icans_episode", "engraftment", "agvhd_episode", "cgvhd_episode"}
)
# Wanted anew in each period, by the day that they are of.
IN_EACH_PERIOD = {
    "follow_up": "visit_date",
    "disease_assessment": "assessment_date",
    "blood_count": "count_date",
    "chimerism": "chimerism_date",
}
# Blood counts and chimerism are asked of the first report alone.
FIRST_ALONE = frozenset({"blood_count", "chimerism"})
# The period of a report ends where its window does; what comes a little later counts.
GRACE = timedelta(days=30)

Records = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Given:
    """What there is of a patient, up to the day on which reports end."""

    records: Records
    known: Known
    until: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """One form that a report wants: its record where there is one, what it lacks.

    ``missing`` are fields without a value and without a reason for none.
    """

    form: str
    record: Record | None
    fields: tuple[str, ...]
    missing: tuple[str, ...]

    def unnumbered(self, report: str) -> tuple[str, ...]:
        """Return the fields of which only the section of the report's form is known."""
        variables = FORMS[self.form].variables()
        return tuple(
            name
            for name in self.fields
            if all(
                item.standing is Standing.SECTION
                for item in _items(variables[name], report)
            )
        )


@dataclass(frozen=True, slots=True)
class Period:
    """The time that one report is about; ``first`` begins with the event."""

    begins: date
    due: date
    first: bool

    def __contains__(self, day: date) -> bool:
        return self.begins < day <= self.due + GRACE


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one event: when it falls due, and how much of it is there."""

    registry_form: str
    event: Record
    days: int
    due: date
    forms: tuple[Wanted, ...]

    @property
    def wanted(self) -> int:
        """Return how many answers the report wants."""
        return sum(len(one.fields) for one in self.forms)

    @property
    def there(self) -> int:
        """Return how many of them are there, or have a reason for absence."""
        return self.wanted - sum(len(one.missing) for one in self.forms)

    @property
    def per_cent(self) -> int:
        """Return the share that is there; 100 is never reached by rounding."""
        return 100 * self.there // self.wanted if self.wanted else 0


def reports_of(patient: Patient, records: Records, today: date) -> list[Report]:
    """Return the reports of a patient that are due by ``today``, and the next one.

    ``records`` are the patient's by form. After a death the report of its period is
    the last.
    """
    until = min([today, *_days("death", "death_date", records)])
    given = Given(records, known_of(patient, records), until)
    return [
        report
        for form, name, field in EVENTS
        for event in records.get(name, ())
        if isinstance(day0 := getattr(event, field), date)
        for report in _of_event(form, event, day0, given)
    ]


def _days(form: str, field: str, records: Records) -> list[date]:
    days = (getattr(one, field) for one in records.get(form, ()))
    return [day for day in days if isinstance(day, date)]


def _of_event(form: str, event: Record, day0: date, given: Given) -> Iterator[Report]:
    begins = day0
    for days in _due_days():
        due = day0 + timedelta(days=days)
        period = Period(begins, due, first=days == DAY_100)
        forms = tuple(_wanted(form, event, given, period))
        yield Report(form, event, days, due, forms)
        if due >= given.until:
            return
        begins = due


def _due_days() -> Iterator[int]:
    """Yield the days of the reports: 100, 183, then each year for fifteen years."""
    yield DAY_100
    yield HALF_A_YEAR
    for year in count(1):
        if year > YEARS_AFTER_GENE_TRANSFER:
            return
        yield year * A_YEAR


def _wanted(
    report: str, event: Record, given: Given, period: Period
) -> Iterator[Wanted]:
    for form, model in FORMS.items():
        if _follows_another(model, report):
            continue
        fields = _fields(model, report)
        if not fields or (form in FIRST_ALONE and not period.first):
            continue
        found = _of_report(form, event, given.records.get(form, ()), period)
        if not found and form in {*STATED_ONCE, *IN_EACH_PERIOD}:
            yield Wanted(form, None, fields, fields)
        for record in found:
            asked = tuple(f for f in fields if _applies(record, f, given.known))
            yield Wanted(form, record, asked, tuple(_without(record, asked)))


def _follows_another(model: type[Record], report: str) -> bool:
    """Tell whether a form follows the other kind of event than the report."""
    other = TransplantRecord if report == CELL_THERAPY else CourseRecord
    return issubclass(model, other)


def _fields(model: type[Record], report: str) -> tuple[str, ...]:
    return tuple(
        name for name, variable in model.variables().items() if _items(variable, report)
    )


def _items(variable: Variable, report: str) -> list[Item]:
    """Return the items of a report's form that a field answers."""
    return [i for i in variable.reported if (i.registry, i.form) == ("CIBMTR", report)]


def _of_report(
    form: str, event: Record, rows: Sequence[Record], period: Period
) -> list[Record]:
    """Return the records of a form that the report is about.

    Of what is wanted in each period the newest; of events those of the period.
    """
    if form in STATED_ONCE:
        return [row for row in rows if _of_event_no(row, event)]
    dated = [(day, row) for row in rows if (day := _day_of(form, row)) is not None]
    within = [(d, row) for d, row in dated if d in period]
    if form in IN_EACH_PERIOD:
        return [max(within, key=lambda pair: pair[0])[1]] if within else []
    return [row for _, row in within]


def _of_event_no(row: Record, event: Record) -> bool:
    for number in ("course_no", "hsct_no"):
        if hasattr(row, number) and hasattr(event, number):
            return bool(getattr(row, number) == getattr(event, number))
    return True


def _day_of(form: str, row: Record) -> date | None:
    """Return the day that a record is of: its first date."""
    names = [IN_EACH_PERIOD[form]] if form in IN_EACH_PERIOD else row.variables()
    days = (getattr(row, name) for name in names)
    return next((day for day in days if isinstance(day, date)), None)


def _applies(record: Record, field: str, known: Known) -> bool:
    """Tell whether a field is asked of the patient, as the answers stand."""
    occurred = record.occurrence
    if occurred and field != occurred and getattr(record, occurred) != "yes":
        return False
    variable, values = record.variables()[field], facts_of(record)
    core = not variable.core or variable.is_core(values, known)
    return core and variable.applies(values, known)


def _without(record: Record, fields: Sequence[str]) -> Iterator[str]:
    for name in fields:
        said = getattr(record, name) not in (None, "", [])
        if not said and name not in record.absent and name not in record.as_entered:
            yield name
