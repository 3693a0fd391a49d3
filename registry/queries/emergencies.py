"""What was opened in emergencies, as a person or a centre may know of it."""

from django.db.models import QuerySet

from registry.access.policy import Action, Actor
from registry.models import EmergencyAccess, Membership, Patient

MOST = 100


def own_openings(actor: Actor) -> list[EmergencyAccess]:
    """Return what the person opened, newest first."""
    rows = EmergencyAccess.objects.filter(user=actor.person)
    return list(rows.select_related("centre")[:MOST])


def openings_at(actor: Actor) -> list[EmergencyAccess]:
    """Return what was opened of the centres that the actor answers for.

    What waits to be acknowledged first, then the newest.
    """
    rows = _answered_for(actor).select_related("centre", "user")
    waiting = list(rows.filter(acknowledged_at=None)[:MOST])
    known = rows.exclude(acknowledged_at=None)[: MOST - len(waiting)]
    return [*waiting, *known]


def numbers_of(openings: list[EmergencyAccess], actor: Actor) -> dict[int, str]:
    """Return the study numbers of those who are still at a centre of the actor's."""
    rows = Patient.objects.visible_to(actor)
    rows = rows.filter(pk__in={one.patient_id for one in openings})
    return {pk: number or "" for pk, number in rows.values_list("pk", "study_no")}


def openings_waiting(actor: Actor) -> int:
    """Return how many the actor's centres have yet to acknowledge."""
    if not actor.centres_for(Action.CONFIGURE_CENTRE):
        return 0
    return _answered_for(actor).filter(acknowledged_at=None).count()


def all_waiting() -> QuerySet[EmergencyAccess]:
    """Return those that no centre has acknowledged yet."""
    return EmergencyAccess.objects.filter(acknowledged_at=None)


def from_where(openings: list[EmergencyAccess]) -> dict[int, str]:
    """Return the centres that each person who opened one belongs to, in words."""
    held = Membership.objects.filter(
        user__in={one.user_id for one in openings}, centre__isnull=False
    )
    found: dict[int, set[str]] = {}
    for user, code in held.values_list("user_id", "centre__code"):
        found.setdefault(user, set()).add(code)
    return {user: ", ".join(sorted(codes)) for user, codes in found.items()}


def _answered_for(actor: Actor) -> QuerySet[EmergencyAccess]:
    centres = actor.centres_for(Action.CONFIGURE_CENTRE)
    return EmergencyAccess.objects.filter(centre__in=centres)
