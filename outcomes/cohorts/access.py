"""Which cohorts somebody may see, change or share."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from outcomes.models import Cohort, CohortCentre
from outcomes.models.cohort import CohortQuerySet
from registry.access.policy import Action, Actor, may
from registry.models import Centre


def cohorts_visible_to(actor: Actor) -> QuerySet[Cohort]:
    """Return the cohorts whose results ``actor`` may see; others do not exist for them.

    See ``CohortQuerySet.visible_to`` for the rule.
    """
    return Cohort.objects.visible_to(actor)


def cohort_or_404(actor: Actor, slug: str | None) -> Cohort | None:
    """Return the visible cohort that is asked for, None where none is."""
    return get_object_or_404(cohorts_visible_to(actor), slug=slug) if slug else None


def cohorts_readable_by(actor: Actor) -> QuerySet[Cohort]:
    """Return the cohorts whose definition ``actor`` may read: the visible and own."""
    own = Cohort.objects.filter(made_by=actor.user_id or 0)
    return Cohort.objects.visible_to(actor) | own.filter(pk__in=_editable(actor))


def centres_to_build_in(actor: Actor) -> QuerySet[Centre]:
    """Return the centres whose patients the actor may take into a cohort."""
    if actor.holds_everywhere(Action.EDIT_COHORT):
        return Centre.objects.order_by("code")
    own = actor.centres_for(Action.EDIT_COHORT)
    return Centre.objects.filter(pk__in=own).order_by("code")


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
    centres = cohort.centres.values_list("pk", flat=True)
    others = Cohort.objects.exclude(pk=cohort.pk)
    return open_within(actor, centres, cohort.definition, among=others)


def open_within(
    actor: Actor,
    centres: Iterable[int],
    definition: Mapping[str, Any],
    *,
    among: CohortQuerySet | None = None,
) -> bool:
    """Tell whether a definition narrows a cohort that was opened to the actor."""
    wanted = set(centres)
    cohorts = Cohort.objects.all() if among is None else among
    opened = cohorts.granted_to(actor, derived=False).prefetch_related("centres")
    return any(
        wanted <= {centre.pk for centre in one.centres.all()}
        and narrows(definition, one.definition)
        for one in opened
    )


def narrows(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    """Tell whether one definition takes in only subjects of another."""
    kept = inner.get("filters", [])
    same = inner.get("index") == outer.get("index")
    return same and all(rule in kept for rule in outer.get("filters", []))
