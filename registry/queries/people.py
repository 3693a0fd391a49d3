"""Who works at a centre."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from registry.access.policy import MAY, Action
from registry.models import User
from registry.models.user import held_now

# Whoever may do one of these takes part in a centre's queries.
IN_QUERIES = (Action.ANSWER_QUERY, Action.OPEN_QUERY, Action.CLOSE_QUERY)


def people_of(centres: Iterable[int]) -> QuerySet[User]:
    """Return those who take part in the queries of any of ``centres``, by name."""
    roles = [role for role, may in MAY.items() if may.intersection(IN_QUERIES)]
    held = held_now("memberships__")
    there = Q(memberships__centre__in=list(centres), memberships__role__in=roles)
    return (
        User.objects.filter(there & held, is_active=True)
        .distinct()
        .order_by("username")
    )
