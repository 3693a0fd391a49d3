"""Quick find: results under the box, and the same as a page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registry.access.log import saw_rows
from registry.access.policy import Actor
from registry.access.requests import ActorRequest, actor_required, read_in_one
from registry.models import FORMS
from registry.queries.forms import typed_as
from registry.queries.identities import names_of
from registry.queries.patient_rows import rows_of
from registry.queries.quick_find import Found, Target, found_for
from registry.templatetags.ui import main_pages
from registry.views.links import address, record_address
from registry.views.patient_list import treated, vital_words


@require_safe
@actor_required
@read_in_one
def find(request: ActorRequest) -> HttpResponse:
    """Show what the words may mean; a single meaning is opened on Enter."""
    words = request.GET.get("q", "").strip()
    found = found_for(request.actor, words) if words else Found()
    patients = _patients(request.actor, found)
    if patients:
        saw_rows(found.patients)
    told: dict[str, Any] = {
        "find_words": words,
        "patients": patients,
        "number": found.targets[0].patient.study_no if found.targets else "",
        "forms": [_form(target) for target in found.targets],
        "pages": _pages(request.actor, words),
    }
    if request.htmx:
        return render(request, "registry/_find_results.html", told)
    meanings = told["forms"] or told["patients"] or told["pages"]
    if len(meanings) == 1:
        return redirect(meanings[0]["url"])
    return render(request, "registry/patients/find.html", told)


def _patients(actor: Actor, found: Found) -> list[dict[str, Any]]:
    names = names_of(actor, found.patients)
    return [
        {
            "url": reverse("patient", args=[row.patient.pk]),
            "number": row.patient.study_no,
            "name": names.get(row.patient.pk, ""),
            "text": " · ".join(filter(None, (row.patient.centre.code, row.disease))),
            "state": " · ".join(filter(None, (treated(row), vital_words(row)))),
        }
        for row in rows_of(found.patients)
    ]


def _form(target: Target) -> dict[str, str]:
    pk, form = target.patient.pk, target.form
    if target.record:
        url = record_address(pk, form, target.record)
    else:
        url = address("record-new", pk, form)
    return {
        "url": url or reverse("patient", args=[pk]),
        "typed": f"{target.patient.study_no.lower()} {typed_as(form)}",
        "text": FORMS[form].label.in_language(get_language()),
    }


def _pages(actor: Actor, words: str) -> list[dict[str, str]]:
    wanted = words.lower()
    return [
        {"url": url, "text": str(word)}
        for _key, _letter, url, word in main_pages(actor)
        if wanted and str(word).lower().startswith(wanted)
    ]
