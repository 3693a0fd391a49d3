"""The list of forms of all patients, from which many are marked at once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_safe

from registry.access.policy import Action, Actor, may, require
from registry.access.requests import ActorRequest, actor_required, read_in_one
from registry.models import Centre, Patient
from registry.models.standing import STANDINGS
from registry.queries.form_list import ALL, FormFilters, FormPage, FormRow, forms_page
from registry.services.judging import NEEDED
from registry.views.links import address, record_address, with_query
from registry.views.marks_panel import ACTS, BUTTONS
from registry.views.patient_forms import label_of


@require_safe
@actor_required
@read_in_one
def forms(request: ActorRequest) -> HttpResponse:
    """Show one page of the forms that the actor may see."""
    require(request.actor, Action.READ_RECORD)
    filters = FormFilters.of(request.GET)
    page = forms_page(
        request.actor,
        filters,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    centres = list(Centre.objects.filter(pk__in=request.actor.readable_centres))
    context = {
        "nav": "forms",
        "filters": filters,
        "choices": _choices(centres),
        "rows": [_row(row) for row in page.rows],
        "several": len(centres) > 1,
        "acts": acts_of(request.actor),
        "pager": _pager(request, page),
        "back": request.GET.urlencode(),
    }
    part = request.htmx and not request.htmx.boosted
    name = "_list.html" if part else "forms.html"
    return render(request, f"registry/marks/{name}", context)


def acts_of(actor: Actor, patient: Patient | None = None) -> list[dict[str, str]]:
    """Return what the actor may do with the forms of a patient, or of any."""
    centre = patient.centre_id if patient else None
    shut = bool(patient and patient.case_locked_at)
    return [
        {
            "act": act,
            "icon": "unlocked" if act == "unlock" else kind.value,
            "text": str(BUTTONS[act]),
        }
        for act, kind in ACTS.items()
        if may(actor, NEEDED[kind], centre) and (act == "unlock" or not shut)
    ]


def _row(row: FormRow) -> dict[str, Any]:
    return {
        "value": f"{row.form}:{row.record}:{row.version}",
        "patient": row.study_no,
        "patient_url": address("patient", row.patient),
        "centre": row.centre,
        "label": label_of(row.form),
        "url": record_address(row.patient, row.form, row.record),
        "day": row.day.isoformat() if row.day else "",
        "state": row.standing,
        "unreadable": row.unreadable,
    }


def _choices(centres: list[Centre]) -> dict[str, list[tuple[str, Any]]]:
    language = get_language()
    return {
        "form": [(f, m.label.in_language(language)) for f, m in ALL.items()],
        "state": list(STANDINGS.items()),
        "centre": [(c.code, c.code) for c in centres] if len(centres) > 1 else [],
    }


def _pager(request: ActorRequest, page: FormPage) -> dict[str, str]:
    kept = {k: v for k, v in request.GET.items() if k not in ("after", "before")}

    def leads_to(name: str, place: str) -> str:
        return with_query(request.path, {**kept, name: place}) if place else ""

    number = len(page.rows)
    words = ngettext("%(number)s form shown", "%(number)s forms shown", number)
    return {
        "text": words % {"number": number},
        "previous_url": leads_to("before", page.before),
        "next_url": leads_to("after", page.after),
    }
