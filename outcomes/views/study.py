"""A study's dashboard: stored results as numbers, figures and tables."""

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.cohorts.access import may_change, may_share
from outcomes.disclosure.access import sees_rows
from outcomes.disclosure.shown import newest_for, past_for
from outcomes.endpoints import USUAL
from outcomes.models import Cohort, Snapshot
from outcomes.past.cut import NotACut
from outcomes.past.lookback import StillLooking
from outcomes.study import cohort as founding
from outcomes.study.published import comparisons, targets
from outcomes.views.as_of import banner, leads_to_patients, looking_back
from outcomes.views.centres import centre_overview
from outcomes.views.cohort_words import cohort_words
from outcomes.views.found import cohort_or_404
from outcomes.views.freshness import freshness
from outcomes.views.headline import headline
from outcomes.views.left_out import imputed, left_out
from outcomes.views.panel import panel
from outcomes.views.sections import OVERVIEW, SECTIONS, figures_of, shown_sections
from registry.access.policy import Action, Actor, may
from registry.access.requests import ActorRequest, actor_required

# Not of a snapshot: it is computed when it is asked for, and has no past day.
REGRESSION = "study-regression"


@require_safe
@actor_required
def study(request: ActorRequest, slug: str, section: str = OVERVIEW) -> HttpResponse:
    """Show one section of a study from its newest stored results."""
    cohort = cohort_or_404(request.actor, slug)
    if section not in SECTIONS:
        raise Http404
    title = cohort.title.in_language(get_language() or "en")
    told: dict[str, Any] = {
        "nav": "studies",
        "cohort": cohort,
        "title": title,
        "crumbs": [(reverse("studies"), _("Studies")), ("", title)],
        "section": section,
        "tabs": tabs_of(cohort, section),
        "may_change": may_change(request.actor, cohort),
        "may_define": may(request.actor, Action.EDIT_COHORT),
        "may_share": may_share(request.actor, cohort),
        "lists_patients": may(request.actor, Action.READ_RECORD),
    }
    if as_of := request.GET.get("as_of", ""):
        return _past(request, cohort, section, as_of, told)
    return _present(request, cohort, section, told)


def _present(
    request: ActorRequest, cohort: Cohort, section: str, told: dict[str, Any]
) -> HttpResponse:
    snapshot = newest_for(request.actor, cohort)
    if snapshot is None:
        return render(request, "outcomes/study/not_computed.html", told)
    with transaction.atomic():  # as in ``read_in_one``: results are guarded before it
        told |= {"fresh": freshness(cohort, snapshot)}
        told |= {"sees_past": sees_rows(request.actor, cohort)}
        told |= {"words": cohort_words(cohort, snapshot.results), "snapshot": snapshot}
        told |= _shown(
            request.actor, cohort, snapshot, section, lists=told["lists_patients"]
        )
        status = 422 if "as_of_error" in told else 200
        return render(request, "outcomes/study/study.html", told, status=status)


def _past(
    request: ActorRequest,
    cohort: Cohort,
    section: str,
    as_of: str,
    told: dict[str, Any],
) -> HttpResponse:
    """Show a past day; what names none is said above today's figures."""
    told["as_of"] = as_of
    try:
        past = past_for(request.actor, cohort, as_of)
    except NotACut as why:
        return _present(request, cohort, section, told | {"as_of_error": str(why)})
    except StillLooking as waiting:
        return looking_back(request, told | {"lookback": waiting.lookback})
    if request.htmx:  # asked by the page that waits: it has the whole address
        return HttpResponse(headers={"HX-Refresh": "true"})
    snapshot, then = past.snapshot, past.cohort
    told |= {"past": banner(past), "sees_past": True, "snapshot": snapshot}
    told |= {"words": cohort_words(then, snapshot.results), "lists_patients": True}
    lists = leads_to_patients(request.actor, then, snapshot)
    told |= _shown(request.actor, then, snapshot, section, lists=lists)
    told["tabs"] = [
        {**tab, "url": f"{tab['url']}?{urlencode({'as_of': as_of})}"}
        for tab in tabs_of(then, section)[:-1]
    ]
    return render(request, "outcomes/study/study.html", told)


def tabs_of(cohort: Cohort, current: str) -> list[dict[str, Any]]:
    """Return the sections of a study, and the regression that is asked for."""
    tabs = [
        {
            "url": _address(cohort, name),
            "text": SECTIONS[name].title,
            "current": name == current,
        }
        for name in shown_sections(cohort.definition.get("endpoints") or USUAL)
    ]
    url, current_one = reverse(REGRESSION, args=[cohort.slug]), current == REGRESSION
    return [*tabs, {"url": url, "text": _("Regression"), "current": current_one}]


def _address(cohort: Cohort, section: str) -> str:
    if section == OVERVIEW:
        return reverse("study", args=[cohort.slug])
    return reverse("study-section", args=[cohort.slug, section])


def _shown(
    actor: Actor, cohort: Cohort, snapshot: Snapshot, section: str, *, lists: bool
) -> dict[str, Any]:
    """Return the numbers, figures and tables of a section."""
    results = snapshot.results
    found = [
        panel(actor, cohort, snapshot, figure, lists=lists)
        for figure in figures_of(section, results)
    ]
    figures = [one for one in found if one]
    shown: dict[str, Any] = {"stats": headline(results), "figures": figures}
    if section == "enrolment":
        now = not snapshot.as_of
        shown["centres"] = centre_overview(actor, cohort, results, now=now)
    shown["left_out"] = left_out(snapshot)
    shown["imputed"] = imputed(snapshot)
    # The paper is met by sums that are whole, with the test and limits as ever.
    guarded = "smallest_cell" in results or "analysis" in results
    if section == OVERVIEW and cohort.slug == founding.SLUG and not guarded:
        shown["comparisons"] = comparisons(results)
        shown["published_in"] = targets()["source"]
    return shown
