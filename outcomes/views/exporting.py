"""Take a dataset out by the browser: choose, look at the first rows, download."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from outcomes.api.sending import sent_whole
from outcomes.cuts.results import NotInTheCut
from outcomes.cuts.thawing import Damaged
from outcomes.exports.abroad import LONGEST, NumberNeeded
from outcomes.exports.address import asked_of
from outcomes.exports.asked import Unclear
from outcomes.exports.catalogue import DATASETS
from outcomes.exports.export import export
from outcomes.exports.formats.refused import CannotHold
from outcomes.exports.permission import require_export
from outcomes.exports.reach import NotThisProfile
from outcomes.exports.taking import Asked
from outcomes.exports.writing import UnknownColumn
from outcomes.models import ExportLog
from outcomes.views.export_choices import choices, columns, shown
from outcomes.views.export_found import Found, found, offered, problem
from registry.access.log import saw_list
from registry.access.policy import Actor
from registry.access.requests import ActorRequest, actor_required
from registry.codelists.base import Label

OWN = frozenset({"dataset", "kind", "columns_of"})
ON_PAGE = frozenset({"profile", "updated_since", "recipient", "approval"})
LATEST = 10


@require_safe
@actor_required
def exports(request: ActorRequest) -> HttpResponse:
    """Show what can be taken out, and the first rows of what is chosen."""
    require_export(request.actor)
    return _page(request, request.GET)


@require_safe
@actor_required
def export_file(
    request: ActorRequest, dataset: str, kind: str
) -> FileResponse | HttpResponse:
    """Send the file; for what cannot be had the page comes again and says why.

    A large one is asked for on the page, as a look at an address begins no work.
    """
    require_export(request.actor)
    query = request.GET.copy()
    query["dataset"], query["kind"] = dataset, kind
    asked, unclear = _asked(request.actor, query)
    if unclear or asked.is_large:
        return _page(request, query)
    # A spreadsheet runs what begins like a formula in a CSV that is opened.
    options = replace(asked.options, safe=kind == "csv")
    try:
        made = export(request.actor, replace(asked, options=options))
    except CannotHold as error:
        return _page(request, query, error.why)
    except (UnknownColumn, NotThisProfile, NumberNeeded, NotInTheCut, Damaged):
        return _page(request, query)
    return sent_whole(made)


def _asked(actor: Actor, query: QueryDict) -> tuple[Asked, list[Unclear]]:
    """Return what was asked; columns chosen of another dataset are forgotten."""
    name, kind = query.get("dataset") or "adsl", query.get("kind") or "csv"
    language = get_language() or "en"
    asked, unclear = asked_of(actor, name, kind, query, language=language, more=OWN)
    own = {column.name for column in DATASETS[name].columns}
    if query.get("columns_of", name) != name:
        own = set()
    kept = tuple(one for one in asked.options.columns if one in own)
    return replace(asked, options=replace(asked.options, columns=kept)), unclear


def _page(
    request: ActorRequest, query: QueryDict, refused: Label | None = None
) -> HttpResponse:
    asked, unclear = _asked(request.actor, query)
    problems = tuple(_unclear(one) for one in unclear)
    if refused:
        problems += (problem("kind", refused),)
    if problems:
        profiles = offered(request.actor, asked)
        seen = Found(asked.options, profiles=profiles, problems=problems)
    else:
        seen = found(request.actor, asked)
        saw_list(len(seen.seen.lines) if seen.seen else 0)
    address = _address(query, seen)
    told = {
        "nav": "exports",
        "asked": asked,
        "title": DATASETS[asked.dataset].label.in_language(get_language()),
        "since": query.get("updated_since", ""),
        "approval": query.get("approval", ""),
        "longest": LONGEST,
        "choices": choices(request.actor, asked, seen),
        "columns": columns(seen.offered, seen.options),
        "seen": seen.seen and shown(seen.seen, seen.options),
        "large": seen.large,
        "groups": seen.groups,
        "errors": seen.problems,
        "wrong": {one["anchor"] for one in seen.problems},
        "file_url": _file_url(asked, address),
        "job_query": urlencode([*address, ("safe", "1")] if _csv(asked) else address),
        "log": ExportLog.objects.filter(user=request.actor.person)[:LATEST],
    }
    part = request.htmx and not request.htmx.boosted
    template = "_found.html" if part else "exports.html"
    status = 422 if seen.problems and not part else 200
    return render(request, f"outcomes/exports/{template}", told, status=status)


def _unclear(one: Unclear) -> dict[str, str]:
    """Return what is wrong with a parameter; one without a field is named."""
    told = problem(one.parameter, one.says)
    if one.parameter in ON_PAGE:
        return told
    return {"anchor": "", "text": f"{one.parameter}: {told['text']}"}


def _csv(asked: Asked) -> bool:
    return asked.kind == "csv"


def _address(query: QueryDict, seen: Found) -> list[tuple[str, str]]:
    """Return what the address of the file says beside the dataset and the format."""
    pairs = [
        (key, value)
        for key, values in query.lists()
        if key not in {*OWN, "safe", "columns"}
        for value in values
        if value
    ]
    chosen = seen.options.columns
    return [*pairs, ("columns", ",".join(chosen))] if chosen else pairs


def _file_url(asked: Asked, address: list[tuple[str, str]]) -> str:
    query = f"?{urlencode(address)}" if address else ""
    return reverse("export-file", args=[asked.dataset, asked.kind]) + query
