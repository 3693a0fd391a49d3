"""People and their roles: invited, given a role, helped in again, closed.

An administrator of centres acts within them: on roles at those centres, and on the
sign-in of people who hold roles nowhere else. A system administrator acts on all.
"""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from registry.access.policy import Action, Actor, Refused, Role, require
from registry.audit.context import acting
from registry.models import Centre, Membership, User
from registry.models.user import held_now
from registry.services import second_factor
from registry.services.errors import ReasonNeeded


class AlreadyHeld(Exception):
    """The person holds this role at this centre already."""


class NameTaken(Exception):
    """Somebody has this user name; names are never given twice."""


def invite(
    *,
    actor: Actor,
    about: Mapping[str, str],
    role: Role,
    centre: Centre | None,
    until: datetime | None = None,
) -> User:
    """Make an account without a password, with one role; return it.

    ``about`` are username, last_name, first_name and email. Raises Refused, NameTaken.
    """
    require(actor, Action.MANAGE_USERS, centre.pk if centre else None)
    with acting(actor, "invitation"):
        user = User(**about)
        user.set_unusable_password()
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise NameTaken from error
        _hold(actor, user, role, centre, until)
    return user


def give_role(
    *,
    actor: Actor,
    user: User,
    role: Role,
    centre: Centre | None,
    until: datetime | None = None,
) -> Membership:
    """Give a person a role until a moment, or for good. Raises Refused, AlreadyHeld."""
    with acting(actor, "role given"):
        return _hold(actor, user, role, centre, until)


def end_role(*, actor: Actor, membership: Membership, reason: str) -> None:
    """End a role at this moment; tokens lose it too. Raises Refused, ReasonNeeded."""
    _may_grant(actor, Role(membership.role), membership.centre)
    with acting(actor, _said(reason)):
        membership.until = timezone.now()
        membership.save()


def sign_in_link(*, actor: Actor, user: User) -> str:
    """Return the path at which the person sets a password, once, within three days.

    It is handed over by the administrator: no mail is needed. Raises Refused.
    """
    require_help(actor, user)
    with acting(actor, "sign-in link"):
        # So that the history shows who made it; the link itself is nowhere kept.
        user.save(update_fields=["is_active"])
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return f"/welcome/{key}/{default_token_generator.make_token(user)}/"


def take_second_factor(*, actor: Actor, user: User, reason: str) -> None:
    """Take away what a person lost, so that the password signs in again."""
    require_help(actor, user)
    with acting(actor, _said(reason)):
        second_factor.remove(user.pk)


def set_open(*, actor: Actor, user: User, is_open: bool, reason: str) -> None:
    """Close an account, its sessions and tokens with it; or open it again."""
    require_help(actor, user)
    with acting(actor, _said(reason)):
        user.is_active = is_open
        user.save(update_fields=["is_active"])


def may_help(actor: Actor, user: User) -> bool:
    """Tell whether the actor may help this person in, or keep them out.

    Whoever sets somebody's password could act as them, so a centre's administrator
    may only where every role of the person lies within their own centres.
    """
    if actor.holds_everywhere(Action.MANAGE_USERS):
        return True
    if user.is_superuser:
        return False
    within = actor.centres_for(Action.MANAGE_USERS)
    held = user.memberships.filter(held_now())
    centres = set(held.values_list("centre_id", flat=True))
    ever = set(user.memberships.values_list("centre_id", flat=True))
    return bool(ever & within) and centres <= within


def require_help(actor: Actor, user: User) -> None:
    """Raise Refused where ``may_help`` is false."""
    if not may_help(actor, user):
        raise Refused(f"{actor.name} may not act for {user} here")


def _hold(
    actor: Actor,
    user: User,
    role: Role,
    centre: Centre | None,
    until: datetime | None,
) -> Membership:
    _may_grant(actor, role, centre)
    held = user.memberships.filter(role=role, centre=centre).first()
    if held and (held.until is None or held.until > timezone.now()):
        raise AlreadyHeld
    membership = held or Membership(user=user, role=role, centre=centre)
    membership.until = until
    membership.save()
    return membership


def _may_grant(actor: Actor, role: Role, centre: Centre | None) -> None:
    """Raise Refused where the actor may not give or end this role there."""
    if centre is None and not actor.holds_everywhere(Action.MANAGE_USERS):
        raise Refused(f"{actor.name} may not give {role} without a centre")
    require(actor, Action.MANAGE_USERS, centre.pk if centre else None)


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonNeeded
    return reason.strip()
