"""How long somebody stays signed in, and who must show a second factor first."""

from collections.abc import Callable
from time import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from config.rest.problems import CONTENT_TYPE, problem
from registry.access.policy import Role
from registry.models import SecondFactor, User

Answer = Callable[[HttpRequest], HttpResponse]

# A page that asks by itself how things are is nobody's activity.
POLL = "X-Poll"
# Activity is written down this often at most, for the sake of the database.
NOTED_EVERY_SECONDS = 60
# By so much the clocks of two web servers may differ.
CLOCKS_DIFFER_SECONDS = 60
BEGAN, SEEN, SHOWN = "began", "seen", "second_factor_shown"

ADMINISTRATORS = frozenset({Role.CENTRE_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR})
# What somebody who has yet to set a second factor up may open.
WITHOUT = frozenset({"second-factor", "sign-out", "set_language", "session-ping"})


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: Any) -> None:
    """Note when the session began, within the act of signing in."""
    request.session[BEGAN] = request.session[SEEN] = time()


class SessionLimits:
    """End a session that was idle too long, or that began too long ago."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whose time is over, and note activity."""
        session = request.session
        if SESSION_KEY in session:
            now = time()
            # A session from before this release has lasted long enough.
            began, seen = session.get(BEGAN, 0.0), session.get(SEEN, 0.0)
            if max(began, seen) > now + CLOCKS_DIFFER_SECONDS:
                # The clock was set back: what lies ahead of it would never end.
                began, seen = min(began, now), min(seen, now)
                session[BEGAN], session[SEEN] = began, seen
            if seconds_left(began, seen, now) <= 0:
                logout(request)
            elif now - seen > NOTED_EVERY_SECONDS and POLL not in request.headers:
                session[SEEN] = now
        return self.get_response(request)


def seconds_left(began: float, seen: float, now: float) -> float:
    """Return how long a session lasts on without activity."""
    idle = seen + settings.SESSION_IDLE_SECONDS
    return min(idle, began + settings.SESSION_COOKIE_AGE) - now


class SecondFactorFirst:
    """Let in nobody who has a second factor, or needs one, by the password alone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let pass, or answer with the way to show a code or to set the factor up."""
        if settings.SECOND_FACTOR == "off" or SESSION_KEY not in request.session:
            return self.get_response(request)
        if request.session.get(SHOWN) or _is_open(request.path):
            return self.get_response(request)
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        if is_set_up(user):
            # Set up since this session began, or come in by a door that asks for none.
            logout(request)
            return _led(request, "sign-in", _("Sign in again, with a code."))
        if is_needed(user):
            says = _("Set up your second factor first, on the page of that name.")
            return _led(request, "second-factor", says)
        return self.get_response(request)


def _led(request: HttpRequest, page: str, says: str) -> HttpResponse:
    """Return the way to ``page``, or for a program what it is to do."""
    if request.path.startswith("/api/"):
        body = problem(403, says, name="second-factor")
        return JsonResponse(body, status=403, content_type=CONTENT_TYPE)
    return HttpResponseRedirect(resolve_url(page))


def is_needed(user: User) -> bool:
    """Tell whether the installation asks a second factor of this person."""
    asked = settings.SECOND_FACTOR
    return asked == "all" or (asked == "administrators" and _administers(user))


def _administers(user: User) -> bool:
    """Tell whether the person rules others, by a role or on the administration site."""
    by_site = user.is_superuser or user.is_staff
    return by_site or bool(user.actor().roles & ADMINISTRATORS)


def is_set_up(user: User) -> bool:
    """Tell whether signing in asks this person for a code."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def _is_open(path: str) -> bool:
    try:
        return resolve(path).url_name in WITHOUT
    except Resolver404:
        return False
