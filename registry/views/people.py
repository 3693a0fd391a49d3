"""Who may sign in, in which roles: for administrators, without mail."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.policy import Action, Actor, require
from registry.access.requests import ActorRequest, actor_required
from registry.access.sent import whole
from registry.access.sessions import is_set_up
from registry.forms.person import InvitationForm, RoleForm
from registry.models import Membership, SecondFactor, User
from registry.services import people as services
from registry.services.errors import ReasonNeeded

MOST = 200


@require_safe
@actor_required
def people(request: ActorRequest) -> HttpResponse:
    """List the people of the actor's centres whose name holds the words asked for."""
    require(request.actor, Action.MANAGE_USERS)
    words = request.GET.get("q", "").strip()
    found = _within(request.actor)
    if words:
        named = ("username", "first_name", "last_name", "email")
        holds = Q(*((f"{name}__icontains", words) for name in named), _connector=Q.OR)
        found = found.filter(holds)
    shown = list(found.order_by("-is_active", "username")[: MOST + 1])
    labels = (_("User name"), _("Name"), _("Roles"), _("Last signed in"), _("State"))
    told = {
        "nav": "people",
        "words": words,
        "more": len(shown) > MOST,
        "most": MOST,
        "table": {
            "label": _("People"),
            "columns": [{"label": label} for label in labels],
            "rows": [{"cells": _cells(user)} for user in shown[:MOST]],
        },
    }
    return render(request, "registry/people/people.html", told)


@never_cache
@actor_required
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Make an account, and show the link by which its person comes in."""
    require(request.actor, Action.MANAGE_USERS)
    bound = request.POST if request.method == "POST" else None
    form = InvitationForm(bound, actor=request.actor)
    if form.is_valid():
        try:
            user = services.invite(
                actor=request.actor, about=form.about(), **form.given()
            )
        except services.NameTaken:
            form.add_error("username", _("Somebody has this user name. Take another."))
        else:
            return _person(request, user, link=_link(request, user))
    crumbs = [(reverse("people"), _("People")), ("", _("Invite"))]
    status = 422 if form.is_bound else 200
    told = {"nav": "people", "crumbs": crumbs, "form": form}
    return render(request, "registry/people/invite.html", told, status=status)


@never_cache
@actor_required
@require_http_methods(["GET", "POST"])
def person(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a person's roles and sign-in; do the act that was asked for."""
    require(request.actor, Action.MANAGE_USERS)
    user = get_object_or_404(_within(request.actor), pk=pk)
    if request.method != "POST":
        return _person(request, user)
    act = request.POST.get("act", "")
    if act == "link":
        return _person(request, user, link=_link(request, user))
    if act == "role":
        return _role_given(request, user)
    if act.partition(":")[0] not in ("end", "factor", "open", "close"):
        raise BadRequest(f"no such act: {act}")
    return _done_with_reason(request, user, act)


def _role_given(request: ActorRequest, user: User) -> HttpResponse:
    form = RoleForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            services.give_role(actor=request.actor, user=user, **form.given())
        except services.AlreadyHeld:
            form.add_error("role", _("They hold this role there already."))
        else:
            messages.success(request, _("The role is given."))
            return HttpResponseRedirect(reverse("person", args=[user.pk]))
    return _person(request, user, form=form)


def _done_with_reason(request: ActorRequest, user: User, act: str) -> HttpResponse:
    """End a role, close or open the account, or take the second factor away."""
    said: dict[str, Any] = {"actor": request.actor}
    said["reason"] = request.POST.get("reason", "")
    kind, _colon, number = act.partition(":")
    try:
        if kind == "end":
            held = user.memberships.filter(pk=whole(number) or 0)
            services.end_role(membership=get_object_or_404(held), **said)
        elif kind == "factor":
            services.take_second_factor(user=user, **said)
        else:
            services.set_open(user=user, is_open=kind == "open", **said)
    except ReasonNeeded:
        return _person(request, user, asked=act)
    messages.success(request, _("Done, and kept in the history."))
    return HttpResponseRedirect(reverse("person", args=[user.pk]))


def _person(
    request: ActorRequest,
    user: User,
    *,
    form: RoleForm | None = None,
    link: str = "",
    asked: str = "",
) -> HttpResponse:
    told = {
        "nav": "people",
        "crumbs": [(reverse("people"), _("People")), ("", user.username)],
        "person": user,
        "roles": _roles(user),
        "form": form or RoleForm(actor=request.actor),
        "link": link,
        "asked": asked,
        "may_help": services.may_help(request.actor, user),
        "second_factor": is_set_up(user),
    }
    status = 422 if asked or (form and form.errors) else 200
    return render(request, "registry/people/person.html", told, status=status)


def _link(request: ActorRequest, user: User) -> str:
    path = services.sign_in_link(actor=request.actor, user=user)
    return request.build_absolute_uri(path)


def _within(actor: Actor) -> QuerySet[User]:
    """Return whom the actor may know of: who holds or held a role at their centres."""
    factor = SecondFactor.objects.filter(
        user=OuterRef("pk"), confirmed_at__isnull=False
    )
    roles = Membership.objects.select_related("centre").order_by("pk")
    people = User.objects.annotate(with_code=Exists(factor)).prefetch_related(
        Prefetch("memberships", queryset=roles)
    )
    if actor.holds_everywhere(Action.MANAGE_USERS):
        return people
    mine = Membership.objects.filter(
        user=OuterRef("pk"), centre__in=actor.centres_for(Action.MANAGE_USERS)
    )
    return people.filter(Exists(mine))


def _roles(user: User) -> list[dict[str, Any]]:
    now = timezone.now()
    held = user.memberships.select_related("centre").order_by("-until", "pk")
    return [
        {
            "pk": one.pk,
            "number": str(one.pk),
            "role": one.get_role_display(),
            "centre": one.centre.code if one.centre else "",
            "until": one.until and timezone.localtime(one.until),
            "ended": bool(one.until and one.until <= now),
        }
        for one in held
    ]


def _cells(user: Any) -> list[dict[str, Any]]:
    now = timezone.now()
    held = [m for m in user.memberships.all() if m.until is None or m.until > now]
    roles = [f"{m.get_role_display()} {m.centre or ''}".strip() for m in held]
    seen = user.last_login and timezone.localtime(user.last_login)
    return [
        {"text": user.username, "url": reverse("person", args=[user.pk])},
        {"text": user.get_full_name()},
        {"text": ", ".join(roles)},
        {"text": f"{seen:%Y-%m-%d}" if seen else _("never"), "css": "nw mhide"},
        _state(user),
    ]


def _state(user: Any) -> dict[str, str]:
    if not user.is_active:
        return {"state": "none", "text": _("closed")}
    if not user.has_usable_password():
        return {"state": "due", "text": _("invited")}
    if user.with_code:
        return {"state": "done", "text": _("with a second factor")}
    return {"state": "begun", "text": _("password alone")}
