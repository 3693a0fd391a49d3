"""Transfers between centres: ask, see, answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.codelists.general import SEX
from registry.forms.transfer_form import TransferForm
from registry.models import Patient, PatientTransfer
from registry.queries.transfers import told, transfers_of, with_patients
from registry.services.errors import (
    Locked,
    NotConsistent,
    OutOfTurn,
    ReasonNeeded,
    Withdrawn,
)
from registry.services.transfers import (
    accept_transfer,
    refuse_transfer,
    request_transfer,
    take_back_transfer,
)
from registry.views.links import address


@require_safe
@actor_required
def transfers(request: ActorRequest) -> HttpResponse:
    """List what waits for an answer, and what was answered."""
    require(request.actor, Action.TRANSFER_PATIENT)
    found = transfers_of(request.actor)
    context = {
        "nav": "patients",
        "crumbs": [(address("patients"), _("Patients")), ("", _("Transfers"))],
        "waiting": [one for one in found if one.mine_to_answer],
        "asked": [one for one in found if one.mine_to_take_back],
        "past": [one for one in found if one.answered_at],
    }
    return render(request, "registry/transfers/transfers.html", context)


@actor_required
@require_http_methods(["GET", "POST"])
def patient_transfer(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask another centre to take the patient over."""
    patient = patient_or_404(request, pk)
    require(request.actor, Action.TRANSFER_PATIENT, patient.centre_id)
    posted = request.POST if request.method == "POST" else None
    form = TransferForm(posted, own=patient.centre_id)
    if posted is not None and form.is_valid() and _asked(request, patient, form):
        messages.success(request, _("Asked. The other centre has to accept."))
        return HttpResponseRedirect(reverse("transfers"))
    context = {
        "nav": "patients",
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("patient", patient.pk), str(patient)),
            ("", _("Transfer")),
        ],
        "patient": patient,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "registry/transfers/ask.html", context, status=status)


def _asked(request: ActorRequest, patient: Patient, form: TransferForm) -> bool:
    said = form.cleaned_data
    try:
        request_transfer(
            patient_id=patient.pk,
            to=said["to"],
            with_identity=said["with_identity"],
            actor=request.actor,
            reason=said["reason"],
        )
    except ReasonNeeded:
        form.add_error("reason", _("Say why: the history keeps it."))
    except (OutOfTurn, Locked, Withdrawn) as why:
        form.add_error(None, _stands_against(why))
    return not form.errors


def _stands_against(why: Exception) -> str:
    if isinstance(why, OutOfTurn):
        return _("A request for this patient waits for its answer already.")
    if isinstance(why, Locked):
        return _("The patient form or the case is locked. Unlock it first.")
    return _("Consent was withdrawn: the patient cannot be transferred.")


@require_safe
@actor_required
def transfer(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one transfer as far as the person's side may know it."""
    return _page(request, _transfer(request, pk))


@require_POST
@actor_required
def transfer_answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Accept, refuse, or take back."""
    found = _transfer(request, pk)
    act, said = request.POST.get("act", ""), request.POST.get("answer", "")
    about: dict[str, Any] = {"transfer_id": pk, "answer": said, "actor": request.actor}
    try:
        if act == "accept":
            number = request.POST.get("study_no", "")
            done = accept_transfer(study_no=number, **about)
        elif act == "refuse":
            done = refuse_transfer(**about)
        elif act == "take-back":
            done = take_back_transfer(**about)
        else:
            return _page(request, found, _("Accept, refuse or take back."), 422)
    except NotConsistent:
        words = _("Your centre has this study number already, or it is none.")
        return _page(request, found, words, 422)
    except ReasonNeeded:
        return _page(request, found, _("Say why the patient is not taken over."), 422)
    except OutOfTurn:
        return _page(request, _transfer(request, pk), _("Answered meanwhile."), 409)
    except (Locked, Withdrawn) as why:
        return _page(request, found, _stands_against(why), 422)
    stage = done.get_stage_display()
    messages.success(request, _("Transfer: %(stage)s.") % {"stage": stage})
    there = reverse("patient", args=[done.patient_id])
    return HttpResponseRedirect(there if act == "accept" else reverse("transfers"))


def _transfer(request: ActorRequest, pk: int) -> PatientTransfer:
    require(request.actor, Action.TRANSFER_PATIENT)
    rows = PatientTransfer.objects.visible_to(request.actor)
    found = get_object_or_404(rows.select_related("from_centre", "to_centre"), pk=pk)
    return with_patients([found])[0]


def _page(
    request: ActorRequest, found: PatientTransfer, problem: str = "", status: int = 200
) -> HttpResponse:
    one = told(found, request.actor)
    context = {
        "nav": "patients",
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("transfers"), _("Transfers")),
            ("", found.study_no),
        ],
        "one": one,
        "sex": SEX.label(one.sex).in_language(get_language()) if one.sex else "",
        "stage": found.get_stage_display(),
        "problem": problem,
        "number": request.POST.get("study_no", found.study_no),
        "answer": request.POST.get("answer", ""),
    }
    return render(request, "registry/transfers/transfer.html", context, status=status)
