"""What the page asks while somebody types: derived values, a draft, more time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.access.sent import whole
from registry.forms.record_form import form_for
from registry.services.drafts import keep_draft
from registry.views.entry import Entry, entry_of
from registry.views.record_page import derived_of, draft_state
from registry.views.times import clock


@actor_required
@require_POST
def derived(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Answer with what follows from the answers as typed; nothing is written."""
    entry = _entry(request, pk, form)
    entry.take(entry.form(request.POST))
    context = {"derived": derived_of(entry), "entry": entry}
    return render(request, "registry/record/_derived.html", context)


@actor_required
@require_POST
def draft(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Keep what is typed as the person's draft, and the session with it."""
    entry = _entry(request, pk, form)
    require(request.actor, Action.EDIT_RECORD, entry.patient.centre_id)
    version = request.POST.get("version", "")
    typed = form_for(type(entry.record))(request.POST)
    keep_draft(
        actor=request.actor,
        patient=entry.patient,
        form=form,
        record_id=entry.record.pk,
        version=whole(version) or 0,
        typed=typed.typed(),
    )
    request.session.modified = True
    at = clock(timezone.now(), entry.patient.centre)
    context = {"save_state": draft_state(at)}
    return render(request, "registry/_save_state.html", context)


@actor_required
@require_POST
def session_ping(request: ActorRequest) -> HttpResponse:
    """Let the session last on."""
    request.session.modified = True
    return HttpResponse(status=204)


def _entry(request: ActorRequest, pk: int, form: str) -> Entry:
    patient = patient_or_404(request, pk)
    record_id = whole(request.POST.get("record"))
    return entry_of(request.actor, patient, form, record_id, request.POST)
