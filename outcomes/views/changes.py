"""What changed since a day or a version: the acts that moved a study's curve."""

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
from outcomes.figures.wording import horizon, limits, months, percent
from outcomes.models import Cohort
from outcomes.past.changes import MOST_ACTS, Changes, TooManyActs, changes_since
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import NotACut, cut_of
from outcomes.past.effect import effect
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
        cut = cut_of(since)
        require_rows(request.actor, cohort_at(cohort, cut))
        found = changes_since(cohort, cut, endpoint)
    except NotACut as why:
        return {"error": str(why)}
    except TooManyActs:
        text = _("More than %(n)s acts since: choose a later day or change.")
        return {"error": text % {"n": MOST_ACTS}}
    newest = found.moved[::-1]
    place = whole(request.GET.get("after")) or 0
    shown = told(request.actor, found, newest[place : place + PAGE])
    return {
        "cut": str(cut),
        "readings": _readings(found),
        "acts": [_act(one, found) for one in shown],
        "notes": _notes(found, len(newest[place : place + PAGE]) - len(shown)),
        "pager": _pager(request, place, len(newest)),
    }


def _readings(found: Changes) -> dict[str, Any]:
    """Return the table of then and now, a row a group."""
    at = {"at": horizon(found.at), "level": found.analysis.per_cent}
    columns = (
        _("Group"),
        "",
        _("Patients"),
        _("Events"),
        _("%% at %(at)s (%(level)s %% limits)") % at,
        _("Median, months"),
    )
    rows = []
    for group in found.groups:
        name = group.label.in_language(get_language() or "en")
        for when, of in ((_("then"), found.then), (_("now"), found.now)):
            reading = of[group.key]
            texts = (str(reading.n), str(reading.events), *_estimates(reading))
            # Numbers are named one by one for a phone, which shows no heads.
            numbers = [
                {"text": text, "th": head}
                for text, head in zip(texts, columns[2:], strict=True)
            ]
            cells = [{"text": name}, {"text": when, "css": "mstate"}, *numbers]
            rows.append({"cells": cells})
    return {
        "label": _("Then and now"),
        "columns": [{"label": label} for label in columns],
        "rows": rows,
    }


def _estimates(reading: Reading) -> tuple[str, str]:
    between = limits([reading.lower, reading.upper])
    estimate = percent(reading.estimate)
    median = (
        "\N{EM DASH}" if reading.median is None else f"{months(reading.median):.1f}"
    )
    return f"{estimate} ({between})" if between else estimate, median


def _act(one: Told, found: Changes) -> dict[str, Any]:
    act, language = one.moved.act, get_language() or "en"
    labels = {group.key: group.label.in_language(language) for group in found.groups}
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
    if found.redefined:
        said.append(
            _(
                "The cohort was defined otherwise then, or had other centres. Both "
                "readings are by today's definition."
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


def _pager(request: ActorRequest, place: int, count: int) -> dict[str, str]:
    def leads_to(after: int) -> str:
        words = request.GET.copy()
        words["after"] = str(after)
        return f"{request.path}?{words.urlencode()}"

    text = ngettext(
        "%(n)s act moved the curve", "%(n)s acts moved the curve", count
    ) % {"n": count}
    return {
        "text": text,
        "previous_url": leads_to(max(0, place - PAGE)) if place else "",
        "next_url": leads_to(place + PAGE) if place + PAGE < count else "",
    }
