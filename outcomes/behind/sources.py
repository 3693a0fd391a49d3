"""Which record of a patient made a mark so: death, relapse, last contact, finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from outcomes.behind.mark import Mark
from outcomes.cohorts.counts import BY_HSCT
from outcomes.cohorts.states import STATES
from outcomes.cohorts.variables import VARIABLES
from outcomes.courses import last_onset
from outcomes.grades import number_of
from outcomes.models import AnalysisOutcome, AnalysisSubject
from registry.checks import Case, Record
from registry.queries.derived.day28 import GRADED, assessment_at_28
from registry.queries.derived.expansion import next_treatment
from registry.queries.derived.ordered import begun_by, of_course

# The form that a variable is read from; what is not here stands on the index form.
OF_VARIABLE = {
    "sex": "patient",
    "age": "patient",
    "disease": "diagnosis",
    "etp": "diagnosis",
    "status_before": "diagnosis",
    "prior_lines": "prior_line",
    "car_t_product": "apheresis_product",
    "car_t_target": "apheresis_product",
    "car_t_dose": "infusion",
    "blasts_before_car_t": "disease_assessment",
    "peak_copies": "expansion",
    "peak_day": "expansion",
    "copies_before_hsct": "expansion",
    "crs_grade": "crs_episode",
    "icans_grade": "icans_episode",
    "d28_mrd": "disease_assessment",
    "d28_response": "disease_assessment",
}
OF_STATE = {"hsct": "hsct", "relapsed": "relapse", "dead": "death"}


@dataclass(frozen=True, slots=True)
class Source:
    """The record behind one line; ``record`` is None where the form has none."""

    form: str
    record: int | None


def source_of(subject: AnalysisSubject, case: Case, mark: Mark) -> Source:
    """Return the record that made ``mark`` count the subject.

    ``subject.asked`` holds the outcome that the mark is about, where it has one.
    """
    outcome = next(iter(getattr(subject, "asked", ())), None)
    if outcome is not None and (found := _of_outcome(outcome, case)):
        return found
    if mark.state:
        return _of_state(mark, subject, case)
    if mark.measured is not None:
        return _first("expansion", _about(mark.measured, subject, case), case)
    name = mark.variable or mark.subgroup
    if form := OF_VARIABLE.get(name):
        return _first(form, _of_variable(form, name, subject, case), case)
    return Source(subject.index_kind, subject.record_id)


def _of_state(mark: Mark, subject: AnalysisSubject, case: Case) -> Source:
    """Return the record by which the state was entered, else that of day 0."""
    form = OF_STATE.get(mark.state)
    column = STATES[subject.index_kind][mark.state][1]
    if form is None or not column:
        return Source(subject.index_kind, subject.record_id)
    on = subject.index_date + timedelta(getattr(subject, column) or 0)
    return _first(form, [r for r in case.of(form) if on in _days(r)], case)


def _about(point: int, subject: AnalysisSubject, case: Case) -> list[Record]:
    """Return the measurements about a planned day, the nearest first."""
    dated = [
        (abs((day - subject.index_date).days - point), one)
        for one in case.of("expansion")
        if (day := one.get("expansion_date"))
    ]
    near = [pair for pair in dated if pair[1]["expansion_date"] >= subject.index_date]
    return [one for _far, one in sorted(near, key=lambda pair: pair[0])]


def by_hsct(outcome: Any) -> bool:
    """Tell whether the cohort lets follow-up end at an HSCT before the outcome."""
    ended = outcome.since + outcome.on
    return bool(ended < outcome.start_day + outcome.day or outcome.by == BY_HSCT)


def _of_outcome(outcome: AnalysisOutcome, case: Case) -> Source | None:
    """Return the record that ended the time; None where only the days went by."""
    if by_hsct(outcome):
        after = [r for r in case.hscts if r["hsct_date"] >= outcome.start]
        return _first("hsct", after, case)
    if not outcome.source_form:
        return None
    return Source(outcome.source_form, outcome.source_record)


def _days(record: Record) -> Iterator[date]:
    return (value for value in record.values() if isinstance(value, date))


def _of_variable(
    form: str, name: str, subject: AnalysisSubject, case: Case
) -> list[Record]:
    """Return the records of the form that are about the subject's course."""
    day0 = subject.car_t_date
    if name.startswith("d28") and day0:
        nearest = assessment_at_28(case, day0)
        return [nearest] if nearest else []
    infusion = next((r for r in case.infusions if r["infusion_date"] == day0), None)
    if day0 is None or infusion is None or form in ("patient", "diagnosis"):
        return list(case.of(form))
    if form == "infusion":
        return [infusion]
    found = of_course(case.of(form), infusion.get("course_no") or 1)
    if form not in GRADED:
        return found
    # The worst of several episodes is the one that counted.
    grade = getattr(subject, VARIABLES[name].column)
    begun = begun_by(found, GRADED[form][1], _last_onset(subject, day0, case))
    return [one for one in begun if number_of(form, one, case) == grade] or found


def _last_onset(subject: AnalysisSubject, day0: date, case: Case) -> date:
    of_hsct = subject.index_kind == "hsct"
    until = subject.index_date if of_hsct else next_treatment(case, day0)
    return last_onset(day0, until)


def _first(form: str, found: list[Record], case: Case) -> Source:
    records = found or case.of(form)
    return Source(form, records[0]["id"] if records else None)
