"""A study, for those who may see it."""

from django.shortcuts import get_object_or_404

from outcomes.cohorts.access import cohorts_visible_to
from outcomes.models import Cohort
from registry.access.policy import Actor


def cohort_or_404(actor: Actor, slug: str) -> Cohort:
    """Return a cohort that the actor may see; any other is a 404."""
    visible = cohorts_visible_to(actor).prefetch_related("centres")
    return get_object_or_404(visible, slug=slug)
