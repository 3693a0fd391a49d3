"""A query as pages say it: where it stands, what it asks, how far it is."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.forms.fields import field_label
from registry.models import FORMS, DataQuery, Patient, Status, Versioned
from registry.queries.spelled import spelled
from registry.variables.labels import series
from registry.variables.spec import Variable
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


def value_words(query: DataQuery, values: dict[str, Any] | None = None) -> str:
    """Write the answers that it was about, or ``values`` of the same fields."""
    variables = model_of(query).variables()
    told = query.value if values is None else values
    words = []
    for name in query.fields:
        variable = _variable(variables, name)
        if name in told and variable:
            value = told[name]
            reason = value.get("absent") if isinstance(value, dict) else None
            said = spelled(variable, None if reason else value, reason)
            words.append(said or "–")
    return series(words)


def _variable(variables: Mapping[str, Variable], name: str) -> Variable | None:
    """Return the variable of a field, or of a cell such as ``genes/0/gene``."""
    group, _slash, cell = name.partition("/")
    found = variables.get(group)
    part = cell.partition("/")[2]
    return dict(found.parts).get(part) if found and part else found


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
