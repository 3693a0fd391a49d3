"""The panels of the home page: my queries, visits by centre, forms begun."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.access.policy import Actor
from registry.forms.fields import field_label
from registry.models import FORMS, BegunForm, DataQuery, Patient
from registry.queries.begun import drafts_of, mine_first
from registry.queries.open_queries import OpenQueries
from registry.queries.visits import (
    ORDERS,
    WAITING,
    Days,
    VisitCounts,
    listed,
    visits_in,
)
from registry.variables.labels import series
from registry.views.links import address, record_address
from registry.views.patient_forms import label_of
from registry.views.visit_table import visit_table

VISITS = 20
# On a phone only the first are shown until all are asked for.
AT_ONCE = 5
BEGUN = 6
NAMED = 3
OLD = 30


def visits_shown(actor: Actor, days: Days, counts: VisitCounts) -> dict[str, Any]:
    """Return the most urgent visits as a table, by centre."""
    condition = visits_in(WAITING, days)
    rows = list(listed(actor, condition, "urgent").order_by(*ORDERS["urgent"])[:VISITS])
    table = visit_table(rows, actor, days, condition) if rows else None
    return {
        "table": _later_apart(table) if table else None,
        "all": counts.due + counts.overdue,
        "more": max(counts.due + counts.overdue - len(rows), 0),
        "count": counts.due + counts.overdue,
        "followed": counts.followed,
    }


def queries_shown(asked: OpenQueries) -> dict[str, Any]:
    """Return the first queries that wait for the person, as a table."""
    columns = (_("Patient"), _("Form, field"), _("Question"), _("From"), _("Age"))
    today = timezone.now().date()
    rows = [{"cells": _query(one, today)} for one in asked.first]
    table = {
        "label": _("Open queries"),
        "columns": [{"label": name} for name in columns],
        "rows": rows,
    }
    return {
        "table": _later_apart(table) if rows else None,
        "all": asked.waiting,
        "more": max(asked.waiting - len(rows), 0),
        "url": address("queries"),
    }


def _later_apart(table: dict[str, Any]) -> dict[str, Any]:
    """Mark the rows that a phone leaves out; each centre keeps its most urgent."""
    groups = sum("group" in row for row in table["rows"]) or 1
    most, shown = max(AT_ONCE // groups, 2), 0
    for row in table["rows"]:
        shown = 0 if "group" in row else shown + 1
        row["later"] = shown > most
    return table


def _query(query: DataQuery, today: date) -> list[dict[str, Any]]:
    days = (today - query.opened_at.date()).days
    age = _("%(days)s d") % {"days": days} if days else _("today")
    url = address("query", query.pk) or record_address(
        query.patient_id, query.form, query.record_id
    )
    asker = _("automatic")
    if query.is_manual and query.opened_by_id:
        asker = query.opened_by.username if query.opened_by else asker
    return [
        {"text": query.patient.study_no, "url": url, "css": "nw"},
        {"text": _where(query.form, query.field)},
        {"text": query.says.in_language(get_language())},
        {"text": asker, "css": "faint nw mhide"},
        {"state": "overdue" if days > OLD else "due", "text": age},
    ]


def _where(form: str, field: str) -> str:
    variable = FORMS.get(form, Patient).variables().get(field)
    return (
        f"{label_of(form)} · {field_label(variable)[0]}" if variable else label_of(form)
    )


def begun_shown(actor: Actor) -> dict[str, Any]:
    """Return what the person typed and did not save, then the forms begun."""
    drafts = [
        {
            "label": f"{draft.patient.study_no} · {label_of(draft.form)}",
            "url": _draft_url(draft.patient_id, draft.form, draft.record_id),
            "says": _("typed, not saved"),
            "draft": True,
        }
        for draft in drafts_of(actor, NAMED)
    ]
    forms = [told_begun(one) for one in mine_first(actor)[: BEGUN - len(drafts)]]
    return {"rows": drafts + forms}


def _draft_url(patient: int, form: str, record: int | None) -> str:
    if form == Patient.form:
        return address("patient-edit", patient)
    if record is None:
        return address("record-new", patient, form)
    return address("record", patient, form, record)


def told_begun(one: BegunForm) -> dict[str, Any]:
    """Return a begun form with what it misses first and the way to that field."""
    url = record_address(one.patient_id, one.form, one.record_id)
    return {
        "label": f"{one.patient.study_no} · {label_of(one.form)}",
        "url": f"{url}#id_{one.missing[0]}" if url else "",
        "says": missing_words(one.form, one.missing),
        "count": len(one.missing),
        "mine": getattr(one, "theirs", 1) == 0,
    }


def missing_words(form: str, missing: list[str]) -> str:
    """Name the first of the missing answers, and how many more there are."""
    variables = FORMS.get(form, Patient).variables()
    labels = [field_label(variables[n])[0] for n in missing if n in variables]
    words = series(labels[:NAMED])
    rest = len(labels) - NAMED
    if rest <= 0:
        return words
    return _("%(fields)s and %(number)s more") % {"fields": words, "number": rest}
