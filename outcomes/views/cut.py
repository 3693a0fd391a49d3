"""One data cut: its manifest, datasets and studies, or how far it is."""

from typing import Any

from django.db.models import Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.cohorts.access import cohorts_visible_to
from outcomes.cuts.results import PREFIX
from outcomes.cuts.sight import cut_or_404, made_cuts
from outcomes.disclosure.access import sees_rows
from outcomes.exports.permission import may_export
from outcomes.figures.caption import thousands
from outcomes.models import CutStudy, DataCut
from registry.access.policy import Action, Actor, may
from registry.access.requests import ActorRequest, actor_required

# Newest first; an older one is compared from the list.
OTHERS = 20


@require_safe
@actor_required
def cut(request: ActorRequest, name: str) -> HttpResponse:
    """Show one cut: its manifest, datasets and studies; or how far it is."""
    found = cut_or_404(request.actor, name)
    told: dict[str, Any] = {
        "nav": "studies",
        "cut": found,
        "when": when_of(found),
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
    others = made_cuts(request.actor).exclude(pk=found.pk)[:OTHERS]
    told |= {
        "datasets": _datasets(request.actor, found),
        "studies": _studies(request.actor, found),
        "others": others,
        "may_export": may_export(request.actor),
    }
    return render(request, "outcomes/cuts/cut.html", told)


def when_of(found: DataCut) -> str:
    """Return as of when a cut is, in words."""
    change = _("change %(change)s") % {"change": thousands(found.data_version)}
    return change if found.at.isdecimal() else f"{found.at} ({change})"


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
