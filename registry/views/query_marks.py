"""Queries as the pages of forms mark them: beside the field, in the line of state."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.forms.setting import QueryMark
from registry.models import DataQuery, Patient, Record, Versioned
from registry.services.reconciling import Settled
from registry.views.links import with_query
from registry.views.query_words import state_of


def marks_of(
    record: Versioned, queries: Sequence[DataQuery]
) -> dict[str, list[QueryMark]]:
    """Return what is asked about each field of a saved record, and what was explained.

    What was corrected leaves no mark; its history has it.
    """
    marks: dict[str, list[QueryMark]] = defaultdict(list)
    for query in _of(record, queries):
        if not query.is_settled or query.stays_settled:
            marks[query.field].append(_mark(query))
    return marks


def _mark(query: DataQuery) -> QueryMark:
    drawing, words = state_of(query)
    if drawing == "query":
        words = _("query open")
    says = query.says.in_language(get_language())
    return QueryMark(reverse("query", args=[query.pk]), drawing, words, says)


def _of(record: Versioned, queries: Sequence[DataQuery]) -> list[DataQuery]:
    here = (record.form, record.pk)
    return [one for one in queries if record.pk and (one.form, one.record_id) == here]


def open_here(record: Versioned, queries: Sequence[DataQuery]) -> dict[str, Any]:
    """Return how many queries of the record wait, and the way to them."""
    waiting = [query for query in _of(record, queries) if not query.is_settled]
    if not waiting:
        return {}
    number = len(waiting)
    words = ngettext("%(number)s open query", "%(number)s open queries", number)
    patient = record.patient_id if isinstance(record, Record) else record.pk
    asked = {"patient": patient, "form": record.form}
    return {
        "words": words % {"number": number},
        "url": with_query(reverse("queries"), asked),
        "whole": [_mark(query) for query in waiting if not query.field],
    }


def ask_url(record: Versioned, field: str = "") -> str:
    """Return where a query about a saved record, or a field of it, is opened."""
    patient = record.patient_id if isinstance(record, Record) else record.pk
    url = reverse("query-new", args=[patient, record.form])
    number = None if isinstance(record, Patient) else record.pk
    return with_query(url, {"record": number, "field": field})


def settled_words(settled: Settled) -> list[str]:
    """Say how many queries a save opened and closed."""
    opened, closed = len(settled.opened), len(settled.closed)
    words = []
    if opened:
        said = ngettext(
            "%(number)s query opened.", "%(number)s queries opened.", opened
        )
        words.append(said % {"number": opened})
    if closed:
        said = ngettext(
            "%(number)s query closed.", "%(number)s queries closed.", closed
        )
        words.append(said % {"number": closed})
    return words
