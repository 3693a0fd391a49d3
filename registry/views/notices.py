"""A person's calendar feed and digest, on their account's pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from registry.access.policy import Action, may
from registry.access.requests import ActorRequest, actor_required
from registry.forms.notices import NoticesForm
from registry.models import Digest, Notices
from registry.services.notices import (
    calendar_token,
    choose_digest,
    close_calendar,
    open_calendar,
)

LAST = 5


@actor_required
@never_cache
@require_http_methods(["GET", "POST"])
def notices(request: ActorRequest) -> HttpResponse:
    """Show the feed's address and the digest's days; change the digest."""
    own = Notices.objects.filter(user=request.user).first()
    if request.method == "POST":
        form = NoticesForm(request.POST)
        if form.is_valid():
            choose_digest(
                actor=request.actor,
                days=form.weekdays(),
                language=form.cleaned_data["language"],
            )
            messages.success(request, _("Saved."))
            return redirect("notices")
    else:
        form = NoticesForm(initial=_initial(own))
    told = {
        "form": form,
        "reads": may(request.actor, Action.READ_RECORD),
        "feed": _feed(request, own),
        "address": request.user.email,
        "digests": Digest.objects.filter(user=request.user).order_by("-day")[:LAST],
    }
    status = 422 if form.is_bound else 200
    return render(request, "registry/account/notices.html", told, status=status)


def _initial(own: Notices | None) -> dict[str, Any]:
    if own is None:
        return {"language": get_language() or "en", "days": []}
    return {"language": own.language, "days": list(own.days)}


def _feed(request: ActorRequest, own: Notices | None) -> str:
    if own is None or not own.calendar_key:
        return ""
    path = f"{reverse('visits-file')}?token={calendar_token(own)}"
    return request.build_absolute_uri(path)


@actor_required
@require_POST
def calendar(request: ActorRequest, act: str) -> HttpResponse:
    """Make a new address of the feed, or end it."""
    if act == "open":
        open_calendar(actor=request.actor)
        messages.success(request, _("The calendar has a new address."))
    else:
        close_calendar(actor=request.actor)
        messages.success(request, _("The calendar's address no longer works."))
    return redirect("notices")
