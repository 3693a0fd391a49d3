"""A query as pages say it: where it stands, what it asks, how far it is."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.forms.fields import field_label
from registry.models import FORMS, DataQuery, Patient, Status, Versioned
from registry.queries.cases import facts_of
from registry.queries.judged import Values, answers_at, variable_at
from registry.queries.kept_words import Words
from registry.queries.spelled import spelled
from registry.variables.labels import series
from registry.variables.spec import Kind, Variable
from registry.views.links import address, record_address
from registry.views.patient_forms import label_of

# A state is an icon and a word; these are the icons of the three.
DRAWN = {Status.OPEN: "query", Status.ANSWERED: "answered", Status.CLOSED: "done"}


def state_of(query: DataQuery) -> tuple[str, str]:
    """Return the state's icon and its words."""
    words = query.get_status_display()
    if query.is_settled:
        words = query.get_closed_as_display()
    return DRAWN[Status(query.status)], str(words)


def place_words(query: DataQuery) -> str:
    """Return the form and the field that it is about."""
    field = query_field(query)
    form = label_of(query.form)
    return _("%(form)s · %(field)s") % {"form": form, "field": field} if field else form


def query_field(query: DataQuery) -> str:
    """Return the label of its field, or nothing."""
    variable = model_of(query).variables().get(query.field)
    return field_label(variable)[0] if variable else query.field


def model_of(query: DataQuery) -> type[Versioned]:
    """Return the form that it is about."""
    return FORMS.get(query.form, Patient)


def place_url(query: DataQuery) -> str:
    """Return the way to the field, or to where the missing form is begun."""
    if query.record_id is None:
        return address("record-new", query.patient_id, query.form)
    url = record_address(query.patient_id, query.form, query.record_id)
    return f"{url}#id_{query.field}" if query.field else url


def value_words(query: DataQuery, now: Values, values: Values | None = None) -> str:
    """Write the answers that it was about, or ``values`` of the same fields.

    ``now`` is what the record says: a query has no copy of a free text.
    """
    variables = model_of(query).variables()
    told = query.value if values is None else values
    words = []
    for name in query.fields:
        variable = variable_at(variables, name)
        if name in told and variable:
            value = told[name]
            reason = value.get("absent") if isinstance(value, dict) else None
            shown = None if reason else _worded(value, variable, now.get(name))
            words.append(spelled(variable, shown, reason) or "–")
    return series(words)


def _worded(kept: Any, variable: Variable, now: Any) -> Any:
    """Return what was kept, with the free text that stands in its place yet."""
    if variable.kind is Kind.ROWS and isinstance(kept, list):
        rows = [*now, *({} for _row in kept)] if isinstance(now, list) else kept
        parts = dict(variable.parts)
        pairs = zip(kept, rows, strict=False)
        return [_row_worded(row, parts, stands) for row, stands in pairs]
    if variable.kind is not Kind.TEXT or not kept:
        return kept
    stands = isinstance(now, Words) and now.is_kept_as(kept)
    return now.text if stands else _("a text that is not there any more")


def _row_worded(row: Values, parts: Mapping[str, Variable], now: Values) -> Values:
    return {
        part: _worded(value, parts[part], now.get(part)) if part in parts else value
        for part, value in row.items()
    }


def values_now(query: DataQuery) -> Values:
    """Return what its record says at its fields, where any of them is free text."""
    variables = model_of(query).variables()
    kinds = {one.kind for name in query.fields if (one := variable_at(variables, name))}
    if not kinds & {Kind.TEXT, Kind.ROWS}:
        return {}
    record = model_of(query)._default_manager.filter(pk=query.record_id).first()
    return answers_at(query.form, facts_of(record), query.fields) if record else {}


def age_words(query: DataQuery) -> str:
    """Write for how long it has been asked, or was."""
    until = query.closed_at or timezone.now()
    days = (until - query.opened_at).days
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def asked_words(query: DataQuery) -> str:
    """Write what is asked, in the reader's language."""
    return query.says.in_language(get_language())


def told(query: DataQuery) -> dict[str, Any]:
    """Return what a list says of it."""
    drawing, words = state_of(query)
    return {
        "query": query,
        "url": reverse("query", args=[query.pk]),
        "patient": query.patient.study_no,
        "patient_url": reverse("patient", args=[query.patient_id]),
        "centre": query.patient.centre.code,
        "place": place_words(query),
        "place_url": place_url(query),
        "says": asked_words(query),
        "fix": query.fix.in_language(get_language()),
        "hard": query.severity == "hard",
        "drawing": drawing,
        "state": words,
        "assigned": query.assigned_to.username if query.assigned_to else "",
        "opened": query.opened_at,
        "age": age_words(query),
    }
