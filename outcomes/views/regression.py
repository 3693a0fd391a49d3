"""A regression of a study's patients: what is asked stands in the address."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.exports.reach import reach_of
from outcomes.figures.caption import thousands
from outcomes.figures.wording import said
from outcomes.models import Cohort
from outcomes.regressions import lines, words
from outcomes.regressions.model import Found, model_for, source_of
from outcomes.regressions.rows import MOST_ROWS
from outcomes.regressions.shapes import Model
from outcomes.regressions.typed import TypedModel, read
from outcomes.views.figure_words import Said
from outcomes.views.found import cohort_or_404
from outcomes.views.panel import prints
from outcomes.views.regression_choices import choices
from outcomes.views.study import REGRESSION, tabs_of
from registry.access.policy import Action, Actor, Refused, may
from registry.access.requests import ActorRequest, actor_required

FOREST, RESIDUALS = "forest", "residuals"


@require_safe
@actor_required
def study_regression(request: ActorRequest, slug: str) -> HttpResponse:
    """Show the form, and what the address asks for."""
    cohort = cohort_or_404(request.actor, slug)
    typed = read(request.GET)
    if request.GET.keys() & {"drop", "go"}:
        return HttpResponseRedirect(_address(cohort, typed))
    title = cohort.title.in_language(get_language() or "en")
    found = model_for(request.actor, cohort, typed)
    problems = found.checked.problems
    told: dict[str, Any] = {
        "nav": "studies",
        "cohort": cohort,
        "title": title,
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (reverse("study", args=[slug]), title),
            ("", _("Regression")),
        ],
        "tabs": tabs_of(cohort, REGRESSION),
        "may_define": may(request.actor, Action.EDIT_COHORT),
        "own": found.own,
        "problems": problems,
        "errors": [{"anchor": at, "text": text} for at, text in problems.items()],
        "too_many": _too_many(found),
        **choices(found),
    }
    if found.model:
        told |= _result(request.actor, found, found.model)
    return render(
        request, "outcomes/regression/page.html", told, status=422 if problems else 200
    )


def _address(cohort: Cohort, typed: TypedModel) -> str:
    address = reverse(REGRESSION, args=[cohort.slug])
    return f"{address}?{typed.query}" if typed.query else address


def _too_many(found: Found) -> str:
    if not found.too_many:
        return ""
    return _(
        "The study has %(n)s patients; at most %(most)s are fitted while somebody "
        "waits. Narrow the study, or take its dataset out and fit the model there."
    ) % {"n": thousands(found.too_many), "most": thousands(MOST_ROWS)}


def _result(actor: Actor, found: Found, model: Model) -> dict[str, Any]:
    """Return the table, the facts beside it, the figures and what is to be known."""
    script = bool(model["whole"]) and may_take_rows(actor, found.cohort)
    table = {
        "label": words.title(model),
        "columns": lines.columns(model),
        "cells": [
            [{"text": text, "url": ""} for text in lines.cells(line, model)]
            for line in lines.lines_of(model)
        ],
    }
    caption = words.caption(model, str(source_of(found)))
    own = Said(caption, words.methods(model))
    figures = [_figure(found, FOREST, words.title(model), table, own)]
    if model["residuals"]:
        constant = _("Are ratios constant: scaled Schoenfeld residuals")
        figures.append(_figure(found, RESIDUALS, constant, table, own))
    return {
        "model": model,
        "heading": words.title(model),
        "lines": lines.lines_of(model),
        "used": lines.used(model),
        "facts": words.facts(model),
        "as_text": lines.as_text(model),
        "cautions": [said(one) for one in model["cautions"]],  # type: ignore[arg-type]
        "why": said(model["why"]) if model["why"] else "",
        "figures": figures if model["why"] is None else [],
        "csv": file_of(found, "table")("csv"),
        "script": file_of(found, "script")("R") if script else "",
    }


def may_take_rows(actor: Actor, cohort: Cohort) -> bool:
    """Tell whether the actor may take the rows of a cohort out, as an R script does."""
    try:
        reach_of(actor, cohort, main_only=False)
    except Refused:
        return False
    return True


def _figure(
    found: Found, name: str, title: str, table: Any, said_of: Said
) -> dict[str, Any]:
    """Return a figure as the panels of a dashboard have it."""
    address = file_of(found, name)
    return {
        "name": name,
        "title": title,
        "table": table,
        "said": said_of,
        "spec": address("json"),
        "files": [(kind.upper(), address(kind)) for kind in ("svg", "png", "pdf")],
        "prints": prints(address, script=False),
    }


def file_of(found: Found, name: str) -> Callable[..., str]:
    """Return what gives the address of a file of a regression by its kind."""
    return partial(_file, found, name)


def _file(found: Found, name: str, kind: str, **asked: object) -> str:
    address = reverse("study-regression-file", args=[found.cohort.slug, name, kind])
    more = f"&{urlencode(asked)}" if asked else ""
    return f"{address}?{found.typed.query}{more}"
