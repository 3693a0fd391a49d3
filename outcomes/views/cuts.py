"""Data cuts: the list, asking for one, and for one that failed again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.cuts.asking import NotMade, ask_again, ask_as_typed
from outcomes.cuts.comparing import page_of
from outcomes.cuts.sight import cut_or_404, cuts_seen_by, require_sight
from outcomes.figures.caption import thousands
from outcomes.models import DataCut
from outcomes.pipeline.versions import data_version
from outcomes.views.cut import when_of
from outcomes.views.pages import pager
from registry.access.policy import Action, may, require
from registry.access.requests import ActorRequest, actor_required

SHOWN = 30


@require_safe
@actor_required
def cuts(request: ActorRequest) -> HttpResponse:
    """List the cuts, newest first."""
    require_sight(request.actor)
    wanted = page_of(request.GET.get("page", ""))
    page = Paginator(cuts_seen_by(request.actor), SHOWN).get_page(wanted)
    labels = (_("Data cut"), _("As of"), _("Why"), _("Asked by"), _("State"))
    table = {
        "label": _("Data cuts"),
        "columns": [{"label": label} for label in labels],
        "rows": [{"cells": _cells(cut)} for cut in page],
    }
    told = {
        "nav": "studies",
        "crumbs": [(reverse("studies"), _("Studies")), ("", _("Data cuts"))],
        "table": table,
        "may_make": may(request.actor, Action.MAKE_CUT),
        "several": page.has_other_pages(),
        "pager": pager(request, page.number, page.paginator.num_pages),
    }
    return render(request, "outcomes/cuts/cuts.html", told)


@require_http_methods(["GET", "POST"])
@actor_required
def cut_new(request: ActorRequest) -> HttpResponse:
    """Ask for a cut: its name, as of when, and why."""
    require(request.actor, Action.MAKE_CUT)
    told: dict[str, Any] = {
        "nav": "studies",
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (reverse("cuts"), _("Data cuts")),
            ("", _("New data cut")),
        ],
        "typed": {
            name: request.POST.get(name, "") for name in ("name", "at", "reason")
        },
        "newest": thousands(data_version()),
    }
    if request.method == "POST":
        try:
            cut = ask_as_typed(request.actor, **told["typed"])
        except NotMade as why:
            told |= {"wrong": why.field, "problem": str(why)}
            return render(request, "outcomes/cuts/new.html", told, status=422)
        return HttpResponseRedirect(reverse("cut", args=[cut.name]))
    return render(request, "outcomes/cuts/new.html", told)


@require_http_methods(["POST"])
@actor_required
def cut_again(request: ActorRequest, name: str) -> HttpResponse:
    """Have a cut that failed made again."""
    found = cut_or_404(request.actor, name)
    ask_again(cut=found, actor=request.actor)
    messages.success(request, _("The cut is tried again."))
    return HttpResponseRedirect(reverse("cut", args=[name]))


def _cells(found: DataCut) -> list[dict[str, Any]]:
    asked = date_format(timezone.localtime(found.asked_at), "Y-m-d H:i T")
    who = found.asked_by.get_username() if found.asked_by else _("the registry")
    return [
        {"text": found.name, "url": reverse("cut", args=[found.name])},
        {"text": when_of(found), "css": "nw"},
        {"text": found.reason},
        {"text": f"{who}, {asked}", "css": "mhide"},
        _state(found),
    ]


def _state(found: DataCut) -> dict[str, str]:
    if found.made:
        return {"state": "done", "text": _("kept")}
    if found.work.failed:
        return {"state": "err", "text": _("could not be made")}
    return {"state": "begun", "text": _("being made")}
