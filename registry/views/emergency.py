"""Emergency access: ask for one patient of another centre, read, end, acknowledge."""

from time import time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from registry.access.confirmation import Confirmed, NotConfirmed, confirm
from registry.access.log import saw
from registry.access.policy import Action, may, require
from registry.access.reach import reading_opened
from registry.access.requests import ActorRequest, actor_required
from registry.access.sessions import is_set_up
from registry.context import EMERGENCY
from registry.forms.emergency_form import EmergencyForm
from registry.models import EmergencyAccess, Patient
from registry.queries.emergencies import (
    from_where,
    numbers_of,
    openings_at,
    own_openings,
)
from registry.services import emergency as services
from registry.services.second_factor import WrongCode, check
from registry.views.code_tries import counted
from registry.views.emergency_case import case_shown


@actor_required
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def emergency(request: ActorRequest) -> HttpResponse:
    """Ask for a patient; show what was opened, by oneself and at one's centres."""
    actor = request.actor
    asks = may(actor, Action.OPEN_IN_EMERGENCY)
    if request.method == "POST" or not actor.centres_for(Action.CONFIGURE_CENTRE):
        require(actor, Action.OPEN_IN_EMERGENCY)
    posted = request.POST if request.method == "POST" else None
    form = EmergencyForm(posted, actor=actor, with_code=is_set_up(request.user))
    status = 200
    if posted is not None:
        if form.is_valid() and (opened := _opened(request, form)):
            return redirect("emergency-patient", opened.patient_id)
        status = 429 if form.non_field_errors() else 422
    there = openings_at(actor)
    told = {
        "crumbs": [(reverse("home"), _("Home")), ("", _("Emergency access"))],
        "form": form if asks else None,
        "own": own_openings(actor) if asks else [],
        "answers_for": bool(actor.centres_for(Action.CONFIGURE_CENTRE)),
        "there": _rows(there, request),
    }
    return render(request, "registry/emergency/emergency.html", told, status=status)


@actor_required
@never_cache
@require_safe
def emergency_patient(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a patient whom the person has open: everything recorded, to be read."""
    require(request.actor, Action.OPEN_IN_EMERGENCY)
    opened, until = request.session.get(EMERGENCY, (0, 0))
    if opened == pk and (over := _over(request.actor.person, pk, until)):
        del request.session[EMERGENCY]
        messages.info(request, over)
        return redirect("emergency")
    with reading_opened(request.actor.person, pk):
        visible = Patient.objects.opened_to(request.actor).select_related("centre")
        found = saw(get_object_or_404(visible, pk=pk))
        told = {
            "crumbs": [(reverse("emergency"), _("Emergency access")), ("", str(found))],
            "patient": found,
            "case": case_shown(found),
        }
        return render(request, "registry/emergency/patient.html", told)


@actor_required
@require_POST
def emergency_end(request: ActorRequest) -> HttpResponse:
    """Close what the person has open."""
    require(request.actor, Action.OPEN_IN_EMERGENCY)
    services.end_emergency(actor=request.actor)
    request.session.pop(EMERGENCY, None)
    messages.success(request, _("The emergency access is ended."))
    return HttpResponseRedirect(reverse("emergency"))


@actor_required
@require_POST
def emergency_close(request: ActorRequest, pk: int) -> HttpResponse:
    """End an access to a patient of the person's centre."""
    if services.close(opening=_answered_for(request, pk), actor=request.actor):
        messages.success(request, _("The emergency access is ended."))
    else:
        messages.info(request, _("The emergency access was over already."))
    return HttpResponseRedirect(reverse("emergency"))


@actor_required
@require_POST
def emergency_acknowledge(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that the centre knows of an access."""
    services.acknowledge(opening=_answered_for(request, pk), actor=request.actor)
    messages.success(request, _("Acknowledged, and kept in the history."))
    return HttpResponseRedirect(reverse("emergency"))


def _answered_for(request: ActorRequest, pk: int) -> EmergencyAccess:
    """Return an access to a patient of a centre that the person answers for."""
    require(request.actor, Action.CONFIGURE_CENTRE)
    centres = request.actor.centres_for(Action.CONFIGURE_CENTRE)
    rows = EmergencyAccess.objects.filter(centre__in=centres)
    return get_object_or_404(rows, pk=pk)


def _over(person: int | None, patient: int, until: float) -> str:
    """Say why what the session has open is over; nothing while it is not."""
    if until <= time():
        return _("The emergency access is over.")
    own = EmergencyAccess.objects.filter(user=person, patient=patient)
    if (newest := own.first()) and newest.ended_at:
        return _("The patient’s centre has ended the emergency access.")
    return ""


def _opened(request: ActorRequest, form: EmergencyForm) -> EmergencyAccess | None:
    """Open what the form asks for, or say in it why not."""
    confirmed = _confirmed(request, form)
    if confirmed is None:
        return None
    said = {name: form.cleaned_data[name] for name in ("centre", "number", "reason")}
    try:
        opening = services.open_in_emergency(
            actor=request.actor, confirmed=confirmed, request=request, **said
        )
    except services.NoSuchPatient:
        words = _("This centre has no patient of this number who can be opened.")
        form.add_error("number", words)
        return None
    except services.TooOften:
        words = _("Nobody may ask more often within an hour. Telephone the centre.")
        form.add_error(None, words)
        return None
    until = opening.until.timestamp()
    request.session[EMERGENCY] = (opening.patient_id, until)
    return opening


def _confirmed(request: ActorRequest, form: EmergencyForm) -> Confirmed | None:
    """Return the proof of who asks, by password and by code where there is one."""
    said, name = form.cleaned_data, request.user.get_username()
    try:
        confirmed = confirm(request, name, said["password"])
        if "code" in form.fields:
            with counted(request, request.user):
                check(request.user, said["code"])
    except NotConfirmed:
        words = _("This is not your password. Nothing was opened.")
        form.add_error("password", words)
    except WrongCode:
        words = _("This is not the code shown now. Nothing was opened.")
        form.add_error("code", words)
    else:
        return confirmed
    return None


def _rows(
    openings: list[EmergencyAccess], request: ActorRequest
) -> list[dict[str, Any]]:
    centres, numbers = from_where(openings), numbers_of(openings, request.actor)
    return [
        {
            "one": one,
            "from": centres.get(one.user_id, ""),
            # Who was transferred since is the other centre's.
            "number": numbers.get(one.patient_id, ""),
        }
        for one in openings
    ]
