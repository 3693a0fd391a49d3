"""Which cohorts somebody may see, change or share."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from outcomes.models import Cohort, CohortCentre
from registry.access.policy import Action, Actor, may


def cohorts_visible_to(actor: Actor) -> QuerySet[Cohort]:
    """Return the cohorts whose results ``actor`` may see; others do not exist for them.

    See ``CohortQuerySet.visible_to`` for the rule.
    """
    return Cohort.objects.visible_to(actor)


def cohorts_readable_by(actor: Actor) -> QuerySet[Cohort]:
    """Return the cohorts whose definition ``actor`` may read: the visible and own."""
    own = Cohort.objects.filter(made_by=actor.user_id or 0)
    return Cohort.objects.visible_to(actor) | own.filter(pk__in=_editable(actor))


def may_change(actor: Actor, cohort: Cohort) -> bool:
    """Tell whether the actor may change a cohort that they can read."""
    return all(may(actor, Action.EDIT_COHORT, c.pk) for c in cohort.centres.all())


def cohorts_shareable_by(actor: Actor) -> QuerySet[Cohort]:
    """Return the cohorts that the actor may open to others: at every centre of them.

    A system administrator may open any, and sees no results by it.
    """
    return Cohort.objects.filter(pk__in=_everywhere(actor, Action.MANAGE_USERS))


def may_share(actor: Actor, cohort: Cohort) -> bool:
    """Tell whether the actor may open this cohort to others."""
    return all(may(actor, Action.MANAGE_USERS, c.pk) for c in cohort.centres.all())


def _editable(actor: Actor) -> QuerySet[Any]:
    return _everywhere(actor, Action.EDIT_COHORT)


def _everywhere(actor: Actor, action: Action) -> QuerySet[Any]:
    """Return the keys of cohorts at each of whose centres the actor may do this."""
    if not may(actor, action):
        return Cohort.objects.none().values("pk")
    if actor.holds_everywhere(action):
        return Cohort.objects.values("pk")
    of_cohort = CohortCentre.objects.filter(cohort=OuterRef("pk"))
    elsewhere = of_cohort.exclude(centre__in=actor.centres_for(action))
    return Cohort.objects.filter(Exists(of_cohort), ~Exists(elsewhere)).values("pk")


def within_granted(actor: Actor, cohort: Cohort) -> bool:
    """Tell whether a cohort only narrows one that was opened to the actor by somebody.

    It has the same day 0, no other centres, every filter, and perhaps more of them.
    """
    centres = set(cohort.centres.values_list("pk", flat=True))
    others = Cohort.objects.exclude(pk=cohort.pk).prefetch_related("centres")
    return any(
        centres <= {centre.pk for centre in open_one.centres.all()}
        and narrows(cohort.definition, open_one.definition)
        for open_one in others.granted_to(actor, derived=False)
    )


def narrows(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    """Tell whether one definition takes in only subjects of another."""
    kept = inner.get("filters", [])
    same = inner.get("index") == outer.get("index")
    return same and all(rule in kept for rule in outer.get("filters", []))
