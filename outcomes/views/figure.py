"""A figure as specification for the browser, and as files sized for print."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outcomes.behind.course_links import linked_people
from outcomes.behind.links import linked
from outcomes.cohorts.people import People, people_of
from outcomes.cohorts.versions import at_version
from outcomes.disclosure.shown import kept_for, newest_for, past_for
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.drawn import personal_spec, spec_of, version
from outcomes.figures.figure import Figure
from outcomes.figures.layout import LAYOUTS, TWO, Layout
from outcomes.figures.render import DPIS, Spec, pdf, png, svg
from outcomes.models import Cohort, Snapshot
from outcomes.past.cut import NotACut, cut_of
from outcomes.past.lookback import StillLooking
from outcomes.past.rows import rows_as_of
from outcomes.views.as_of import leads_to_patients, patients_of
from outcomes.views.found import cohort_or_404
from outcomes.views.script import SCRIPT, script
from registry.access.policy import Action, Actor, may
from registry.access.requests import ActorRequest, actor_required


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure, what kind of file, how wide, and how fine a picture is.

    file : whether it is to be kept, and not for the page that draws it
    """

    name: str
    kind: str
    layout: Layout
    dpi: int
    file: bool

    @classmethod
    def of(
        cls, request: HttpRequest, name: str, kind: str, *, file: bool = False
    ) -> "Asked":
        """Read ``columns``, ``dpi``, ``file``; what makes no sense is as usual."""
        dpi = request.GET.get("dpi", "")
        fine = int(dpi) if dpi in {str(one) for one in DPIS} else DPIS[0]
        wide = LAYOUTS.get(request.GET.get("columns", ""), TWO)
        kept = file or kind != "json" or "file" in request.GET
        return cls(name, kind, wide, fine, kept)

    @property
    def size(self) -> str:
        """Return what a file's name says of its size, where it is not the usual."""
        fine = f"_{self.dpi}dpi" if self.kind == "png" and self.dpi != DPIS[0] else ""
        wide = f"_{self.layout.millimetres}mm" if self.layout is not TWO else ""
        return wide + fine


PERSONAL = {"Cache-Control": "private, no-store"}
# What is asked for, its type, and how it is made.
KINDS: dict[str, tuple[str, Callable[[Spec, Asked], str | bytes]]] = {
    "json": (
        "application/json",
        lambda spec, _asked: json.dumps(spec, ensure_ascii=False),
    ),
    "svg": ("image/svg+xml", lambda spec, asked: svg(spec, asked.layout)),
    "png": ("image/png", lambda spec, asked: png(spec, asked.layout, asked.dpi)),
    "pdf": ("application/pdf", lambda spec, asked: pdf(spec, asked.layout)),
}


@require_safe
@actor_required
def figure(request: ActorRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """Give a figure of the newest results, or of those that ``v`` names."""
    cohort = cohort_or_404(request.actor, slug)
    return answer(request.actor, cohort, request, name, kind)


def answer(
    actor: Actor,
    cohort: Cohort,
    request: HttpRequest,
    name: str,
    kind: str,
    *,
    file: bool = False,
) -> HttpResponse:
    """Give a figure of a cohort that the actor may see, to a page or as a file."""
    if name not in FIGURES or kind not in {*KINDS, SCRIPT}:
        raise Http404
    now = cohort.version
    try:
        cohort, snapshot = _shown(actor, request, cohort)
    except StillLooking:
        return HttpResponse(status=202, headers={"Retry-After": "2"})
    if snapshot is None or not FIGURES[name].shown(snapshot.results):
        raise Http404
    if kind == SCRIPT:
        people = people_for(actor, cohort, snapshot, FIGURES[name])
        return script(cohort, snapshot, name, people)
    asked = Asked.of(request, name, kind, file=file)
    # What is drawn in the browser leads to the patients; a file leads nowhere.
    # Lists are of today's rows by today's definition, or of those of a past day.
    past = bool(snapshot.as_of)
    earlier = not past and cohort.version != now
    opened = leads_to_patients(actor, cohort, snapshot) if past else not earlier
    lists = not asked.file and opened and may(actor, Action.READ_RECORD)
    people = None if earlier else people_for(actor, cohort, snapshot, FIGURES[name])
    if people is not None:
        spec = personal_spec(FIGURES[name], cohort, snapshot, asked.layout, people)
        if lists:
            spec = _leading(spec, cohort, snapshot, name, people)
        return _file(cohort, snapshot, asked, spec, PERSONAL)
    said = f"{version(snapshot)}.{name}{asked.size}.{kind}.{get_language()}"
    tag = f'"{said}.{lists:d}{asked.file:d}"'
    same = get_conditional_response(request, etag=tag)
    return same or _answer(cohort, snapshot, asked, tag, lists=lists)


def _shown(
    actor: Actor, request: HttpRequest, cohort: Cohort
) -> tuple[Cohort, Snapshot | None]:
    """Return what a page shows: as of a cut, or while it is kept, else the newest."""
    if as_of := request.GET.get("as_of", ""):
        try:
            past = past_for(actor, cohort, as_of)
        except NotACut as why:
            raise Http404(str(why)) from why
        return past.cohort, past.snapshot
    pk = request.GET.get("v", "").partition(".")[0]
    kept = kept_for(actor, cohort, int(pk)) if pk.isdecimal() else None
    if kept is not None and kept.cohort_version != cohort.version:
        return at_version(cohort, kept.cohort_version), kept
    return cohort, kept or newest_for(actor, cohort)


def people_for(
    actor: Actor, cohort: Cohort, snapshot: Snapshot, figure: Figure
) -> People | None:
    """Return the single patients to draw; None where none may be, or none are drawn.

    Of a past day they are as they were; of a data cut there are none.
    """
    if figure.personal is None or not may(actor, Action.READ_RECORD):
        return None
    if not snapshot.as_of:
        return people_of(cohort, actor)
    if not leads_to_patients(actor, cohort, snapshot):
        return None
    with rows_as_of(actor, cohort, cut_of(snapshot.as_of)) as (then, visible):
        return people_of(then, actor, visible)


def _answer(
    cohort: Cohort, snapshot: Snapshot, asked: Asked, tag: str, *, lists: bool
) -> HttpResponse:
    spec = spec_of(FIGURES[asked.name], cohort, snapshot, asked.layout)
    if lists:
        spec = _leading(spec, cohort, snapshot, asked.name)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return _file(cohort, snapshot, asked, spec, headers)


def _leading(
    spec: Spec,
    cohort: Cohort,
    snapshot: Snapshot,
    name: str,
    people: People | None = None,
) -> Spec:
    """Return the specification with, in its rows, the way to whom each counts."""
    patients = patients_of(cohort, snapshot)
    rows = linked(spec["datasets"], name, snapshot.results, patients)
    if people is not None:
        rows = linked_people(rows, name, people)
    return {**spec, "datasets": rows}


def _file(
    cohort: Cohort, snapshot: Snapshot, asked: Asked, spec: Spec, said: dict[str, str]
) -> HttpResponse:
    """Return the file that was asked for; ``said`` are its headers for caches."""
    content_type, make = KINDS[asked.kind]
    made = make(spec, asked)
    body = made.encode() if isinstance(made, str) else made
    headers = {**said, "Content-Length": str(len(body))}
    if asked.file:
        past = "as-of_" if snapshot.as_of else ""
        at = f"{past}change-{snapshot.data_version}{asked.size}"
        file = f"{cohort.slug}_{asked.name}_{at}.{asked.kind}"
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return HttpResponse(body, content_type=content_type, headers=headers)
