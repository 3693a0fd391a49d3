"""A cohort's versions: what each changed and why, and its figures as they were."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.cohorts.access import cohorts_readable_by, may_change
from outcomes.cohorts.errors import ReasonNeeded
from outcomes.cohorts.saving import archive
from outcomes.cohorts.versions import at_version, versions_of
from outcomes.disclosure.access import sees_rows
from outcomes.disclosure.shown import version_for
from outcomes.endpoints import USUAL
from outcomes.models import Cohort, Snapshot
from outcomes.views.headline import headline
from outcomes.views.panel import panel
from outcomes.views.sections import OVERVIEW, SECTIONS, figures_of, shown_sections
from registry.access.policy import Action, Actor, require
from registry.access.requests import ActorRequest, actor_required


@actor_required
@require_safe
def study_versions(request: ActorRequest, slug: str) -> HttpResponse:
    """List the versions with what each changed."""
    return _page(request, readable_or_404(request, slug))


@actor_required
@require_http_methods(["POST"])
def study_archive(request: ActorRequest, slug: str) -> HttpResponse:
    """Put a cohort away, or take it out again, for a reason."""
    cohort = readable_or_404(request, slug)
    for centre in cohort.centres.all():
        require(request.actor, Action.EDIT_COHORT, centre.pk)
    reason = request.POST.get("reason", "")
    away = request.POST.get("away") != "no"
    try:
        archive(cohort=cohort, actor=request.actor, reason=reason, away=away)
    except ReasonNeeded:
        told = _("Say why: each change is a version with a reason.")
        return _page(request, cohort, problem=told)
    words = _("The study is archived.") if away else _("The study is in use again.")
    messages.success(request, words)
    return HttpResponseRedirect(reverse("study-versions", args=[slug]))


@actor_required
@require_safe
def study_version(request: ActorRequest, slug: str, number: int) -> HttpResponse:
    """Show what one version said, and its last figures to who may see them."""
    cohort = readable_or_404(request, slug)
    found = next((v for v in versions_of(cohort) if v.number == number), None)
    if found is None:
        raise Http404
    visible = Cohort.objects.visible_to(request.actor).filter(pk=cohort.pk).exists()
    kept = version_for(request.actor, cohort, number) if visible else None
    section = request.GET.get("section", OVERVIEW)
    if section not in SECTIONS:
        raise Http404
    title = cohort.title.in_language(get_language() or "en")
    told = _frame(cohort, title) | {
        "version": found,
        "number": number,
        "snapshot": kept,
        "stats": headline(kept.results) if kept else [],
        "figures": _figures(request.actor, cohort, kept, section) if kept else [],
        "tabs": _tabs(kept, section) if kept else [],
    }
    told["crumbs"] = [
        *told["crumbs"][:-1],
        (reverse("study-versions", args=[slug]), _("Versions")),
        ("", _("Version %(number)s") % {"number": number}),
    ]
    return render(request, "outcomes/versions/version.html", told)


def _figures(
    actor: Actor, cohort: Cohort, kept: Snapshot, section: str
) -> list[dict[str, Any]]:
    """Return the figures of a section as that version had them."""
    then = at_version(cohort, kept.cohort_version)
    found = [
        panel(actor, then, kept, figure, lists=False, kept=True)
        for figure in figures_of(section, kept.results)
    ]
    return [one for one in found if one]


def _tabs(kept: Snapshot, current: str) -> list[dict[str, Any]]:
    return [
        {
            "url": f"?section={name}",
            "text": SECTIONS[name].title,
            "current": name == current,
        }
        for name in shown_sections(kept.results.get("endpoints") or USUAL)
    ]


def readable_or_404(request: ActorRequest, slug: str) -> Cohort:
    """Return a cohort whose definition the actor may read."""
    rows = cohorts_readable_by(request.actor).prefetch_related("centres")
    return get_object_or_404(rows, slug=slug)


def _frame(cohort: Cohort, title: str) -> dict[str, Any]:
    return {
        "nav": "studies",
        "cohort": cohort,
        "title": title,
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (reverse("study", args=[cohort.slug]), title),
            ("", _("Versions")),
        ],
    }


def _may_see(actor: Actor, cohort: Cohort) -> bool:
    """Tell whether they may ask what changed: who sees the study and its rows."""
    visible = Cohort.objects.visible_to(actor).filter(pk=cohort.pk)
    return sees_rows(actor, cohort) and visible.exists()


def _page(request: ActorRequest, cohort: Cohort, problem: str = "") -> HttpResponse:
    title = cohort.title.in_language(get_language() or "en")
    told = _frame(cohort, title) | {
        "versions": versions_of(cohort),
        "may_change": may_change(request.actor, cohort),
        "may_see": _may_see(request.actor, cohort),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "outcomes/versions/versions.html", told, status=status)
