"""A person's own second factor: set up, codes on paper, taken away."""

from typing import Any

import pyotp
import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from registry.access.requests import ActorRequest, actor_required
from registry.access.sessions import SHOWN, is_needed, is_set_up
from registry.models import RecoveryCode, SecondFactor
from registry.services import second_factor as services
from registry.views.code_tries import counted

ISSUER = "Day Zero"


@actor_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: ActorRequest) -> HttpResponse:
    """Show how the factor stands; take a code to confirm, renew or remove it."""
    told: dict[str, Any] = {}
    if request.method == "POST":
        act, code = request.POST.get("act", ""), request.POST.get("code", "")
        try:
            if act == "remove":
                return _removed(request, code)
            told["codes"] = _codes(request, act, code)
        except services.WrongCode:
            told["wrong"] = act or "confirm"
    told |= _standing(request)
    status = 422 if "wrong" in told else 200
    return render(request, "registry/account/second_factor.html", told, status=status)


def _codes(request: ActorRequest, act: str, code: str) -> list[str]:
    """Confirm the factor, or renew its paper; return the new recovery codes."""
    if act == "renew":
        with counted(request, request.user):
            return services.renew_codes(actor=request.actor, code=code)
    codes = services.confirm(actor=request.actor, code=code)
    request.session[SHOWN] = True
    return codes


def _removed(request: ActorRequest, code: str) -> HttpResponse:
    with counted(request, request.user):
        services.remove_own(actor=request.actor, code=code)
    request.session.pop(SHOWN, None)
    messages.success(request, _("Signing in no longer asks for a code."))
    return redirect("second-factor")


def _standing(request: ActorRequest) -> dict[str, Any]:
    needed = is_needed(request.user)
    if is_set_up(request.user):
        left = RecoveryCode.objects.filter(user=request.user, used_at=None)
        return {"set_up": True, "left": left.count(), "needed": needed}
    factor = services.begin(actor=request.actor)
    return {"set_up": False, "needed": needed, **_to_scan(request, factor)}


def _to_scan(request: HttpRequest, factor: SecondFactor) -> dict[str, str]:
    """Return the secret as a picture for the app, and as text to type."""
    name = request.user.get_username()
    key = services.secret_of(factor)
    address = pyotp.TOTP(key).provisioning_uri(name=name, issuer_name=ISSUER)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=2)
    groups = [key[at : at + 4] for at in range(0, len(key), 4)]
    return {"picture": picture, "key": " ".join(groups)}
