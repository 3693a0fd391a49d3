"""How far the pipeline is: for the dashboard's head and the health page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from outcomes.cohorts.shared import counted
from outcomes.models import Cohort, Lease, StaleCohort
from registry.models import Change, Patient, Pending


@dataclass(frozen=True, slots=True)
class Progress:
    """Whether a cohort's figures are being computed again.

    waiting : patients of its centres with changes that are not yet derived
    stale : rows changed since the newest snapshot
    newest_change : the newest change of the registry
    """

    waiting: int
    stale: bool
    newest_change: int

    @property
    def recomputing(self) -> bool:
        """Tell whether figures are about to change."""
        return self.waiting > 0 or self.stale


def progress(cohort: Cohort) -> Progress:
    """Return how far the cohort's figures are: four queries."""
    with counted(cohort):
        return _progress(cohort)


def _progress(cohort: Cohort) -> Progress:
    waiting = _waiting(cohort).aggregate(patients=Count("patient_id", distinct=True))
    newest = Change.objects.order_by("-id").values_list("id", flat=True).first()
    return Progress(
        waiting["patients"],
        StaleCohort.objects.filter(cohort=cohort).exists(),
        newest or 0,
    )


def recomputing(cohorts: Iterable[Cohort]) -> set[int]:
    """Return the keys of those whose figures are about to change: two queries."""
    cohorts = list(cohorts)
    marked = StaleCohort.objects.filter(cohort=OuterRef("pk"))
    waiting = Q(Exists(_waiting(OuterRef(OuterRef("pk"))))) | Q(Exists(marked))
    with counted(*cohorts):
        found = Cohort.objects.filter(waiting, pk__in=[one.pk for one in cohorts])
        return set(found.values_list("pk", flat=True))


def _waiting(cohort: Any) -> QuerySet[Pending]:
    """Return the queue's rows of the cohort's centres, but for patients set aside."""
    aside = Lease.objects.filter(pk=OuterRef("patient_id"), set_aside=True)
    return Pending.objects.filter(Exists(_of(cohort)), ~Exists(aside))


def _of(cohort: Any) -> QuerySet[Patient]:
    return Patient.objects.filter(pk=OuterRef("patient_id"), centre__cohorts=cohort)


def set_aside(cohort: Cohort | None = None) -> QuerySet[Lease]:
    """Return the patients whom a person must look at, of a cohort's centres or all."""
    found = Lease.objects.filter(set_aside=True).order_by("patient_id")
    return found if cohort is None else found.filter(Exists(_of(cohort)))
