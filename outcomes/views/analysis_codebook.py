"""The codebook of the analysis datasets: variables, codes, derivations, endpoints."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.api.sending import sent_define
from outcomes.endpoints import ENDPOINTS
from outcomes.exports.catalogue import DATASETS
from outcomes.exports.codebook import NAMES, described
from outcomes.exports.columns import Column
from outcomes.exports.datasets import Dataset
from outcomes.exports.derivations import ORIGINS, codes_of, method_of
from registry.access.requests import ActorRequest, actor_required
from registry.queries.codebook import holds


@require_safe
@actor_required
def analysis_codebook(request: ActorRequest) -> HttpResponse:
    """Show the variables that hold the words asked for, or give all of them as CSV."""
    if request.GET.get("format") == "csv":
        return _as_csv()
    words = request.GET.get("q", "").strip()
    language = get_language() or "en"
    datasets = [
        {
            "name": name,
            "title": DATASETS[name].label.in_language(language),
            "rows": [*_rows(DATASETS[name], words, language)],
        }
        for name in ORIGINS
    ]
    endpoints = [*_endpoints(words, language)]
    told = {
        "nav": "codebook",
        "words": words,
        "datasets": [one for one in datasets if one["rows"]],
        "endpoints": endpoints,
        "count": sum(len(one["rows"]) for one in datasets) + len(endpoints),
    }
    part = request.htmx and not request.htmx.boosted
    page = "_variables.html" if part else "codebook.html"
    return render(request, f"outcomes/codebook/{page}", told)


@require_safe
@actor_required
def define_file(request: ActorRequest) -> HttpResponse:
    """Give the same as Define-XML 2.1, of now or as a data cut keeps it."""
    return sent_define(request.actor, request.GET.get("cut"))


def _rows(dataset: Dataset, words: str, language: str) -> Iterable[dict[str, Any]]:
    chinese = language.startswith("zh")
    own, other = ("zh", "en") if chinese else ("en", "zh")
    given = {"left out": _("left out"), "changed": _("changed"), "as it is": ""}
    for column in dataset.columns:
        said = described(dataset, column)
        if holds(words, said.values()):
            yield {
                "name": column.name,
                "label": said[f"label_{own}"],
                "other": said[f"label_{other}"],
                "kind": said["kind"],
                "unit": column.unit,
                "codes": _codes(column, language),
                "origin": said[f"origin_{own}"],
                "genetic": column.genetic,
                "without_names": given[said["pseudonymised"]],
            }


def _codes(column: Column, language: str) -> list[str]:
    return [
        f"{code.value} = {code.label.in_language(language)}"
        for code in column.codes or ()
    ]


def _endpoints(words: str, language: str) -> Iterable[dict[str, Any]]:
    for code, one in ENDPOINTS.items():
        method, codes = method_of(code), codes_of(code)
        texts = (*codes, one.name.en, one.name.zh, method.en, method.zh)
        if holds(words, texts):
            yield {
                "codes": codes,
                "name": one.name.in_language(language),
                "other": one.name.en if language.startswith("zh") else one.name.zh,
                "definition": one.definition.in_language(language),
                "causes": [cause.in_language(language) for cause in one.causes],
                "source": one.source,
            }


def _as_csv() -> HttpResponse:
    text = StringIO()
    sheet = csv.DictWriter(text, [*NAMES], lineterminator="\n")
    sheet.writeheader()
    for name in ORIGINS:
        for column in DATASETS[name].columns:
            sheet.writerow(described(DATASETS[name], column))
    # With its mark, without which spreadsheets take Chinese for another encoding.
    content = text.getvalue().encode("utf-8-sig")
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="analysis-codebook.csv"'
    return answer
