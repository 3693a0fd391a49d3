"""A person's tokens: what programs show instead of a password."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from registry.access.confirmation import NotConfirmed, confirm
from registry.access.log import note
from registry.access.requests import ActorRequest, actor_required
from registry.audit.context import acting
from registry.forms.token import TokenForm
from registry.models import Access, ApiToken
from registry.views.links import with_query

# How each program is told the token before the lines that fetch data are pasted.
SET = (
    (
        "shell",
        gettext_lazy("Shell, for curl, Stata and SAS"),
        "export DAYZERO_TOKEN={}",
    ),
    ("r", "R", 'Sys.setenv(DAYZERO_TOKEN = "{}")'),
    ("python", "Python", 'import os; os.environ["DAYZERO_TOKEN"] = "{}"'),
)


@actor_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def tokens(request: ActorRequest) -> HttpResponse:
    """List the person's tokens; make one, which is shown this once.

    The password is asked for: a token outlasts a session that was left open.
    """
    form = TokenForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {"form": form, "next": _back(request)}
    status = 200
    if form.is_valid() and _confirmed(request, form):
        with acting(request.actor, "token"):
            made, token = ApiToken.objects.create(
                request.user,
                expiry=form.life(),
                name=form.cleaned_data["name"],
                scope=form.cleaned_data["scope"],
            )
            note(Access.TOKEN_MADE, user_id=request.user.pk, request=request)
        page |= {"token": token, "made": made, "form": TokenForm()}
        page["settings_of"] = [
            {"key": key, "name": name, "text": text.format(token)}
            for key, name, text in SET
        ]
        status = 201
    elif form.is_bound:
        status = 422
    page["tokens"] = _own(request).order_by("-created")
    page["now"] = timezone.now()
    return render(request, "registry/account/tokens.html", page, status=status)


@actor_required
@require_POST
def revoke(request: ActorRequest, key: str) -> HttpResponse:
    """End one of the person's tokens at once."""
    with acting(request.actor, "token"):
        get_object_or_404(_own(request), token_key=key).delete()
        note(Access.TOKEN_ENDED, user_id=request.user.pk, request=request)
    messages.success(request, _("The token no longer works."))
    return redirect(with_query(reverse("tokens"), {"next": _back(request)}))


def _confirmed(request: ActorRequest, form: TokenForm) -> bool:
    """Tell whether it is the person who asks; say in the form that it is not."""
    try:
        name = request.user.get_username()
        confirm(request, name, form.cleaned_data["password"])
    except NotConfirmed:
        words = _("This is not your password. No token was made.")
        form.add_error("password", words)
        return False
    return True


def _back(request: ActorRequest) -> str:
    """Return the page of this registry that asked for a token, or nothing."""
    said = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        said, {request.get_host()}, require_https=request.is_secure()
    )
    return said if own else ""


def _own(request: ActorRequest) -> Any:
    return ApiToken.objects.filter(user=request.user)
