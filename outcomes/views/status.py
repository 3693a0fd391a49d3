"""Whether the figures that somebody looks at are still the newest."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outcomes.disclosure.shown import standing_for
from outcomes.views.found import cohort_or_404
from outcomes.views.freshness import freshness
from registry.access.requests import ActorRequest, actor_required


@require_safe
@actor_required
def status(request: ActorRequest, slug: str) -> HttpResponse:
    """Give the state of the figures; 304 while the page that asks says the same."""
    cohort = cohort_or_404(request.actor, slug)
    snapshot = standing_for(request.actor, cohort)
    if snapshot is None:
        return HttpResponse(status=204)
    fresh = freshness(cohort, snapshot)
    tag = f'"{fresh.tag}.{get_language()}"'
    if same := get_conditional_response(request, etag=tag):
        return same
    answer = render(request, "outcomes/study/_status.html", {"fresh": fresh})
    answer["ETag"], answer["Cache-Control"] = tag, "private, no-cache"
    return answer
