"""The data dictionary: every question, as the forms themselves declare it."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from registry.access.requests import ActorRequest, actor_required
from registry.queries.codebook import Entry, entries, write_csv

BYTE_ORDER_MARK = "\ufeff"  # Spreadsheets would take Chinese for another encoding.


@require_safe
@actor_required
def codebook(request: ActorRequest) -> HttpResponse:
    """Show the variables that hold the words asked for, or give all of them as CSV."""
    if request.GET.get("format") == "csv":
        return as_csv()
    words = request.GET.get("q", "").strip()
    found = [entry for entry in entries() if entry.holds(words)]
    chinese = (get_language() or "").startswith("zh")
    forms = [
        _form(list(group), chinese)
        for _, group in groupby(found, key=lambda entry: entry.form)
    ]
    told = {"nav": "codebook", "words": words, "forms": forms, "count": len(found)}
    part = request.htmx and not request.htmx.boosted
    page = "_variables.html" if part else "codebook.html"
    return render(request, f"registry/codebook/{page}", told)


def _form(rows: list[Entry], chinese: bool) -> dict[str, Any]:
    first = rows[0]
    title = first.form_zh if chinese else first.form_en
    other = first.form_en if chinese else first.form_zh
    return {
        "name": first.form,
        "title": title,
        "other": other,
        "rows": [_row(entry, chinese) for entry in rows],
    }


def _row(entry: Entry, chinese: bool) -> dict[str, Any]:
    codes = entry.codes_zh if chinese else entry.codes
    reported = entry.reported_zh if chinese else entry.reported
    return {
        "entry": entry,
        "label": entry.label_zh if chinese else entry.label_en,
        "other": entry.label_en if chinese else entry.label_zh,
        "reported": [item for item in reported.split(" | ") if item],
        "condition": entry.condition_zh if chinese else entry.condition,
        "core_where": entry.core_where_zh if chinese else entry.core_where,
        "codes": [code for code in codes.split(" | ") if code],
    }


def as_csv() -> HttpResponse:
    """Return the whole codebook as a file."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="codebook.csv"'
    answer.write(BYTE_ORDER_MARK)
    write_csv(answer)
    return answer
