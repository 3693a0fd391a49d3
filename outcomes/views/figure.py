"""A figure as specification for the browser, as SVG, and as PNG for print."""

import json
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outcomes.behind.links import linked
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.drawn import spec_of, version
from outcomes.figures.render import Spec, png, svg
from outcomes.models import Cohort, Snapshot
from outcomes.views.found import cohort_or_404, newest
from registry.access.policy import Action, may
from registry.access.requests import ActorRequest, actor_required

# What is asked for, its type, and how it is made.
KINDS: dict[str, tuple[str, Callable[[Spec], str | bytes]]] = {
    "json": ("application/json", lambda spec: json.dumps(spec, ensure_ascii=False)),
    "svg": ("image/svg+xml", svg),
    "png": ("image/png", png),
}


@require_safe
@actor_required
def figure(request: ActorRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """Give a figure of the newest results, or of those that ``v`` names."""
    cohort = cohort_or_404(request.actor, slug)
    snapshot = _snapshot(cohort, request.GET.get("v", ""))
    if snapshot is None or name not in FIGURES or kind not in KINDS:
        raise Http404
    # What is drawn in the browser leads to the patients; a file leads nowhere.
    lists = kind == "json" and may(request.actor, Action.READ_RECORD)
    tag = f'"{version(snapshot)}.{name}.{kind}.{get_language()}.{lists:d}"'
    same = get_conditional_response(request, etag=tag)
    return same or _answer(cohort, snapshot, name, kind, tag, lists=lists)


def _snapshot(cohort: Cohort, named: str) -> Snapshot | None:
    """Return the snapshot that a page shows while it is kept, else the newest."""
    pk = named.partition(".")[0]
    shown = cohort.snapshots.filter(pk=pk).first() if pk.isdecimal() else None
    return shown or newest(cohort)


def _answer(
    cohort: Cohort, snapshot: Snapshot, name: str, kind: str, tag: str, *, lists: bool
) -> HttpResponse:
    content_type, make = KINDS[kind]
    spec = spec_of(FIGURES[name], cohort, snapshot)
    if lists:
        patients = reverse("study-patients", args=[cohort.slug])
        rows = linked(spec["datasets"], name, snapshot.results, patients)
        spec = {**spec, "datasets": rows}
    made = make(spec)
    body = made.encode() if isinstance(made, str) else made
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    headers["Content-Length"] = str(len(body))
    if kind != "json":
        file = f"{cohort.slug}_{name}_change-{snapshot.data_version}.{kind}"
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return HttpResponse(body, content_type=content_type, headers=headers)
