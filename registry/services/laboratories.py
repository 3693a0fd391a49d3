"""Keep a centre's laboratories and their normal ranges."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.models import Centre, Laboratory, NormalRange
from registry.services.errors import ReasonNeeded


def add_laboratory(*, centre: Centre, name: str, actor: Actor) -> Laboratory:
    """Add a laboratory. Raises Refused; ValidationError for a name that is there."""
    require(actor, Action.CONFIGURE_CENTRE, centre.pk)
    laboratory = Laboratory(centre=centre, name=" ".join(name.split()))
    laboratory.full_clean()
    with acting(actor):
        laboratory.save()
    return laboratory


def save_range(
    *,
    laboratory: Laboratory,
    values: Mapping[str, Any],
    actor: Actor,
    range_id: int | None = None,
    reason: str = "",
) -> NormalRange:
    """Add a range, or correct one for a reason; forms that used it stay as they are.

    A laboratory that changes its method gets a new range, and the old one an end.
    Raises Refused, ReasonNeeded; ValidationError for limits or days out of order.
    """
    require(actor, Action.CONFIGURE_CENTRE, laboratory.centre_id)
    with transaction.atomic():
        kept = NormalRange(laboratory=laboratory)
        if range_id is not None:
            rows = NormalRange.objects.select_for_update()
            kept = rows.get(pk=range_id, laboratory=laboratory)
            if not reason.strip():
                raise ReasonNeeded
        for name, value in values.items():
            setattr(kept, name, value)
        kept.full_clean()
        with acting(actor, reason):
            kept.save()
    return kept
