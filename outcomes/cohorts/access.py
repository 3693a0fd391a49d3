"""Which cohorts somebody may see: asked here by pages, API and exports."""

from django.db.models import QuerySet

from outcomes.models import Cohort
from registry.access.policy import Actor


def cohorts_visible_to(actor: Actor) -> QuerySet[Cohort]:
    """Return the cohorts whose results ``actor`` may see; others do not exist for them.

    See ``CohortQuerySet.visible_to`` for the rule.
    """
    return Cohort.objects.visible_to(actor)
