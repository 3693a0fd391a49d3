"""Home: what waits for somebody, by what they may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.policy import Action, Actor, may
from registry.access.requests import ActorRequest, actor_required
from registry.models import FORMS, Centre
from registry.queries.patient_rows import rows_of
from registry.queries.recent import Act, recent_acts
from registry.queries.worklist import (
    Completeness,
    Reach,
    Waiting,
    completeness,
    reach,
)
from registry.queries.worklist import waiting as all_waiting
from registry.views.links import address, record_address, with_query
from registry.views.patient_list import contact_words, treated
from registry.views.times import at_centre

# Above this many patients the forms are counted after the page is there.
LARGE = 20_000


@require_safe
@actor_required
def home(request: ActorRequest) -> HttpResponse:
    """Show the worklist, or where to go for those who reach no clinical data."""
    actor, today = request.actor, timezone.localdate()
    if not actor.readable_centres:
        return render(request, "registry/home/elsewhere.html", _elsewhere(request))
    centre = Centre.objects.filter(pk__in=actor.readable_centres).first()
    seen = reach(actor)
    asked = request.GET.get("part") == "forms"
    forms = (
        {"later": True} if seen.patients > LARGE and not asked else _forms(actor, seen)
    )
    if asked and request.htmx:
        return render(request, "registry/home/_completeness.html", forms)
    needs = all_waiting(actor, today)
    told = {
        "nav": "home",
        "today": today,
        "reach": seen,
        "needs": [_stat(one, getattr(seen, one.need.of)) for one in needs],
        "table": _table(needs, today),
        "mine": [_act(act, centre) for act in recent_acts(actor, own=True, most=4)],
        "others": [_act(act, centre) for act in recent_acts(actor, own=False)],
    }
    return render(request, "registry/home/home.html", told | forms)


def _forms(actor: Actor, seen: Reach) -> dict[str, Any]:
    forms = completeness(actor.readable_centres, seen)
    return {
        "begun": sum(form.records_begun for form in forms),
        "begun_url": with_query(reverse("patients"), {"state": "begun"}),
        "forms": sum(form.records for form in forms),
        "completeness": [_share(form) for form in forms],
    }


def _elsewhere(request: ActorRequest) -> dict[str, Any]:
    actor = request.actor
    return {
        "nav": "home",
        "configures": may(actor, Action.CONFIGURE) and request.user.is_staff,
        "manages": may(actor, Action.MANAGE_USERS) and request.user.is_staff,
        "analyses": may(actor, Action.VIEW_COHORT),
        "chinese": (get_language() or "").startswith("zh"),
    }


def _stat(one: Waiting, whole: int) -> dict[str, Any]:
    return {
        "title": one.need.title,
        "count": one.count,
        "whole": whole,
        "url": with_query(reverse("patients"), {"needs": one.need.name}),
    }


def _table(needs: list[Waiting], today: Any) -> dict[str, Any] | None:
    rows: list[dict[str, Any]] = []
    patients = {p.pk: p for one in needs for p in one.first}
    told = {row.patient.pk: row for row in rows_of(list(patients.values()))}
    for one in needs:
        if one.count:
            scope = _("first %(shown)s of %(count)s")
            scope %= {"shown": len(one.first), "count": one.count}
            more = one.count > len(one.first)
            rows.append({"group": one.need.wanted, "scope": scope if more else ""})
            rows += [{"cells": _cells(one, told[p.pk], today)} for p in one.first]
    names = (_("Patient"), _("Treated"), _("Form"), _("Last contact"))
    columns = [{"label": name} for name in names]
    return {"label": _("To do"), "columns": columns, "rows": rows} if rows else None


def _cells(one: Waiting, row: Any, today: Any) -> list[dict[str, Any]]:
    form = FORMS[one.need.form].label.in_language(get_language())
    pk = row.patient.pk
    url = address("record-new", pk, one.need.form)
    return [
        {"text": row.patient.study_no, "url": reverse("patient", args=[pk])},
        {"text": treated(row), "css": "nw"},
        {"text": form, "url": url},
        {"text": contact_words(row, today), "css": "faint nw mhide"},
    ]


def _share(one: Completeness) -> dict[str, Any]:
    state = "absent" if one.absent else "begun" if one.begun else ""
    return {
        "label": FORMS[one.form].label.in_language(get_language()),
        "one": one,
        "url": with_query(reverse("patients"), {"form": one.form, "state": state}),
        "percent": round(100 * one.complete / one.whole) if one.whole else None,
        "words": _("%(complete)s complete, %(begun)s begun, %(absent)s absent")
        % {"complete": one.complete, "begun": one.begun, "absent": one.absent},
    }


def _act(act: Act, centre: Centre | None) -> dict[str, Any]:
    label = (
        FORMS[act.form].label.in_language(get_language()) if act.form in FORMS else ""
    )
    at = at_centre(act.at, centre).strftime("%Y-%m-%d %H:%M")
    told: dict[str, Any] = {"act": act, "label": label, "url": "", "at": at}
    if act.patient:
        told["url"] = reverse("patient", args=[act.patient.pk])
        if act.record and act.form in FORMS:
            url = record_address(act.patient.pk, act.form, act.record)
            told["url"] = url or told["url"]
    return told
