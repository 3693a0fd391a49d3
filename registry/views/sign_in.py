"""Signing in and out, and what somebody sees who tried too often."""

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.rest.problems import CONTENT_TYPE, problem
from registry.access.sessions import is_set_up
from registry.audit.context import acting
from registry.views.sign_in_code import ask_for_code

API = "/api/"
# Pages on which somebody may have typed when the session ended.
ENTRY_PAGES = frozenset({"enrol", "patient-edit", "record", "record-new"})


class SignInForm(AuthenticationForm):
    """User name and password; a mistake in either is told the same way."""

    error_messages = {
        "invalid_login": _(
            "User name and password do not belong together. Type both again; capital "
            "and small letters differ."
        ),
        "inactive": _("This account is closed. Ask your centre's administrator."),
    }


class SignIn(LoginView):
    """The sign-in page; afterwards on to the page that was asked for."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say that drafts are kept where somebody was sent here from a form."""
        first_try = self.request.method == "GET"
        signed_out = first_try and _is_entry_page(self.get_redirect_url())
        return super().get_context_data(signed_out=signed_out, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, or ask for the second factor of whoever has one.

        The log of changes has it in the person's own name.
        """
        user = form.get_user()
        if is_set_up(user):
            return ask_for_code(self.request, user, self.get_success_url())
        with acting(user.actor(), str(_("Sign in"))):
            return super().form_valid(form)


def _is_entry_page(url: str) -> bool:
    try:
        return resolve(url.partition("?")[0]).url_name in ENTRY_PAGES
    except Resolver404:
        return False


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, str] | None = None,
) -> HttpResponse:
    """Say when to try again after too many wrong passwords or codes."""
    wait = getattr(request, "locked_for", None) or get_cool_off(request) or timedelta()
    again = timezone.localtime(timezone.now() + wait)
    minutes = round(wait.total_seconds() / 60)
    if request.path.startswith(API):
        says = _("Too many wrong passwords. Try again in %(minutes)s minutes.")
        body = problem(429, str(says) % {"minutes": minutes}, name="locked-out")
        return JsonResponse(body, status=429, content_type=CONTENT_TYPE)
    told = {"again": again, "minutes": minutes}
    return render(request, "429.html", told, status=429)
