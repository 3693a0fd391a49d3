"""A code is guessed no more often than a password: both count towards one lock-out.

That counts by address. Whoever knows a password may come from many: wrong codes of one
person are counted by the hour as well, wherever they are typed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import time

from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from registry.access.rates import count, counted_so_far
from registry.models import User
from registry.services.second_factor import WrongCode

WRONG_AN_HOUR, HOUR_SECONDS = 20, 3600


@contextmanager
def counted(request: HttpRequest, user: User) -> Iterator[None]:
    """Look at a code of ``user`` inside, unless they are locked out.

    A wrong one is noted and counts like a wrong password; the middleware answers 429
    once they are too many. Raises WrongCode.
    """
    named = {"username": user.get_username()}
    who, hour = f"code:{user.pk}", int(time()) // HOUR_SECONDS
    try:
        if not AxesProxyHandler.is_allowed(request, named):
            raise WrongCode
        if counted_so_far(who, hour) >= WRONG_AN_HOUR:
            raise WrongCode
        yield
    except WrongCode:
        wrong = count(who, hour)
        user_login_failed.send(__name__, credentials=named, request=request)
        if wrong > WRONG_AN_HOUR:
            _lock_out(request, named["username"])
        raise


def _lock_out(request: HttpRequest, name: str) -> None:
    """Have the middleware answer so until the next hour begins, and note it."""
    request.locked_for = timedelta(seconds=HOUR_SECONDS - time() % HOUR_SECONDS)  # type: ignore[attr-defined]
    if request.axes_locked_out:  # type: ignore[attr-defined]
        return  # and noted: the address alone had too many, too
    request.axes_locked_out = True  # type: ignore[attr-defined]
    user_locked_out.send(__name__, request=request, username=name)
