"""Under which name failed sign-ins are counted: never by what a stranger typed."""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from registry.models import User

SALT = "registry.tried-name"


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the user name, or a digest of one that nobody has.

    It may be a password, typed into the wrong box.
    """
    said = (credentials or request.POST).get("username")
    typed = str(said or "")
    if not typed or User.objects.filter(username=typed).exists():
        return typed
    return salted_hmac(SALT, typed, algorithm="sha256").hexdigest()
