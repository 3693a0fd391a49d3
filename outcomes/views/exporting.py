"""Take a dataset out by the browser: choose, look at the first rows, download."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.api.sending import sent_whole
from outcomes.cohorts.access import cohort_or_404
from outcomes.exports.asked import Unclear, options_of
from outcomes.exports.catalogue import DATASETS, FORMATS, is_known
from outcomes.exports.columns import Column
from outcomes.exports.datasets import Dataset
from outcomes.exports.export import export
from outcomes.exports.formats.refused import CannotHold
from outcomes.exports.permission import require_export
from outcomes.exports.preview import Preview, preview
from outcomes.exports.reach import reach_of
from outcomes.exports.table import Options
from outcomes.exports.writing import UnknownColumn, chosen
from outcomes.models import Cohort, ExportLog
from outcomes.views.export_choices import choices, columns, shown
from registry.access.log import saw_list
from registry.access.policy import Actor, Refused
from registry.access.requests import ActorRequest, actor_required
from registry.codelists.base import Label

OWN = frozenset({"dataset", "kind", "columns_of"})
LATEST = 10
BY_REST = ("cut", "profile")
BY_ADDRESS = Label(
    "Data cuts and profiles are taken by REST: put /api/v1 before this file's address.",
    "数据切点与去标识方案请通过REST获取：在文件地址前加/api/v1。",
)


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
    """Send the file; for what cannot be had the page comes again and says why."""
    require_export(request.actor)
    _known(dataset, kind)
    asked = request.GET.copy()
    asked["dataset"], asked["kind"] = dataset, kind
    options, unclear = _options(asked, DATASETS[dataset])
    if unclear:
        return _page(request, asked)
    try:
        made = export(
            dataset=dataset,
            kind=kind,
            cohort=cohort_or_404(request.actor, asked.get("cohort")),
            actor=request.actor,
            # A spreadsheet runs what begins like a formula in a CSV that is opened.
            options=replace(options, safe=kind == "csv"),
        )
    except CannotHold as error:
        return _page(request, asked, error.why)
    except UnknownColumn:
        return _page(request, asked)
    return sent_whole(made)


def _known(dataset: str, kind: str) -> None:
    if not is_known(dataset, kind):
        raise Http404(f"{dataset}.{kind}")


def _options(asked: QueryDict, dataset: Dataset) -> tuple[Options, list[Unclear]]:
    """Return what was asked; columns chosen of another dataset are forgotten."""
    options, unclear = options_of(asked, dataset, get_language() or "en", OWN)
    own = {column.name for column in dataset.columns}
    if asked.get("columns_of", dataset.name) != dataset.name:
        own = set()
    unclear += [Unclear(name, BY_ADDRESS) for name in BY_REST if asked.get(name)]
    kept = tuple(name for name in options.columns if name in own)
    return replace(options, columns=kept), unclear


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows: the columns on offer, the first rows, what to change."""

    options: Options
    offered: tuple[Column, ...] = ()
    seen: Preview | None = None
    problems: tuple[dict[str, str], ...] = ()


def _page(
    request: ActorRequest, asked: QueryDict, refused: Label | None = None
) -> HttpResponse:
    name, kind = asked.get("dataset") or "adsl", asked.get("kind") or "csv"
    _known(name, kind)
    dataset, cohort = DATASETS[name], cohort_or_404(request.actor, asked.get("cohort"))
    options, unclear = _options(asked, dataset)
    problems = tuple(_problem(one.parameter, one.says) for one in unclear)
    if refused:
        problems += (_problem("kind", refused),)
    found = Found(options, problems=problems)
    if not problems:
        found = _found(request.actor, dataset, kind, cohort, options)
    told = {
        "nav": "exports",
        "dataset": dataset,
        "title": dataset.label.in_language(get_language()),
        "since": asked.get("updated_since", ""),
        "choices": choices(request.actor, name, kind, cohort, found.options),
        "columns": columns(found.offered, found.options),
        "seen": found.seen and shown(found.seen, found.options),
        "errors": found.problems,
        "file_url": _file_url(name, kind, asked, found.options),
        "log": ExportLog.objects.filter(user=request.actor.person)[:LATEST],
    }
    part = request.htmx and not request.htmx.boosted
    template = "_found.html" if part else "exports.html"
    status = 422 if found.problems and not part else 200
    return render(request, f"outcomes/exports/{template}", told, status=status)


def _found(
    actor: Actor, dataset: Dataset, kind: str, cohort: Cohort | None, options: Options
) -> Found:
    """Return the first rows, or what has to be changed before there are any."""
    try:
        only, needs = dataset.main_only, dataset.needs
        reach = reach_of(actor, cohort, main_only=only, needs=needs)
        offered = chosen(dataset, reach, FORMATS[kind], Options())
        if {column.name for column in offered} <= {*options.columns}:
            options = replace(options, columns=())
        seen = preview(dataset, reach, FORMATS[kind], options)
    except Refused:
        text = _("Your role does not take this out of this study, or not by that day.")
        return Found(options, problems=(_problem("dataset", text),))
    except UnknownColumn as error:
        text = _("There is no column %(name)s for you.") % {"name": error.name}
        return Found(options, problems=(_problem("dataset", text),))
    saw_list(len(seen.lines))
    return Found(options, offered, seen)


def _problem(anchor: str, says: Label | str) -> dict[str, str]:
    text = says if isinstance(says, str) else says.in_language(get_language())
    return {"anchor": anchor, "text": text}


def _file_url(name: str, kind: str, asked: QueryDict, options: Options) -> str:
    pairs = [
        (key, value)
        for key, values in asked.lists()
        if key not in {*OWN, "safe", "columns"}
        for value in values
        if value
    ]
    pairs += [("columns", ",".join(options.columns))] if options.columns else []
    query = f"?{urlencode(pairs)}" if pairs else ""
    return reverse("export-file", args=[name, kind]) + query
