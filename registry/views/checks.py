"""The catalogue of edit checks, and their run over the whole registry."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.policy import Action, may
from registry.access.requests import ActorRequest, actor_required
from registry.checks import Group, Severity
from registry.models import Centre, CheckRun
from registry.queries.check_catalogue import CheckEntry, check_entries, form_label
from registry.queries.query_list import open_by_check
from registry.services.checking import begin_run
from registry.views.links import with_query
from registry.views.times import stamp

NEWEST = 3


@require_safe
@actor_required
def checks(request: ActorRequest) -> HttpResponse:
    """Show the checks that hold the words asked for, each with its open queries."""
    words = request.GET.get("q", "").strip()
    found = [entry for entry in check_entries() if entry.holds(words)]
    counted = open_by_check(request.actor)
    context = {
        "nav": "checks",
        "crumbs": [(reverse("queries"), _("Queries")), ("", _("Checks"))],
        "words": words,
        "rows": [_told(entry, counted.get(entry.code, 0)) for entry in found],
        **_runs(request),
    }
    part = request.htmx and not request.htmx.boosted
    name = "_checks.html" if part else "checks.html"
    return render(request, f"registry/checks/{name}", context)


@require_http_methods(["GET", "POST"])
@actor_required
def checks_run(request: ActorRequest) -> HttpResponse:
    """Ask for a run over a centre, or say how far the runs have come."""
    if request.method == "POST":
        named = request.POST.get("centre", "")
        reach = request.actor.readable_centres
        # Whoever reaches no centre is refused, whatever they name.
        mine = Centre.objects.filter(pk__in=reach, code=named) if reach else None
        centre = get_object_or_404(mine) if mine is not None else None
        begin_run(actor=request.actor, centre=centre)
        messages.success(request, _("The checks run. This page says how far they are."))
        return HttpResponseRedirect(reverse("checks"))
    return render(request, "registry/checks/_runs.html", _runs(request))


def _told(entry: CheckEntry, waiting: int) -> dict[str, Any]:
    language = get_language()
    return {
        "code": entry.code,
        "hard": entry.severity is Severity.HARD,
        "kind": _kinds()[entry.kind],
        "waiting": waiting,
        "url": with_query(reverse("queries"), {"check": entry.code}),
        "rules": [
            {
                "form": form_label(rule.form).in_language(language),
                "fields": [label.in_language(language) for _name, label in rule.fields],
                "says": rule.says.in_language(language),
                "fix": rule.fix.in_language(language),
            }
            for rule in entry.rules
        ],
    }


def _kinds() -> dict[str, str]:
    return {
        Group.DATES: _("dates"),
        Group.RANGES: _("ranges and units"),
        Group.AGREEMENT: _("findings against conclusion"),
        Group.COMPLETENESS: _("completeness"),
        Group.IDENTITY: _("duplicates and identity"),
    }


def _runs(request: ActorRequest) -> dict[str, Any]:
    """Return the newest runs that reach a centre of the actor, and whose to ask for."""
    actor = request.actor
    reach = actor.centres_for(Action.CONFIGURE_CENTRE)
    seen = CheckRun.objects.filter(centre__in=actor.readable_centres)
    if actor.readable_centres:
        seen |= CheckRun.objects.filter(centre=None)
    runs = [_run(run) for run in seen.select_related("centre")[:NEWEST]]
    return {
        "runs": runs,
        "running": any(run["running"] for run in runs),
        "may_run": list(Centre.objects.filter(pk__in=reach)) if reach else [],
        "may_run_all": may(actor, Action.CONFIGURE),
    }


def _run(run: CheckRun) -> dict[str, Any]:
    said = {"done": f"{run.done:,}", "patients": f"{max(run.patients, run.done):,}"}
    return {
        "of": run.centre.code if run.centre else _("all centres"),
        "words": _("%(done)s of %(patients)s patients") % said,
        "done": run.done,
        "patients": max(run.patients, run.done),
        "running": run.ended_at is None,
        "at": stamp(run.ended_at or run.began_at, run.centre),
        # Of all centres together nobody is told what was found.
        "found": run.centre is not None,
        "opened": run.opened,
        "closed": run.closed,
    }
