"""Take back a record that was entered by mistake."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.models import FORMS
from registry.services.removal import remove_record
from registry.views.entry import Entry, entry_of
from registry.views.record_page import crumbs_of, title_of
from registry.views.undoing import Refusal, refusal_of, version_in


@actor_required
@require_http_methods(["GET", "POST"])
def record_remove(
    request: ActorRequest, pk: int, form: str, record_id: int
) -> HttpResponse:
    """Ask for the reason, then remove the record; its history stays."""
    patient = patient_or_404(request, pk)
    require(request.actor, Action.EDIT_RECORD, patient.centre_id)
    if form not in FORMS:
        raise Http404(form)
    entry = entry_of(request.actor, patient, form, record_id)
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _remove(request, entry)
        if not problem:
            said = {"form": entry.record._meta.verbose_name}
            messages.success(request, _("%(form)s removed; its history stays.") % said)
            return HttpResponseRedirect(reverse("patient", args=[patient.pk]))
    context = {
        "entry": entry,
        "patient": patient,
        "record": entry.record,
        "title": title_of(entry),
        "nav": "patients",
        "crumbs": crumbs_of(entry),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "registry/record/remove.html", context, status=status)


def _remove(request: ActorRequest, entry: Entry) -> Refusal:
    """Return why the record was not removed, with the status of the answer."""
    return refusal_of(
        lambda: remove_record(
            patient_id=entry.patient.pk,
            form=entry.form_name,
            record_id=entry.record.pk,
            version=version_in(request),
            actor=request.actor,
            reason=request.POST.get("reason", ""),
        ),
        patients=(entry.patient,),
        no_reason=_("Say why the record is removed."),
    )
