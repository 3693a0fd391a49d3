"""The single patients of a cohort whom somebody may see, for figures of courses."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from outcomes.cohorts.definition import Definition, parse
from outcomes.cohorts.members import condition, members
from outcomes.models import AnalysisSubject, Cohort
from registry.access.policy import Actor
from registry.models import Patient

MOST = 60  # bars or lines that can be told apart


@dataclass(frozen=True, slots=True)
class Person:
    """One patient's course in days from day 0; ``patient`` is the patient's key."""

    patient: int
    last: int
    hsct: int | None
    relapse: int | None
    death: int | None
    responses: list[list[Any]]
    copies: list[list[Any]]


@dataclass(frozen=True, slots=True)
class People:
    """Those to draw, the longest followed first, and of how many they are."""

    shown: list[Person]
    everybody: int


def people_of(
    cohort: Cohort, actor: Actor, visible: Collection[int] | None = None
) -> People:
    """Return the subset's patients whom ``actor`` may see: two queries.

    Nobody for those who see results alone. ``visible`` are whom they may see today,
    where the rows are of a past day.
    """
    definition = parse(cohort.definition)
    own: Any = visible
    if own is None:
        own = Patient.objects.visible_to(actor).values("pk")
    subset = _subset(cohort, definition)
    own = subset.filter(patient_id__in=own, last_day__isnull=False)
    rows = own.order_by(F("last_day").desc(), "pk")
    fields = (
        *("patient_id", "last_day", "hsct_day", "relapse_day", "death_day"),
        *("responses", "copies"),
    )
    shown = [Person(*row) for row in rows.values_list(*fields)[:MOST]]
    return People(shown, len(shown) if len(shown) < MOST else own.count())


def _subset(cohort: Cohort, definition: Definition) -> QuerySet[AnalysisSubject]:
    subjects = members(cohort, definition)
    rule = definition.subset
    return subjects.filter(condition(rule)) if rule else subjects
