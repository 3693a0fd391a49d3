"""The subjects behind a mark, and which of them somebody may see."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from outcomes.behind.courses import (
    entered,
    graded,
    in_state,
    is_of_patients,
    measured,
    on_the_way,
    registered_behind,
    started,
)
from outcomes.behind.mark import ALL, KNOWN, Mark, NoSuchMark
from outcomes.cohorts.counts import BY_HSCT, Reading
from outcomes.cohorts.definition import Definition, parse
from outcomes.cohorts.derivable import not_derivable
from outcomes.cohorts.described import DISTRIBUTED
from outcomes.cohorts.members import (
    Group,
    condition,
    cuts,
    group_key,
    groups_of,
    main_groups,
    members,
)
from outcomes.cohorts.shared import counted
from outcomes.cohorts.variable import Kind
from outcomes.cohorts.variables import VARIABLES
from outcomes.disclosure.access import sees_rows
from outcomes.endpoints import ENDPOINTS
from outcomes.models import AnalysisOutcome, AnalysisSubject, Cohort
from registry.access.policy import Actor
from registry.models import Patient

Subjects = QuerySet[AnalysisSubject]


@dataclass(frozen=True, slots=True)
class Behind:
    """Who is behind a mark: those to list, and how many are of other centres.

    listed : subjects, or patients where the mark counts those (``is_of_patients``)
    others : None for whoever sees sums alone
    """

    listed: QuerySet[Any]
    count: int
    others: int | None


def behind(
    actor: Actor, cohort: Cohort, mark: Mark, seen: Collection[int] | None = None
) -> Behind:
    """Return who is behind ``mark``, as far as ``actor`` may know: two counts.

    ``seen`` are whom they may see today, where the rows are of a past day. Raises
    NoSuchMark.
    """
    visible: Any = seen
    if visible is None:
        visible = Patient.objects.visible_to(actor).values("pk")
    if is_of_patients(mark):
        found, everybody = _counted(actor, cohort, mark, registered_behind)
        listed = found.filter(pk__in=visible).order_by("pk")
        return _behind(listed, listed.count(), everybody)
    found, everybody = _counted(actor, cohort, mark, subjects_behind)
    listed = found.filter(patient_id__in=visible)
    lines = _with_outcome(listed, mark, Reading.of(parse(cohort.definition)))
    return _behind(lines, listed.count(), everybody)


def _counted(
    actor: Actor,
    cohort: Cohort,
    mark: Mark,
    whom: Callable[[Cohort, Mark], QuerySet[Any]],
) -> tuple[QuerySet[Any], int | None]:
    """Return who is behind a mark, and how many, if the actor may know."""
    with counted(cohort):
        found = whom(cohort, mark)
        # Whoever sees sums alone could subtract one mark from another.
        return found, found.count() if sees_rows(actor, cohort) else None


def _behind(lines: QuerySet[Any], count: int, everybody: int | None) -> Behind:
    return Behind(lines, count, None if everybody is None else everybody - count)


def subjects_behind(cohort: Cohort, mark: Mark) -> Subjects:
    """Return the subjects that the mark counts, by the rows as they are now.

    Whoever shows one asks ``Patient.objects.visible_to`` first. Raises NoSuchMark.
    """
    definition = parse(cohort.definition)
    subjects = members(cohort, definition)
    found = on_the_way(cohort, definition, mark) if mark.step else subjects
    if mark.group:
        found = found.filter(_one(main_groups(subjects, definition), mark.group))
    if mark.left_out:
        found = found.filter(_left_out(mark.left_out, subjects, definition))
    if mark.subset or mark.subgroup:
        found = _of_subset(subjects, found, mark, definition)
    if mark.variable:
        found = found.filter(graded(mark) or _valued(mark))
    if mark.centre or mark.month:
        found = found.filter(started(mark))
    if mark.state:
        found = found.filter(in_state(mark, definition.index))
    if mark.measured is not None:
        found = found.filter(pk__in=measured(found, mark.measured))
    if mark.endpoint:
        ending = _ending(mark, Reading.of(definition))
        if mark.entered:
            ending = ending.filter(entered(mark, definition))
        found = found.filter(Exists(ending.filter(subject=OuterRef("pk"))))
    return found


def _of_subset(
    subjects: Subjects, found: Subjects, mark: Mark, definition: Definition
) -> Subjects:
    rule = definition.subset
    subset = subjects.filter(condition(rule)) if rule else subjects
    whole = subjects if mark.subset == ALL else subset
    found = found.filter(condition(rule)) if rule and whole is subset else found
    if mark.variable in DISTRIBUTED:
        found = found.filter(car_t=True)
    if not mark.subgroup:
        return found
    split = next(g for g in definition.subgroups if g.variable.name == mark.subgroup)
    at = cuts(subset, (split,))[mark.subgroup]
    return found.filter(_one(groups_of(whole, split, at), mark.part))


def _one(groups: list[Group], key: str) -> Q:
    for group in groups:
        if group.key == key:
            return group.condition()
    raise NoSuchMark(f"no such group: {key!r}; there are {[g.key for g in groups]}")


def _left_out(why: str, subjects: Subjects, definition: Definition) -> Q:
    if why == "not_derivable":
        return not_derivable(definition.endpoints)
    if why == "imputed":
        imputed = AnalysisOutcome.objects.filter(
            imputed__in=("D", "M"), paramcd__in=definition.endpoints
        )
        return Q(Exists(imputed.filter(subject=OuterRef("pk"))))
    groups = main_groups(subjects, definition)
    grouped = AnalysisSubject.objects.annotate(group=group_key(groups))
    inside = grouped.filter(group__isnull=False, pk=OuterRef("pk"))
    return Q(~Exists(inside))


def _valued(mark: Mark) -> Q:
    variable = VARIABLES[mark.variable]
    if mark.value in ("", KNOWN):
        return Q(**{f"{variable.column}__isnull": not mark.value})
    read: dict[Kind, Callable[[str], object]] = {
        Kind.NUMBER: float,
        Kind.YES_NO: {"true": True, "false": False}.__getitem__,
        Kind.CODE: str,
        Kind.DAY: date.fromisoformat,
    }
    try:
        value = read[variable.kind](mark.value)
    except (KeyError, ValueError):
        raise NoSuchMark(f"{mark.variable} cannot be {mark.value!r}") from None
    return Q(**{variable.column: value})


def _ending(mark: Mark, reading: Reading) -> QuerySet[AnalysisOutcome]:
    """Return the outcomes that the mark counts, read as the cohort reads them."""
    first = mark.at if mark.first is None else mark.first
    asked = {
        "by": _cause(mark),
        "on__gte": None if first is None else first + reading.landmark,
        "on__lte": None if mark.last is None else mark.last + reading.landmark,
    }
    said = {name: value for name, value in asked.items() if value is not None}
    outcomes = AnalysisOutcome.objects.filter(paramcd=mark.endpoint)
    return reading.read(outcomes).filter(**said)


def _cause(mark: Mark) -> int | None:
    if mark.cause is None or mark.cause <= ENDPOINTS[mark.endpoint].n_causes:
        return mark.cause
    return BY_HSCT


def _with_outcome(subjects: Subjects, mark: Mark, reading: Reading) -> Subjects:
    """Bring along the outcome that the mark is about, as ``asked``."""
    outcomes = AnalysisOutcome.objects.filter(paramcd=mark.endpoint)
    asked = Prefetch("outcomes", reading.read(outcomes), to_attr="asked")
    return subjects.order_by("pk").prefetch_related(asked)
