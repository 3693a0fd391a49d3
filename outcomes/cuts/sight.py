"""Which cuts somebody may see; read alike by pages and by REST."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from outcomes.models import DataCut
from registry.access.policy import Action, Actor, may, require


def require_sight(actor: Actor) -> None:
    """Raise Refused for whoever sees no cut at all."""
    if not may(actor, Action.MAKE_CUT):
        require(actor, Action.VIEW_COHORT)


def cuts_seen_by(actor: Actor) -> QuerySet[DataCut]:
    """Return the cuts that the actor may see, newest first, with how far each is."""
    visible = DataCut.objects.visible_to(actor)
    return visible.select_related("manifest", "work", "asked_by")


def made_cuts(actor: Actor) -> QuerySet[DataCut]:
    """Return the cuts that are there, so that something can be taken out of them."""
    return cuts_seen_by(actor).filter(manifest__isnull=False)


def cut_or_404(actor: Actor, name: str) -> DataCut:
    """Return a cut that the actor may see; any other is a 404."""
    return get_object_or_404(cuts_seen_by(actor), name=name)


def made_or_404(actor: Actor, name: str) -> DataCut:
    """Return a cut that is there; one that is being made is a 404."""
    found = cut_or_404(actor, name)
    if not found.made:
        raise Http404(_("This data cut is not made yet; ask again in a moment."))
    return found
