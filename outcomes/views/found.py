"""A study and its newest results, for those who may see them."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from outcomes.cohorts.access import cohorts_visible_to
from outcomes.models import Cohort, Snapshot


def cohort_or_404(request: HttpRequest, slug: str) -> Cohort:
    """Return a cohort that the request's actor may see; any other is a 404."""
    visible = cohorts_visible_to(request.actor).prefetch_related("centres")
    return get_object_or_404(visible, slug=slug)


def newest(cohort: Cohort) -> Snapshot | None:
    """Return the newest results, or None before the first computation."""
    return cohort.snapshots.first()
