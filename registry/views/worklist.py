"""The whole lists behind the home page: visits, and forms begun."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.log import saw_rows
from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required, read_in_one
from registry.access.sent import whole
from registry.models import FORMS, BegunForm, Centre, Patient
from registry.queries.begun import begun_by, begun_forms
from registry.queries.keyset import COUNTED, Page, counted, page_of
from registry.queries.visits import ORDERS, WAITING, days_at, listed, visits_in
from registry.schedule import State, Track
from registry.views.home_panels import missing_words
from registry.views.links import record_address, with_query
from registry.views.patient_forms import label_of
from registry.views.visit_table import visit_table
from registry.views.visit_words import STATES, TRACKS

FORMS_ORDER = ("centre_id", "patient_id", "pk")
FIELD = "field"


@require_safe
@actor_required
@read_in_one
def worklist_visits(request: ActorRequest) -> HttpResponse:
    """List the visits of the actor's centres, those that wait by default."""
    require(request.actor, Action.READ_RECORD)
    asked, centres = request.GET, _centres(request)
    days = days_at(_chosen(centres, asked))
    order = asked.get("sort", "")
    order = order if order in ORDERS else "urgent"
    condition = visits_in(_states(asked.get("state", "")), days) & _narrowed(asked)
    rows = listed(request.actor, condition, order)
    everything = listed(request.actor, Q(), order)
    page = page_of(
        rows,
        ORDERS[order],
        all_rows=everything,
        after=whole(asked.get("after")),
        before=whole(asked.get("before")),
    )
    saw_rows(page.rows)
    count = counted(rows)
    words = ngettext("%(count)s visit", "%(count)s visits", count)
    if count > COUNTED:
        words, count = _("more than %(count)s visits"), COUNTED
    words %= {"count": count}
    table = (
        visit_table(page.rows, request.actor, days, condition) if page.rows else None
    )
    told = {
        "nav": "home",
        "crumbs": _crumbs(_("Visits")),
        "asked": {"sort": order, **asked.dict()},
        "choices": _visit_choices(centres),
        "table": table,
        "pager": pager(request, page, words),
    }
    return _answer(request, "visits", told)


def _states(word: str) -> list[State]:
    if word == "all":
        return list(State)
    return [State(word)] if word in list(State) else list(WAITING)


def _narrowed(asked: Mapping[str, str]) -> Q:
    found = Q()
    if asked.get("track", "") in list(Track):
        found &= Q(track=asked["track"])
    if asked.get("form", "") in FORMS:
        found &= Q(lacking__contains=[asked["form"]])
    return found


def _visit_choices(centres: list[Centre]) -> dict[str, list[tuple[str, Any]]]:
    states = [(state.value, word) for state, (_icon, word) in STATES.items()]
    return {
        "centre": _centre_choices(centres),
        "state": [*states, ("all", _("every state"))],
        "track": [(track.value, word) for track, word in TRACKS.items()],
        "form": form_choices(),
        "sort": [("urgent", _("most urgent first")), ("patient", _("by patient"))],
    }


@require_safe
@actor_required
@read_in_one
def worklist_forms(request: ActorRequest) -> HttpResponse:
    """List the forms begun, with what each misses."""
    require(request.actor, Action.READ_RECORD)
    asked, centres = request.GET, _centres(request)
    everything = begun_forms(request.actor).select_related("patient", "centre")
    rows = everything.filter(centre__in=_chosen(centres, asked))
    if asked.get("form", "") in {*FORMS, Patient.form}:
        rows = rows.filter(form=asked["form"])
        if asked.get(FIELD):
            rows = rows.filter(missing__contains=[asked[FIELD]])
    if asked.get("by") == "me":
        rows = rows.filter(begun_by(request.actor))
    page = page_of(
        rows,
        FORMS_ORDER,
        all_rows=everything,
        after=whole(asked.get("after")),
        before=whole(asked.get("before")),
    )
    saw_rows(page.rows)
    count = counted(rows)
    words = ngettext("%(count)s form", "%(count)s forms", count)
    if count > COUNTED:
        words, count = _("more than %(count)s forms"), COUNTED
    words %= {"count": count}
    told = {
        "nav": "home",
        "crumbs": _crumbs(_("Forms begun")),
        "asked": asked.dict(),
        "choices": {
            "centre": _centre_choices(centres),
            "form": [(Patient.form, label_of(Patient.form)), *form_choices()],
            "by": [("me", _("changed by me lately"))],
        },
        "table": _forms_table(page.rows, asked.get(FIELD)) if page.rows else None,
        "pager": pager(request, page, words),
    }
    return _answer(request, "forms", told)


def _forms_table(rows: list[BegunForm], field: str | None) -> dict[str, Any]:
    names = (_("Patient"), _("Form"), _("What is missing"), _("State"))
    told: list[dict[str, Any]] = []
    for _key, some in groupby(rows, key=lambda one: one.centre_id):
        forms = list(some)
        told.append({"group": forms[0].centre.code})
        told += [{"cells": _form_cells(one, field)} for one in forms]
    columns = [{"label": name} for name in names]
    return {"label": _("Forms begun"), "columns": columns, "rows": told}


def _form_cells(one: BegunForm, field: str | None) -> list[dict[str, Any]]:
    url = record_address(one.patient_id, one.form, one.record_id)
    words = ngettext("%(number)s answer", "%(number)s answers", len(one.missing))
    return [
        {
            "text": one.patient.study_no,
            "url": reverse("patient", args=[one.patient_id]),
            "css": "nw",
        },
        {"text": label_of(one.form), "url": f"{url}#id_{field or one.missing[0]}"},
        {"text": missing_words(one.form, one.missing)},
        {"state": "begun", "text": words % {"number": len(one.missing)}},
    ]


# ---- What both lists share


def form_choices() -> list[tuple[str, str]]:
    """Return every form with its name."""
    language = get_language()
    return [(form, model.label.in_language(language)) for form, model in FORMS.items()]


def _centres(request: ActorRequest) -> list[Centre]:
    return list(Centre.objects.filter(pk__in=request.actor.readable_centres))


def _chosen(centres: list[Centre], asked: Mapping[str, str]) -> list[Centre]:
    code = asked.get("centre", "")
    return [one for one in centres if one.code == code] if code else centres


def _centre_choices(centres: list[Centre]) -> list[tuple[str, str]]:
    return [(one.code, one.code) for one in centres] if len(centres) > 1 else []


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(reverse("home"), _("My work")), ("", here)]


def pager(request: ActorRequest, page: Page, text: str) -> dict[str, str]:
    """Return the links to the page before and the page after."""
    kept = {k: v for k, v in request.GET.items() if k not in ("after", "before")}

    def leads_to(**place: int | None) -> str:
        return (
            with_query(request.path, {**kept, **place}) if any(place.values()) else ""
        )

    return {
        "text": text,
        "previous_url": leads_to(before=page.before),
        "next_url": leads_to(after=page.after),
    }


def _answer(request: ActorRequest, name: str, told: dict[str, Any]) -> HttpResponse:
    part = request.htmx and not request.htmx.boosted
    page = "_list.html" if part else f"{name}.html"
    return render(request, f"registry/worklist/{page}", told)
