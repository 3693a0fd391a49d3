"""A code is guessed no more often than a password: both count towards one lock-out."""

from collections.abc import Iterator
from contextlib import contextmanager

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from registry.models import User
from registry.services.second_factor import WrongCode


@contextmanager
def counted(request: HttpRequest, user: User) -> Iterator[None]:
    """Look at a code of ``user`` inside, unless they are locked out.

    A wrong one is noted and counts like a wrong password; the middleware answers 429
    once they are too many. Raises WrongCode.
    """
    named = {"username": user.get_username()}
    try:
        if not AxesProxyHandler.is_allowed(request, named):
            raise WrongCode
        yield
    except WrongCode:
        user_login_failed.send(__name__, credentials=named, request=request)
        raise
