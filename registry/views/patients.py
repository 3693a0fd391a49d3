"""The list of patients: search, filters, sorting, pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.log import saw_rows
from registry.access.policy import Action, may, require
from registry.access.requests import ActorRequest, actor_required, read_in_one
from registry.access.sent import whole
from registry.codelists.disease import DISEASE
from registry.models import FORMS, Centre
from registry.models.standing import MARKS, STANDINGS
from registry.queries.identities import names_of
from registry.queries.keyset import COUNTED, Page, page_of
from registry.queries.needs import NEEDS
from registry.queries.patient_rows import rows_of
from registry.queries.search import SORTS, Filters, count_of, listed, matching
from registry.views.links import with_query
from registry.views.patient_list import cells


@require_safe
@actor_required
@read_in_one
def patients(request: ActorRequest) -> HttpResponse:
    """Show one page of the patients whom the actor may see."""
    require(request.actor, Action.READ_RECORD)
    filters, today = Filters.of(request.GET), timezone.localdate()
    everyone = listed(request.actor, filters.sort)
    rows = matching(everyone, filters, today, request.actor)
    page = page_of(
        rows,
        SORTS[filters.sort],
        all_rows=everyone,
        after=whole(request.GET.get("after")),
        before=whole(request.GET.get("before")),
    )
    centres = list(Centre.objects.filter(pk__in=request.actor.readable_centres))
    count = count_of(rows, filters)
    saw_rows(page.rows)
    # Names stand in the list only where one was asked for.
    names = names_of(request.actor, page.rows) if filters.words else {}
    told = {
        "nav": "patients",
        "may_configure": may(request.actor, Action.CONFIGURE_CENTRE),
        "may_transfer": may(request.actor, Action.TRANSFER_PATIENT),
        "filters": filters,
        "choices": _choices(centres),
        "table": _table(page, today, several=len(centres) > 1, names=names),
        "pager": _pager(request, page, count),
        "count": count,
    }
    part = request.htmx and not request.htmx.boosted
    name = "_list.html" if part else "patients.html"
    return render(request, f"registry/patients/{name}", told)


def _choices(centres: list[Centre]) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen in each filter, as (word of the address, label)."""
    language = get_language()
    return {
        "centre": [(c.code, c.code) for c in centres] if len(centres) > 1 else [],
        "disease": [(d.value, d.label.in_language(language)) for d in DISEASE],
        "yes_no": [("yes", _("with")), ("no", _("without"))],
        "vital": [
            ("alive", _("alive")),
            ("dead", _("dead")),
            ("lost", _("lost to follow-up")),
            ("silent", _("lost to follow-up?")),
        ],
        "needs": [(need.name, str(need.title)) for need in NEEDS.values()],
        "form": [(f, m.label.in_language(language)) for f, m in FORMS.items()],
        "state": [
            ("complete", _("complete")),
            ("begun", _("begun")),
            *((mark, str(STANDINGS[mark])) for mark in reversed(MARKS)),
            ("absent", _("absent")),
        ],
        "sort": [
            ("number", _("study number")),
            ("newest", _("last enrolled first")),
            ("car_t", _("latest CAR-T first")),
            ("hsct", _("latest HSCT first")),
            ("contact", _("longest without contact first")),
        ],
    }


def _table(
    page: Page, today: Any, *, several: bool, names: Mapping[int, str]
) -> dict[str, Any]:
    columns = [
        {"label": _("Study no.")},
        *([{"label": _("Centre")}] if several else []),
        {"label": _("Age, sex")},
        {"label": _("Diagnosis")},
        {"label": _("CAR-T, day 0")},
        {"label": _("HSCT, day 0")},
        {"label": _("Last contact")},
        {"label": _("Forms")},
    ]
    rows = [
        {"cells": cells(r, today, centre=several, name=names.get(r.patient.pk, ""))}
        for r in rows_of(page.rows)
    ]
    return {"label": _("Patients"), "columns": columns, "rows": rows}


def _pager(request: ActorRequest, page: Page, count: int) -> dict[str, str]:
    kept = {
        name: word
        for name, word in request.GET.items()
        if name not in ("after", "before")
    }

    def leads_to(**place: int | None) -> str:
        words = {**kept, **place}
        return with_query(request.path, words) if any(place.values()) else ""

    text = ngettext("%(count)s patient", "%(count)s patients", count)
    if count > COUNTED:
        text, count = _("more than %(count)s patients"), COUNTED
    return {
        "text": text % {"count": count},
        "previous_url": leads_to(before=page.before),
        "next_url": leads_to(after=page.after),
    }
