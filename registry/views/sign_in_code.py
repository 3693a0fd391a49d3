"""The second step of signing in: a code, from the app or from paper."""

from time import time
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from registry.access.sessions import SHOWN
from registry.audit.context import acting
from registry.models import User
from registry.services.second_factor import WrongCode, check
from registry.views.code_tries import counted

# Whose password was right, until when the code may follow, and where to go then.
WAITING = "waits_for_code"
SECONDS = 300


def ask_for_code(request: HttpRequest, user: User, onward: str) -> HttpResponse:
    """Remember whose password was right, and lead on to the code's page."""
    backend = user.backend  # type: ignore[attr-defined]
    until = time() + SECONDS
    request.session[WAITING] = [user.pk, backend, until, onward]
    return redirect("sign-in-code")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and sign in whom it belongs to.

    A wrong code counts like a wrong password towards the lock-out, and whoever is
    locked out comes in by no code.
    """
    found = _waiting(request)
    if found is None:
        return redirect("sign-in")
    user, backend, onward = found
    told: dict[str, Any] = {"wrong": False}
    if request.method == "POST":
        try:
            with counted(request, user):
                check(user, request.POST.get("code", ""))
        except WrongCode:
            told["wrong"] = True
        else:
            return _signed_in(request, user, backend, onward)
    status = 422 if told["wrong"] else 200
    return render(request, "registration/code.html", told, status=status)


def _waiting(request: HttpRequest) -> tuple[User, str, str] | None:
    pk, backend, until, onward = request.session.get(WAITING, (0, "", 0, ""))
    if time() > until:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return (user, backend, onward) if user else None


def _signed_in(
    request: HttpRequest, user: User, backend: str, onward: str
) -> HttpResponse:
    with acting(user.actor(), _("Sign in")):
        del request.session[WAITING]
        login(request, user, backend=backend)
    request.session[SHOWN] = True
    return HttpResponseRedirect(onward)
