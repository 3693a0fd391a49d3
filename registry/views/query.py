"""One query: what is asked, what was said, and what can be done with it now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from registry.access.policy import Action, may, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.models import FORMS, DataQuery, Patient, User
from registry.queries.people import people_of
from registry.services.errors import Stale, WordsNeeded, WrongTurn
from registry.services.queries import (
    answer_query,
    assign_query,
    close_query,
    comment_on_query,
    confirm_query,
    open_query,
    send_back_query,
    withdraw_query,
)
from registry.views.links import address
from registry.views.patient_forms import label_of
from registry.views.queries import takes_part, whole
from registry.views.query_thread import thread_of
from registry.views.query_words import place_url, place_words

SAID: dict[str, Callable[..., DataQuery]] = {
    "answer": answer_query,
    "confirm": confirm_query,
    "comment": comment_on_query,
    "close": close_query,
    "send-back": send_back_query,
    "withdraw": withdraw_query,
}


@require_safe
@actor_required
def query(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one query with all that was said and done about it."""
    return _page(request, _found(request, pk))


@require_POST
@actor_required
def query_act(request: ActorRequest, pk: int, act: str) -> HttpResponse:
    """Answer, confirm, comment, close, send back, withdraw or assign one query."""
    found = _found(request, pk)
    if not takes_part(request.actor, found.patient.centre_id):
        require(request.actor, Action.OPEN_QUERY, found.patient.centre_id)
    problem, status = _act(request, found, act)
    if problem:
        found.refresh_from_db()
        return _page(request, found, problem=problem, status=status)
    messages.success(request, _("Kept with the query."))
    return HttpResponseRedirect(reverse("query", args=[found.pk]))


def _act(request: ActorRequest, found: DataQuery, act: str) -> tuple[str, int]:
    """Return why it was not done, with the status of the answer."""
    common: dict[str, Any] = {
        "query_id": found.pk,
        "actor": request.actor,
        "version": whole(request.POST.get("version")),
    }
    try:
        if act == "assign":
            assign_query(to=_person(request, found), **common)
        elif act in SAID:
            SAID[act](said=request.POST.get("said", ""), **common)
        else:
            raise Http404(act)
    except WordsNeeded:
        return _("Say it in words first."), 422
    except WrongTurn:
        return _("As the query stands now this cannot be done with it."), 409
    except Stale:
        return _("Somebody wrote to this query meanwhile. Read it and try again."), 412
    return "", 200


def _person(request: ActorRequest, found: DataQuery) -> User | None:
    """Return the person to whom the query is given; nobody where none is named."""
    named = whole(request.POST.get("to"))
    people = people_of([found.patient.centre_id])
    return get_object_or_404(people, pk=named) if named else None


def _found(request: ActorRequest, pk: int) -> DataQuery:
    rows = DataQuery.objects.visible_to(request.actor)
    beside = ("patient__centre", "assigned_to", "opened_by", "closed_by")
    return get_object_or_404(rows.select_related(*beside), pk=pk)


def _page(
    request: ActorRequest, found: DataQuery, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "nav": "queries",
        "crumbs": [(address("queries"), _("Queries")), ("", str(found.pk))],
        "problem": problem,
        "typed": request.POST.get("said", "") if problem else "",
        "people": people_of([found.patient.centre_id]),
        **thread_of(found, request.actor),
    }
    return render(request, "registry/queries/query.html", context, status=status)


@require_http_methods(["GET", "POST"])
@actor_required
def query_new(request: ActorRequest, pk: int, form: str) -> HttpResponse:
    """Ask about a field, a record, or a form that the patient has not got."""
    patient = patient_or_404(request, pk)
    require(request.actor, Action.OPEN_QUERY, patient.centre_id)
    about = _about(request, patient, form)
    problem, status = "", 200
    if request.method == "POST":
        try:
            asked = open_query(
                patient_id=patient.pk,
                form=form,
                record_id=about.record_id,
                field=about.field,
                asks=request.POST.get("asks", ""),
                assigned_to=_person(request, about),
                actor=request.actor,
            )
        except WordsNeeded:
            problem, status = _("Say what is to be answered."), 422
        else:
            messages.success(request, _("The query is open."))
            return HttpResponseRedirect(reverse("query", args=[asked.pk]))
    number = str(patient)
    context: dict[str, Any] = {
        "nav": "patients",
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("patient", patient.pk), number),
            ("", _("New query")),
        ],
        "patient": patient,
        "about": about,
        "place": place_words(about),
        "place_url": place_url(about),
        "label": label_of(form),
        "people": people_of([patient.centre_id]),
        "problem": problem,
        "typed": request.POST.get("asks", ""),
        "chosen": whole(request.POST.get("to")),
        "may_close": may(request.actor, Action.CLOSE_QUERY, patient.centre_id),
    }
    return render(request, "registry/queries/new.html", context, status=status)


def _about(request: ActorRequest, patient: Patient, form: str) -> DataQuery:
    """Return the query that is about to be asked, as far as the address says it."""
    if form != Patient.form and form not in FORMS:
        raise Http404(form)
    given = request.POST if request.method == "POST" else request.GET
    model = FORMS.get(form, Patient)
    record, field = whole(given.get("record")), given.get("field", "")
    if form == Patient.form:
        record = patient.pk
    elif record is not None:
        get_object_or_404(FORMS[form], pk=record, patient=patient)
    if field and field not in model.variables():
        raise Http404(field)
    return DataQuery(patient=patient, form=form, record_id=record, field=field)
