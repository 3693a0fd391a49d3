"""Open a cohort's results to people beyond its centres, and close them again."""

from typing import Any

from outcomes.cohorts.access import within_granted
from outcomes.cohorts.errors import ReasonNeeded
from outcomes.models import Cohort, CohortGrant
from registry.access.policy import MAY, Action, Actor, Role, require
from registry.audit.context import acting
from registry.models import Centre, User


def grant(
    *,
    cohort: Cohort,
    actor: Actor,
    user: User | None = None,
    role: Role | None = None,
    centre: Centre | None = None,
    reason: str = "",
) -> CohortGrant:
    """Open the results to ``user``, or to a role, a centre, or a role at a centre.

    Again does nothing. Raises Refused; ValueError for a user and a role or centre
    together, for neither, or for a role that sees no results anywhere.
    """
    _require(cohort, actor)
    if (user is None) == (role is None and centre is None):
        raise ValueError("a grant is for one user, or for a role, a centre or both")
    if role is not None and Action.VIEW_COHORT not in MAY[role]:
        raise ValueError(f"a {role} sees no results")
    said: dict[str, Any] = {"user": user, "role": role or "", "centre": centre}
    with acting(actor, reason):
        found, _ = CohortGrant.objects.get_or_create(cohort=cohort, **said)
    return found


def withdraw(*, grant: CohortGrant, actor: Actor, reason: str) -> None:
    """Close the results to whom ``grant`` names. Raises Refused or ReasonNeeded."""
    _require(grant.cohort, actor)
    if not reason.strip():
        raise ReasonNeeded
    with acting(actor, reason):
        grant.delete()
        drop_stray_grants()


def drop_stray_grants() -> None:
    """Take back derived grants of cohorts that no longer narrow an open one."""
    derived = CohortGrant.objects.filter(derived=True, user__isnull=False)
    for grant in derived.select_related("user", "cohort"):
        if grant.user and not within_granted(grant.user.actor(), grant.cohort):
            grant.delete()


def _require(cohort: Cohort, actor: Actor) -> None:
    for centre in cohort.centres.all():
        require(actor, Action.MANAGE_USERS, centre.pk)
