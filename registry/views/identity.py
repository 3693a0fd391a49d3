"""The box with a patient's name and hospital number, and its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from registry.access.policy import Action, Actor, may, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.access.sent import whole
from registry.forms.identity_form import IdentityForm
from registry.models import Patient
from registry.models.identity import FIELDS
from registry.queries.identities import edits_of_identity, identity_of
from registry.services.errors import ReasonNeeded, Stale
from registry.services.identity import save_identity
from registry.views.links import address
from registry.views.times import stamp


def identity_box(
    actor: Actor, patient: Patient, form: IdentityForm | None = None
) -> dict[str, Any] | None:
    """Return what the box shows; None for those who may not know who it is."""
    if patient.pk is None or not may(actor, Action.READ_IDENTITY, patient.centre_id):
        return None
    identity = identity_of(actor, patient)
    kept = {name: getattr(identity, name, "") for name in FIELDS}
    form = form or IdentityForm(initial=kept)
    if identity is None:
        form.fields.pop("reason", None)
    return {
        "form": form,
        "version": identity.version if identity else 0,
        "url": reverse("patient-identity", args=[patient.pk]),
        "edits": _edits(identity, patient) if identity else [],
    }


def _edits(identity: Any, patient: Patient) -> list[dict[str, Any]]:
    labels = IdentityForm.base_fields
    return [
        {
            "who": edit.who,
            "at": stamp(edit.at, patient.centre),
            "why": edit.why,
            "fields": [
                (labels[name].label, old, new) for name, old, new in edit.fields
            ],
        }
        for edit in edits_of_identity(identity)
    ]


@sensitive_post_parameters()
@actor_required
@require_http_methods(["GET", "POST"])
def patient_identity(request: ActorRequest, pk: int) -> HttpResponse:
    """Show who the patient is, or save it; only to the own centre's staff."""
    patient = patient_or_404(request, pk)
    require(request.actor, Action.READ_IDENTITY, patient.centre_id)
    form, status = None, 200
    if request.method == "POST":
        form = IdentityForm(request.POST)
        if form.is_valid() and _saved(request, patient, form):
            messages.success(request, _("Name and hospital number saved."))
            return HttpResponseRedirect(reverse("patient-edit", args=[patient.pk]))
        status = 422
    context = {
        "patient": patient,
        "nav": "patients",
        "identity": identity_box(request.actor, patient, form),
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("patient", patient.pk), str(patient)),
            ("", _("Who the patient is")),
        ],
    }
    return render(request, "registry/patient/identity.html", context, status=status)


def _saved(request: ActorRequest, patient: Patient, form: IdentityForm) -> bool:
    """Save, or put on the form why it was not saved."""
    version = request.POST.get("version", "")
    try:
        save_identity(
            patient_id=patient.pk,
            values={name: form.cleaned_data[name] for name in FIELDS},
            version=whole(version) or 0,
            actor=request.actor,
            reason=form.cleaned_data["reason"],
        )
    except ReasonNeeded:
        form.add_error("reason", _("Say why it is changed: a correction has a reason."))
    except Stale:
        words = _("Somebody saved it meanwhile. Compare with what is below, then save.")
        form.add_error(None, words)
    return not form.errors
