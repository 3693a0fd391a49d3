"""Data cuts: the list, making one, one cut, and two held against each other."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.cohorts.access import cohorts_visible_to
from outcomes.cuts.asking import NotMade, ask_again, ask_as_typed
from outcomes.cuts.results import PREFIX
from outcomes.disclosure.access import sees_rows
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.permission import may_export
from outcomes.figures.caption import thousands
from outcomes.models import CutStudy, DataCut
from outcomes.pipeline.versions import data_version
from registry.access.policy import Action, Actor, may, require
from registry.access.requests import ActorRequest, actor_required


@require_safe
@actor_required
def cuts(request: ActorRequest) -> HttpResponse:
    """List the cuts, newest first."""
    require_sight(request.actor)
    found = _visible(request.actor)
    labels = (_("Data cut"), _("As of"), _("Why"), _("Asked by"), _("State"))
    table = {
        "label": _("Data cuts"),
        "columns": [{"label": label} for label in labels],
        "rows": [{"cells": _cells(cut)} for cut in found],
    }
    told = {
        "nav": "studies",
        "crumbs": [(reverse("studies"), _("Studies")), ("", _("Data cuts"))],
        "table": table,
        "may_make": may(request.actor, Action.MAKE_CUT),
        "several": sum(1 for cut in found if cut.made) > 1,
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


@require_safe
@actor_required
def cut(request: ActorRequest, name: str) -> HttpResponse:
    """Show one cut: its manifest, datasets and studies; or how far it is."""
    found = cut_or_404(request.actor, name)
    told: dict[str, Any] = {
        "nav": "studies",
        "cut": found,
        "when": _when(found),
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (reverse("cuts"), _("Data cuts")),
            ("", found.name),
        ],
        "may_make": may(request.actor, Action.MAKE_CUT),
    }
    if not found.made:
        told |= {"work": found.work, "progress": _progress(found)}
        status = 200 if found.work.failed else 202
        return render(request, "outcomes/cuts/making.html", told, status=status)
    if request.htmx:  # asked by the page that waits: it has the whole address
        return HttpResponse(headers={"HX-Refresh": "true"})
    others = [one for one in _visible(request.actor) if one.made and one != found]
    told |= {
        "datasets": _datasets(request.actor, found),
        "studies": _studies(request.actor, found),
        "others": others,
        "may_export": may_export(request.actor),
        "formats": list(FORMATS),
    }
    return render(request, "outcomes/cuts/cut.html", told)


@require_http_methods(["POST"])
@actor_required
def cut_again(request: ActorRequest, name: str) -> HttpResponse:
    """Have a cut that failed made again."""
    found = cut_or_404(request.actor, name)
    ask_again(cut=found, actor=request.actor)
    messages.success(request, _("The cut is tried again."))
    return HttpResponseRedirect(reverse("cut", args=[name]))


def require_sight(actor: Actor) -> None:
    """Raise Refused for whoever sees no cut at all."""
    if not may(actor, Action.MAKE_CUT):
        require(actor, Action.VIEW_COHORT)


def cut_or_404(actor: Actor, name: str) -> DataCut:
    """Return a cut that the actor may see; any other is a 404."""
    visible = DataCut.objects.visible_to(actor)
    related = visible.select_related("manifest", "work", "asked_by")
    return get_object_or_404(related, name=name)


def made_or_404(actor: Actor, name: str) -> DataCut:
    """Return a cut that is there; one that is being made is a 404."""
    found = cut_or_404(actor, name)
    if not found.made:
        raise Http404
    return found


def _visible(actor: Actor) -> list[DataCut]:
    visible = DataCut.objects.visible_to(actor)
    return list(visible.select_related("manifest", "work", "asked_by"))


def _when(found: DataCut) -> str:
    change = _("change %(change)s") % {"change": thousands(found.data_version)}
    return change if found.at.isdecimal() else f"{found.at} ({change})"


def _cells(found: DataCut) -> list[dict[str, Any]]:
    asked = date_format(timezone.localtime(found.asked_at), "Y-m-d H:i T")
    who = found.asked_by.get_username() if found.asked_by else _("the registry")
    return [
        {"text": found.name, "url": reverse("cut", args=[found.name])},
        {"text": _when(found), "css": "nw"},
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


def _progress(found: DataCut) -> str:
    work = found.work
    if not work.attempts:
        return _("Waiting for a worker.")
    if not work.done:
        return _("Reading patients as they were.")
    return _("Keeping datasets and studies: %(done)s of %(total)s.") % {
        "done": work.done,
        "total": work.total,
    }


def _datasets(actor: Actor, found: DataCut) -> list[dict[str, Any]]:
    """Return the datasets; rows of the centres whose patients the actor may read."""
    own = Q(parts__centre__in=list(actor.readable_centres))
    language = get_language() or "en"
    counted = bool(actor.readable_centres)
    return [
        {
            "name": one.name,
            "label": one.label.in_language(language),
            "columns": len(one.columns),
            "rows": thousands(one.own_rows or 0) if counted else "",
            "sha256": one.sha256,
        }
        for one in found.datasets.annotate(own_rows=Sum("parts__rows", filter=own))
    ]


def _studies(actor: Actor, found: DataCut) -> list[dict[str, Any]]:
    """Return the studies that the actor may see, with the way to their results."""
    language = get_language() or "en"
    visible = cohorts_visible_to(actor).prefetch_related("centres")
    cohorts = {one.pk: one for one in visible}
    kept = CutStudy.objects.filter(cut=found, cohort__in=cohorts).defer(
        "days", "members", "results"
    )
    return [
        {
            "title": cohorts[one.cohort_id].title.in_language(language),
            "slug": cohorts[one.cohort_id].slug,
            "version": one.version,
            "sha256": one.sha256,
            "why": one.why,
            "url": _results(cohorts[one.cohort_id].slug, found)
            if not one.why and sees_rows(actor, cohorts[one.cohort_id])
            else "",
        }
        for one in kept
    ]


def _results(slug: str, found: DataCut) -> str:
    return f"{reverse('study', args=[slug])}?as_of={PREFIX}{found.name}"
