"""What changed since a day or a version: the acts that moved a study's curve."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.cohorts.definition import parse
from outcomes.disclosure.shown import require_rows
from outcomes.endpoints import ENDPOINTS
from outcomes.figures.wording import comma, horizon, limits, months, percent
from outcomes.models import Cohort
from outcomes.past.changes import (
    MOST_ACTS,
    Changes,
    Moved,
    Redefined,
    Side,
    TooManyActs,
    changes_since,
)
from outcomes.past.cohort import since_of
from outcomes.past.cut import NotACut
from outcomes.past.effect import effect
from outcomes.past.eras import eras_since
from outcomes.past.reading import Reading
from outcomes.past.told import Told, told
from outcomes.views.found import cohort_or_404
from registry.access.requests import ActorRequest, actor_required
from registry.access.sent import whole
from registry.queries.patient_history import PatientEdit
from registry.queries.spelled import spelled, spelled_change
from registry.variables.labels import headed

PAGE = 50
FEW = 8  # answers of an act that are shown without asking


@require_safe
@actor_required
def study_changes(request: ActorRequest, slug: str) -> HttpResponse:
    """Ask since when; then show the acts that moved the curve, newest first."""
    cohort = cohort_or_404(request.actor, slug)
    require_rows(request.actor, cohort)
    since = request.GET.get("since", "").strip()
    chosen = parse(cohort.definition).endpoints
    endpoint = request.GET.get("endpoint", "")
    endpoint = endpoint if endpoint in chosen else chosen[0]
    title = cohort.title.in_language(get_language() or "en")
    page: dict[str, Any] = {
        "nav": "studies",
        "cohort": cohort,
        "title": title,
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (reverse("study", args=[slug]), title),
            ("", _("What changed")),
        ],
        "since": since,
        "endpoint": endpoint,
        "tabs": _tabs(slug, since, endpoint, chosen),
    }
    if since:
        page |= _answer(request, cohort, since, endpoint)
    status = 422 if page.get("error") else 200
    return render(request, "outcomes/study/changes.html", page, status=status)


def _tabs(
    slug: str, since: str, current: str, chosen: tuple[str, ...]
) -> list[dict[str, Any]]:
    path = reverse("study-changes", args=[slug])
    return [
        {
            "url": f"{path}?{urlencode({'since': since, 'endpoint': code})}",
            "text": ENDPOINTS[code].name.in_language(get_language() or "en"),
            "current": code == current,
        }
        for code in chosen
    ]


def _answer(
    request: ActorRequest, cohort: Cohort, since: str, endpoint: str
) -> dict[str, Any]:
    try:
        cut = since_of(cohort, since)
        for era in eras_since(cohort, cut):
            require_rows(request.actor, era.cohort)
        found = changes_since(cohort, cut, endpoint)
    except NotACut as why:
        return {"error": str(why)}
    except TooManyActs:
        text = _("More than %(n)s acts since: choose a later day or change.")
        return {"error": text % {"n": MOST_ACTS}}
    newest = found.steps[::-1]
    place = whole(request.GET.get("after")) or 0
    page = newest[place : place + PAGE]
    acts = told(request.actor, [one for one in page if isinstance(one, Moved)])
    of = {one.moved.act.number: one for one in acts}
    rows = [_step(one, of) for one in page]
    return {
        "cut": str(cut),
        "readings": _readings(found),
        "acts": [row for row in rows if row],
        "notes": _notes(found, rows.count(None)),
        "pager": _pager(request, place, found),
    }


def _readings(found: Changes) -> dict[str, Any]:
    """Return the table of then and now, a row a group."""
    one, other = _says(found.start), _says(found.end)
    heads = (
        _("Group"),
        "",
        _("Patients"),
        _("Events"),
        other if one == other else _("Per cent (limits)"),
        _("Median, months"),
    )
    rows = [
        _reading(name, when, side.of[key], heads)
        for key, name, when, side in _sides(found)
    ]
    columns = heads
    return {
        "label": _("Then and now"),
        "columns": [{"label": label} for label in columns],
        "rows": rows,
    }


def _says(side: Side) -> str:
    """Say at which day a curve is read, and of what level its limits are."""
    curve = side.curve
    at = {"at": horizon(curve.horizon), "level": curve.analysis.per_cent}
    return _("%% at %(at)s (%(level)s %% limits)") % at


def _sides(found: Changes) -> Iterator[tuple[str, str, str, Side]]:
    """Yield groups then and now: side by side, or apart where they are others."""
    language, redefined = get_language() or "en", bool(found.definitions)
    sides = ((_("then"), found.start), (_("now"), found.end))
    if not redefined:
        for group in found.end.groups:
            name = group.label.in_language(language)
            yield from ((group.key, name, when, side) for when, side in sides)
        return
    for when, side in sides:
        told = {"when": when, "version": side.era.cohort.version, "read": _says(side)}
        text = _("%(when)s, version %(version)s: %(read)s") % told
        for group in side.groups:
            yield group.key, group.label.in_language(language), text, side


def _reading(
    name: str, when: str, found: Reading, heads: Sequence[str]
) -> dict[str, Any]:
    texts = (str(found.n), str(found.events), *_estimates(found))
    # Numbers are named one by one for a phone, which shows no heads.
    numbers = [
        {"text": text, "th": head} for text, head in zip(texts, heads[2:], strict=True)
    ]
    return {"cells": [{"text": name}, {"text": when, "css": "mstate"}, *numbers]}


def _estimates(reading: Reading) -> tuple[str, str]:
    between = limits([reading.lower, reading.upper])
    estimate = percent(reading.estimate)
    median = (
        "\N{EM DASH}" if reading.median is None else f"{months(reading.median):.1f}"
    )
    return f"{estimate} ({between})" if between else estimate, median


def _step(one: Moved | Redefined, of: dict[int, Told]) -> dict[str, Any] | None:
    """Return a row; None of an act on a patient whom the reader may not see."""
    if isinstance(one, Redefined):
        return _definition(one)
    return _act(of[one.act.number]) if one.act.number in of else None


def _definition(one: Redefined) -> dict[str, Any]:
    """Return an edit of the definition: what it says otherwise, all groups after it."""
    era, language = one.era, get_language() or "en"
    fields = [
        {
            "label": part.name.in_language(language),
            "old": part.old.in_language(language) if part.old else "",
            "new": part.new.in_language(language) if part.new else "",
        }
        for part in one.differences
    ]
    told = {"version": era.cohort.version}
    return {
        "at": date_format(timezone.localtime(era.at), "Y-m-d H:i:s") if era.at else "",
        "who": era.who or _("system"),
        "why": era.why,
        "version": era.cohort.version,
        "edits": [
            {"form": _("Definition, version %(version)s") % told, "fields": fields}
        ],
        "effects": _redefinition(one) if one.moves else [],
    }


def _redefinition(one: Redefined) -> list[dict[str, Any]]:
    """Return by how much an edit moved each group; groups of other words are others."""
    language, none = get_language() or "en", Reading(0, 0)
    was = {(key, label): one.before[key] for key, label in one.labels_before.items()}
    now = {(key, label): one.after[key] for key, label in one.labels_after.items()}
    return [
        {
            "group": label.in_language(language),
            "said": effect(was.get((key, label), none), now.get((key, label), none)),
        }
        for key, label in {**was, **now}
        if was.get((key, label), none) != now.get((key, label), none)
    ]


def _act(one: Told) -> dict[str, Any]:
    act, language = one.moved.act, get_language() or "en"
    labels = {k: label.in_language(language) for k, label in one.moved.labels.items()}
    edits = [_edit(edit) for edit in one.edits]
    return {
        "at": date_format(timezone.localtime(act.at), "Y-m-d H:i:s"),
        "number": act.number,
        "who": next((edit.edit.who for edit in one.edits), _("system")),
        "why": next((edit.edit.reason for edit in one.edits if edit.edit.reason), ""),
        "patient": one.patient,
        "history": reverse("patient-history", args=[one.patient.pk]),
        "edits": edits,
        "long": _long(edits),
        "effects": [
            {"group": labels[group], "said": effect(one.moved.before[group], after)}
            for group, after in sorted(one.moved.after.items())
        ],
    }


def _long(edits: list[dict[str, Any]]) -> str:
    """Say how much an act wrote, where that is more than a few answers."""
    answers = sum(len(edit["fields"]) for edit in edits)
    if answers <= FEW:
        return ""
    return _("%(answers)s answers, %(forms)s forms") % {
        "answers": answers,
        "forms": len(edits),
    }


def _edit(edit: PatientEdit) -> dict[str, Any]:
    variables = edit.model.variables()
    fields = []
    for change in edit.edit.fields:
        variable = variables[change.field]
        old, new = spelled_change(variable, change.old, change.new)
        fields.append(
            {
                "label": variable.label.in_language(get_language() or "en"),
                "old": spelled(variable, old, change.old_reason),
                "new": spelled(variable, new, change.new_reason),
            }
        )
    removed = {"-": _("taken back"), ">": _("moved to another patient")}
    did = removed.get(edit.edit.operation, "")
    name = str(edit.model._meta.verbose_name)
    return {"form": headed(name, did) if did else name, "fields": [] if did else fields}


def _notes(found: Changes, hidden: int) -> list[str]:
    said = []
    if found.definitions:
        said.append(
            _(
                "The cohort was defined otherwise then, or had other centres: each "
                "reading is by the definition of its time, and each edit of the "
                "definition is a step."
            )
        )
    if hidden:
        text = ngettext(
            "%(n)s act is on a patient whom you may not see, and is not listed.",
            "%(n)s acts are on patients whom you may not see, and are not listed.",
            hidden,
        )
        said.append(text % {"n": hidden})
    return said


def _pager(request: ActorRequest, place: int, found: Changes) -> dict[str, str]:
    def leads_to(after: int) -> str:
        words = request.GET.copy()
        words["after"] = str(after)
        return f"{request.path}?{words.urlencode()}"

    acts = len(found.moved)
    text = ngettext("%(n)s act moved the curve", "%(n)s acts moved the curve", acts) % {
        "n": acts
    }
    if edits := len(found.definitions):
        more = ngettext(
            "%(n)s edit of the definition", "%(n)s edits of the definition", edits
        )
        text = f"{text}{comma()}{more % {'n': edits}}"
    count = len(found.steps)
    return {
        "text": text,
        "previous_url": leads_to(max(0, place - PAGE)) if place else "",
        "next_url": leads_to(place + PAGE) if place + PAGE < count else "",
    }
