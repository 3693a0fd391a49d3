"""Who signs types user name and password once more. Source: 21 CFR 11.200(a)."""

import logging
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The person of this key typed their own user name and password just now."""

    user_id: int


class NotConfirmed(Exception):
    """User name and password are not those of the person who is signed in."""


@sensitive_variables("password")
def confirm(request: HttpRequest, username: str, password: str) -> Confirmed:
    """Return the proof that the signed-in person typed their user name and password.

    It goes the way of signing in: failures count towards the same lock-out, and a
    locked-out person is answered 429 by the middleware. Raises NotConfirmed.
    """
    user = authenticate(request, username=username.strip(), password=password)
    if user is None or user.pk != request.user.pk:
        log.warning("signature refused: user %s is not confirmed", request.user.pk)
        raise NotConfirmed
    return Confirmed(user.pk)
