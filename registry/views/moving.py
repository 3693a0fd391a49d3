"""The page on which a form is given to the patient whom it is about."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry.access.policy import Action, Actor, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.access.sent import whole
from registry.checks import Finding, Severity
from registry.models import FORMS, Patient
from registry.services.errors import NotConsistent
from registry.services.moving import Preview, move_record, preview
from registry.views.entry import HIGHEST_NUMBER, Entry, entry_of
from registry.views.record_page import crumbs_of, title_of
from registry.views.undoing import Refusal, refusal_of, version_in


@actor_required
@require_http_methods(["GET", "POST"])
def record_move(
    request: ActorRequest, pk: int, form: str, record_id: int
) -> HttpResponse:
    """Find the right patient, show what the move would come to, and do it."""
    patient = patient_or_404(request, pk)
    require(request.actor, Action.MOVE_RECORD, patient.centre_id)
    if form not in FORMS:
        raise Http404(form)
    entry = entry_of(request.actor, patient, form, record_id)
    given = request.POST if request.method == "POST" else request.GET
    words = given.get("to", "").strip()
    found = candidates(request.actor, patient, words) if words else []
    to = found[0] if len(found) == 1 else None
    number = whole(given.get("number"))
    asked = number if number and number <= HIGHEST_NUMBER else None
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _move(request, entry, to, asked)
        if not problem and to:
            said = {"form": entry.record._meta.verbose_name, "patient": to}
            messages.success(request, _("%(form)s moved to %(patient)s.") % said)
            return HttpResponseRedirect(
                reverse("record", args=[to.pk, form, record_id])
            )
    context = {
        **_frame(entry),
        "words": words,
        "found": found,
        "to": to,
        "wished": told_preview(preview(entry.record, to, asked)) if to else None,  # type: ignore[arg-type]
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "registry/record/move.html", context, status=status)


def candidates(actor: Actor, patient: Patient, words: str) -> list[Patient]:
    """Return the patients with this study number to whom ``actor`` may move a form."""
    rows = Patient.objects.filter(centre__in=actor.centres_for(Action.MOVE_RECORD))
    rows = rows.filter(merged_into=None).exclude(pk=patient.pk)
    number, _at, centre = words.upper().partition("@")
    rows = rows.filter(number=number.strip())
    if centre.strip():
        rows = rows.filter(centre__code__iexact=centre.strip())
    return list(rows.select_related("centre").order_by("centre__code"))


def _frame(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "patient": entry.patient,
        "record": entry.record,
        "title": title_of(entry),
        "nav": "patients",
        "crumbs": [
            *crumbs_of(entry)[:-1],
            (entry.url, title_of(entry)),
            ("", _("Move")),
        ],
    }


def told_preview(wished: Preview) -> dict[str, Any]:
    """Return a preview as a page shows it."""
    return {
        "number": next(iter(wished.place.values()), None),
        "possible": wished.possible,
        "findings": [_finding(one) for one in wished.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    language = get_language()
    return {
        "hard": finding.severity is Severity.HARD,
        "check": finding.check,
        "says": finding.says.in_language(language),
        "fix": finding.fix.in_language(language),
    }


def _move(
    request: ActorRequest, entry: Entry, to: Patient | None, number: int | None
) -> Refusal:
    """Return why the record was not moved, with the status of the answer."""
    if to is None:
        return _("Choose the patient whom the form is about."), 422

    def move() -> None:
        move_record(
            patient_id=entry.patient.pk,
            form=entry.form_name,
            record_id=entry.record.pk,
            to_patient_id=to.pk,
            version=version_in(request),
            actor=request.actor,
            reason=request.POST.get("reason", ""),
            number=number,
        )

    no_reason = _("Say why the form is moved.")
    try:
        return refusal_of(move, patients=(to, entry.patient), no_reason=no_reason)
    except NotConsistent:
        return _("It contradicts the other patient's forms, as said below."), 422
