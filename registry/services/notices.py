"""A person's calendar feed and digest: chosen and ended by themselves."""

import secrets

from django.core import signing
from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.access.reach import everywhere
from registry.audit.context import acting
from registry.models import Notices

SALT = "registry.visits.ics"


def choose_digest(*, actor: Actor, days: str, language: str) -> Notices:
    """Let the actor's digest come on ``days`` (weekdays, 1 for Monday; empty: never).

    Raises Refused when the actor reads no records, of which a digest could tell.
    """
    if days:
        require(actor, Action.READ_RECORD)
    with acting(actor, "digest"):
        notices = _own(actor)
        notices.days = "".join(sorted(set(days)))
        notices.language = language
        notices.save()
    return notices


def open_calendar(*, actor: Actor) -> Notices:
    """Give the actor a new feed; the address of an older one stops to work."""
    require(actor, Action.READ_RECORD)
    with acting(actor, "calendar"):
        notices = _own(actor)
        notices.calendar_key = secrets.token_urlsafe(24)
        notices.save()
    return notices


def close_calendar(*, actor: Actor) -> None:
    """End the actor's feed at once."""
    with acting(actor, "calendar"):
        notices = _own(actor)
        notices.calendar_key = ""
        notices.save()


def calendar_token(notices: Notices) -> str:
    """Return what the feed's address carries: person and key under our signature."""
    return signing.dumps([notices.user_id, notices.calendar_key], salt=SALT)


def reader_of(token: str) -> Notices | None:
    """Return whose feed a token opens; None for one that is forged or ended."""
    try:
        user, key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    with everywhere():  # the key says who asks, where nobody has signed in
        found = Notices.objects.filter(user=user, user__is_active=True).first()
    if found is None or not found.calendar_key:
        return None
    return found if secrets.compare_digest(found.calendar_key, str(key)) else None


def _own(actor: Actor) -> Notices:
    with transaction.atomic():
        made, _new = Notices.objects.select_for_update().get_or_create(
            user_id=actor.person
        )
    return made
