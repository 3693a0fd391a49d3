"""Who works at a centre."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from registry.access.policy import MAY, Action
from registry.models import User

# Whoever may do one of these takes part in a centre's queries.
IN_QUERIES = (Action.ANSWER_QUERY, Action.OPEN_QUERY, Action.CLOSE_QUERY)


def people_of(centres: Iterable[int]) -> QuerySet[User]:
    """Return those who take part in the queries of any of ``centres``, by name."""
    roles = [role for role, may in MAY.items() if may.intersection(IN_QUERIES)]
    now = timezone.now()
    held = Q(memberships__until__isnull=True) | Q(memberships__until__gt=now)
    there = Q(memberships__centre__in=list(centres), memberships__role__in=roles)
    return (
        User.objects.filter(there & held, is_active=True)
        .distinct()
        .order_by("username")
    )
