"""The pages on which a form is filled in, and what a save answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from registry.access.policy import Action, require
from registry.access.requests import (
    ActorRequest,
    actor_required,
    patient_or_404,
    read_in_one,
)
from registry.access.sent import whole
from registry.forms.record_form import as_posted
from registry.models import Patient
from registry.queries.drafts import others_typing
from registry.services.drafts import draft_of, drop_draft
from registry.views.entry import Entry, entry_of
from registry.views.record_page import draft_state, page_of
from registry.views.saving import Outcome, attempt
from registry.views.times import clock

MOST_FINDINGS = 3
READ_AND_SAVE = require_http_methods(["GET", "POST"])


@actor_required
@vary_on_headers("HX-Request")
@READ_AND_SAVE
@read_in_one
def record_new(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Begin a form of a patient; after its first save the same page goes on with it."""
    patient = patient_or_404(request, pk)
    require(request.actor, Action.EDIT_RECORD, patient.centre_id)
    given = request.POST if request.method == "POST" else request.GET
    record_id = whole(request.POST.get("record"))
    return _enter(request, entry_of(request.actor, patient, form, record_id, given))


@actor_required
@vary_on_headers("HX-Request")
@READ_AND_SAVE
@read_in_one
def record(request: ActorRequest, pk: int, form: str, record_id: int) -> HttpResponse:
    """Show a saved form, or save what was changed in it."""
    patient = patient_or_404(request, pk)
    return _enter(request, entry_of(request.actor, patient, form, record_id))


@actor_required
@vary_on_headers("HX-Request")
@READ_AND_SAVE
@read_in_one
def patient_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the patient form, or save what was changed in it."""
    patient = patient_or_404(request, pk)
    return _enter(request, entry_of(request.actor, patient, Patient.form))


@actor_required
@vary_on_headers("HX-Request")
@READ_AND_SAVE
def enrol(request: ActorRequest) -> HttpResponse:
    """Enrol a patient at one of the centres where the person may."""
    require(request.actor, Action.EDIT_RECORD)
    return _enter(request, Entry(request.actor, Patient(), request.GET))


def _enter(request: ActorRequest, entry: Entry) -> HttpResponse:
    if request.method == "GET":
        return _show(request, entry)
    require(
        entry.actor,
        Action.EDIT_RECORD,
        None if entry.enrolling else entry.patient.centre_id,
    )
    outcome = attempt(request.POST, entry)
    answer = _answer_htmx if request.htmx else _answer_page
    return answer(request, entry, outcome)


def _show(request: ActorRequest, entry: Entry) -> HttpResponse:
    """Show the form as saved, or with the person's own draft of it."""
    draft, others = None, []
    if entry.may_edit and not entry.enrolling:
        patient, name, pk = entry.patient, entry.form_name, entry.record.pk
        me = entry.actor
        draft = draft_of(actor=me, patient=patient, form=name, record_id=pk)
        others = others_typing(patient, name, pk, me.user_id)
    form = entry.form()
    shown: dict[str, Any] = {"version": entry.record.version}
    if entry.lock:
        shown["kept_draft"] = _kept(entry)
    if draft:
        restored = entry.form(as_posted(draft.typed))
        if entry.is_new or _differs(entry, restored):
            form = restored
            entry.take(form)
            shown = {"version": draft.version, "draft": draft}
            at = clock(draft.at, entry.patient.centre)
            shown |= {"draft_at": at[:5], "save_state": draft_state(at)}
    shown["others"] = [
        {"who": one.user.username, "at": clock(one.at, entry.patient.centre)[:5]}
        for one in others
    ]
    findings = [] if entry.is_new and not form.is_bound else entry.findings()
    context = page_of(entry, form, findings, **shown)
    if form.is_bound:
        context["problems"] = []
    return render(request, "registry/record/page.html", context)


def _kept(entry: Entry) -> str:
    """Return since when a draft waits for the lock to be opened, or nothing."""
    waiting = draft_of(
        actor=entry.actor,
        patient=entry.patient,
        form=entry.form_name,
        record_id=entry.record.pk,
    )
    return clock(waiting.at, entry.patient.centre)[:5] if waiting else ""


def _differs(entry: Entry, form: Any) -> bool:
    """Tell whether a draft says anything that is not saved already."""
    same = form.read == entry.record.answers() and form.absences == entry.record.absent
    return bool(form.errors) or not same


def _answer_page(request: ActorRequest, entry: Entry, outcome: Outcome) -> HttpResponse:
    """Answer a browser without script: go on to a page, or show this one again."""
    if outcome.saved:
        _say(request, outcome)
        return HttpResponseRedirect(outcome.next_url)
    context = page_of(entry, outcome.form, outcome.findings, **outcome.shown)
    return render(request, "registry/record/page.html", context, status=outcome.status)


def _say(request: ActorRequest, outcome: Outcome) -> None:
    """Say on the page that follows what was saved, and what should be looked at."""
    messages.success(request, outcome.words)
    if outcome.leaves:
        language = get_language()
        for finding in outcome.findings[:MOST_FINDINGS]:
            messages.warning(request, finding.says.in_language(language))


def _answer_htmx(request: ActorRequest, entry: Entry, outcome: Outcome) -> HttpResponse:
    """Answer with status and messages alone; what is typed on stays untouched."""
    if outcome.saved and outcome.leaves:
        _say(request, outcome)
        answer = HttpResponse(headers={"HX-Redirect": outcome.next_url})
    else:
        context = page_of(entry, outcome.form, outcome.findings, **outcome.shown)
        answer = render(
            request, "registry/record/_answer.html", context, status=outcome.status
        )
    if outcome.saved:
        answer["HX-Trigger"] = "dayzero:saved"
        if outcome.was_new and not outcome.leaves:
            answer["HX-Replace-Url"] = entry.url
    return answer


@actor_required
@require_http_methods(["POST"])
def discard_draft(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Forget the person's draft and show the form as saved."""
    patient = patient_or_404(request, pk)
    record_id = whole(request.POST.get("record"))
    entry = entry_of(request.actor, patient, form, record_id)
    drop_draft(
        actor=request.actor,
        patient=patient,
        form=form,
        record_id=record_id,
    )
    messages.info(request, _("The draft was discarded."))
    return HttpResponseRedirect(entry.url)
