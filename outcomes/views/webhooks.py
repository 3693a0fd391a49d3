"""A person's webhooks: register one, see what was said to each, end it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from outcomes.models import Delivery, DeliveryState, Webhook
from outcomes.webhooks.address import NotAllowed
from outcomes.webhooks.registering import (
    end,
    register,
    renew_secret,
    resume,
    webhooks_of,
)
from outcomes.webhooks.signing import secret_of
from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required

SHOWN = 10
DRAWN = {
    DeliveryState.WAITING: "due",
    DeliveryState.SENT: "done",
    DeliveryState.FAILED: "err",
    DeliveryState.DROPPED: "missed",
}
TYPED = {"class": "inp text", "autocomplete": "off"}


class WebhookForm(forms.Form):
    """What for, and which address."""

    name = forms.CharField(
        label=gettext_lazy("For what"),
        max_length=60,
        widget=forms.TextInput(attrs=TYPED),
    )
    url = forms.URLField(
        label=gettext_lazy("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs=TYPED),
    )


@actor_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: ActorRequest) -> HttpResponse:
    """List the person's webhooks; register one, whose secret is shown this once."""
    require(request.actor, Action.REGISTER_WEBHOOK)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {"form": form}
    status = 200
    if form.is_valid():
        try:
            made = register(actor=request.actor, **form.cleaned_data)
            page |= {"made": made, "secret": secret_of(made), "form": WebhookForm()}
            status = 201
        except NotAllowed as refused:
            form.add_error("url", str(refused))
    if form.errors:
        status = 422
    return _page(request, page, status)


@actor_required
@never_cache
@require_POST
def webhook_secret(request: ActorRequest, pk: int) -> HttpResponse:
    """Make a new secret, which is shown this once."""
    webhook = _own(request, pk)
    renew_secret(actor=request.actor, webhook=webhook)
    made = {"made": webhook, "secret": secret_of(webhook), "renewed": True}
    return _page(request, made | {"form": WebhookForm()}, 201)


@actor_required
@require_POST
def webhook_end(request: ActorRequest, pk: int) -> HttpResponse:
    """Tell an address no more."""
    end(actor=request.actor, webhook=_own(request, pk))
    messages.success(request, _("The address is told no more."))
    return redirect("webhooks")


@actor_required
@require_POST
def webhook_resume(request: ActorRequest, pk: int) -> HttpResponse:
    """Let an address that was set aside hear of the newest version again."""
    webhook = _own(request, pk)
    resume(actor=request.actor, webhook=webhook)
    messages.success(request, _("The address is told of the newest version again."))
    return redirect("webhooks")


def _own(request: ActorRequest, pk: int) -> Webhook:
    require(request.actor, Action.REGISTER_WEBHOOK)
    return get_object_or_404(webhooks_of(request.actor), pk=pk)


def _page(request: ActorRequest, page: dict[str, Any], status: int) -> HttpResponse:
    page["webhooks"] = _told(request)
    page["crumbs"] = [(reverse("home"), _("Home")), ("", _("Webhooks"))]
    return render(request, "outcomes/webhooks/webhooks.html", page, status=status)


def _told(request: ActorRequest) -> list[dict[str, Any]]:
    newest = Prefetch("deliveries", Delivery.objects.order_by("-id")[:SHOWN], "newest")
    return [
        {
            "webhook": webhook,
            "aside": any(d.state == DeliveryState.FAILED for d in webhook.newest),
            "deliveries": [
                {"of": d, "state": DRAWN[DeliveryState(d.state)]}
                for d in webhook.newest
            ],
        }
        for webhook in webhooks_of(request.actor).prefetch_related(newest)
    ]
