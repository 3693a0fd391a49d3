"""What every template knows of the person behind the request."""

from datetime import UTC, datetime
from time import time
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from registry.access.policy import Action, Actor, may
from registry.models import Centre, EmergencyAccess

CAN = {
    "may_edit": Action.EDIT_RECORD,
    "may_import": Action.IMPORT,
    "may_manage": Action.MANAGE_USERS,
    "may_register_webhooks": Action.REGISTER_WEBHOOK,
    "may_open_in_emergency": Action.OPEN_IN_EMERGENCY,
}
# Where a session keeps whom its person has open in an emergency, and until when.
EMERGENCY = "emergency"


def person(request: HttpRequest) -> dict[str, Any]:
    """Give the actor, their centre where it is a single one, and what they may do.

    Empty where no actor stands behind the page: signing in, or an error.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "centre": None, **dict.fromkeys(CAN, False)}
    return {
        "access_ends": actor.ends_soon(timezone.now()),
        "actor": actor,
        "answers_for_centre": bool(actor.centres_for(Action.CONFIGURE_CENTRE)),
        "emergency": SimpleLazyObject(lambda: _emergency(request, actor)),
        "centre": SimpleLazyObject(lambda: _only_centre(actor)),
        **{name: may(actor, action) for name, action in CAN.items()},
    }


def _emergency(request: HttpRequest, actor: Actor) -> dict[str, Any] | None:
    """Return whom the person has open in an emergency, or, once, that it was ended.

    Asks the database while the session has something open, and only then.
    """
    patient, until = request.session.get(EMERGENCY, (0, 0.0))
    if until <= time():
        return None
    own = EmergencyAccess.objects.filter(user=actor.person, patient=patient)
    if own.standing().exists():
        return {"patient": patient, "until": datetime.fromtimestamp(until, UTC)}
    del request.session[EMERGENCY]
    if (newest := own.first()) is None:
        return None
    ends = newest.history.exclude(ended_at=None).order_by("history_id").first()
    # Who ended it in another browser knows.
    return {"ended": True} if ends and ends.history_user_id != actor.person else None


def _only_centre(actor: Actor) -> Centre | None:
    readable = list(Centre.objects.filter(pk__in=actor.readable_centres)[:2])
    return readable[0] if len(readable) == 1 else None
