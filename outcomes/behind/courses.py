"""Who is behind the figures of who they were, how they came and how they fared."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from outcomes.behind.mark import YES, Mark, NoSuchMark
from outcomes.cohorts.definition import Definition, parse
from outcomes.cohorts.derivable import OF_STATES, not_derivable
from outcomes.cohorts.expansion import LAST, planned
from outcomes.cohorts.flow import LANDMARK_STEP, REGISTERED
from outcomes.cohorts.members import condition, followed_past
from outcomes.cohorts.states import STATES
from outcomes.cohorts.toxicity import ANY, OF_GRADE
from outcomes.models import AnalysisSubject, Cohort
from registry.models import Patient

Subjects = QuerySet[AnalysisSubject]


def is_of_patients(mark: Mark) -> bool:
    """Tell whether a mark counts patients, of whom some have no day 0."""
    return mark.step == REGISTERED


def registered_behind(cohort: Cohort, mark: Mark) -> QuerySet[Patient]:
    """Return who is registered at the centres; with ``out`` who has no day 0 of it."""
    patients = Patient.objects.filter(centre__cohorts=cohort, merged_into=None)
    if not mark.out:
        return patients
    treated = _treated(cohort, parse(cohort.definition)).filter(
        patient_id=OuterRef("pk")
    )
    return patients.filter(~Exists(treated))


def on_the_way(cohort: Cohort, definition: Definition, mark: Mark) -> Subjects:
    """Return who is there after a step of the flow, or leaves before the next."""
    conditions = {rule.variable.name: condition(rule) for rule in definition.filters}
    if definition.landmark:
        conditions[LANDMARK_STEP] = Q(followed_past(definition.landmark))
    names = [*conditions]
    place = names.index(mark.step) + 1 if mark.step in conditions else 0
    found = _treated(cohort, definition)
    for name in names[:place]:
        found = found.filter(conditions[name])
    if not mark.out:
        return found
    if place == len(names):
        return found.none()
    stays = _treated(cohort, definition).filter(conditions[names[place]])
    return found.filter(~Exists(stays.filter(pk=OuterRef("pk"))))


def _treated(cohort: Cohort, definition: Definition) -> Subjects:
    subjects = AnalysisSubject.objects.consenting()
    return subjects.filter(centre__cohorts=cohort, index_kind=definition.index)


def graded(mark: Mark) -> Q | None:
    """Return who has any grade, or a grade with its onset or duration known."""
    of = OF_GRADE.get(mark.variable)
    if of is None or not (mark.timed or mark.value == ANY):
        return None
    asked: dict[str, Any] = {f"{mark.variable}__gte": 1}
    if mark.value.isdecimal():
        asked[mark.variable] = int(mark.value)
    if mark.timed:
        column = f"{of}_onset_day" if mark.timed == "onset" else f"{of}_days"
        asked[f"{column}__isnull"] = False
    return Q(**asked)


def started(mark: Mark) -> Q:
    """Return whose day 0 was at a centre, in a month or in a year."""
    asked: dict[str, Any] = {"centre__code": mark.centre} if mark.centre else {}
    year, _dash, month = mark.month.partition("-")
    if year:
        asked["index_date__year"] = int(year)
    if month:
        asked["index_date__month"] = int(month)
    return Q(**asked)


def entered(mark: Mark, definition: Definition) -> Q:
    """Return whose outcomes fall into the time in, or before, a time-dependent state.

    Of those at risk on a day it is the state of that day.
    """
    groups = definition.groups
    if groups is None:
        raise NoSuchMark("there are no groups")
    since = f"subject__{groups.variable.since[definition.index]}"
    until = F("since") + (F("on") if mark.at is None else Value(mark.at))
    inside = Q(**{f"{since}__lt": until}) | Q(**{f"{since}__lte": F("since")})
    return inside if mark.entered == YES else ~inside | Q(**{f"{since}__isnull": True})


def in_state(mark: Mark, index: str) -> Q:
    """Return who is seen in a state on a day: followed up to it, or dead by then."""
    states = STATES[index]
    names, day = [*states], mark.at
    found = ~not_derivable(OF_STATES) & Q(last_day__isnull=False)
    column = states[mark.state][1]
    if column:
        found &= Q(**{f"{column}__lte": day})
    for name in names[names.index(mark.state) + 1 :]:
        later = states[name][1]
        found &= Q(**{f"{later}__isnull": True}) | Q(**{f"{later}__gt": day})
    dead = mark.state == names[-1]
    return found if dead else found & Q(last_day__gte=day)


def measured(found: Subjects, point: int) -> list[int]:
    """Return the keys of those with copies measured about a planned day."""
    rows = found.exclude(copies=[]).order_by().values_list("pk", "copies")
    return [
        pk
        for pk, copies in rows.iterator()
        if any(day <= LAST and planned(day) == point for day, _found, _limit in copies)
    ]
