"""Rows of the trail as pages and files say them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from registry.audit.reading import CHANGED, CREATED, DELETED, MOVED
from registry.forms.fields import field_label
from registry.models import Versioned
from registry.queries.spelled import spelled, spelled_change
from registry.queries.trail_rows import TrailRow
from registry.variables.labels import series

Said = dict[str, str]


def act_of(operation: str) -> str:
    """Return what was done, in words."""
    return {
        CREATED: _("created"),
        CHANGED: _("changed"),
        DELETED: _("removed"),
        MOVED: _("moved to another patient"),
    }[operation]


def fields_in_words(row: TrailRow) -> list[Said]:
    """Return each field that was altered: name, label, old and new value."""
    if row.edit is None:
        return [
            {
                "field": one.field,
                "label": one.label,
                "old": _plain(one.old),
                "new": _plain(one.new),
            }
            for one in row.fields
        ]
    variables = row.edit.model.variables()
    said = []
    for one in row.edit.edit.fields:
        variable = variables[one.field]
        old, new = spelled_change(variable, one.old, one.new)
        said.append(
            {
                "field": one.field,
                "label": field_label(variable)[0],
                "old": spelled(variable, old, one.old_reason),
                "new": spelled(variable, new, one.new_reason),
            }
        )
    return said


def marks_in_words(row: TrailRow) -> str:
    """Return which marks were set and taken away."""
    words = {
        "verified": _("verified"),
        "signed": _("signed"),
        "locked": _("locked"),
        "case_locked": _("case locked"),
        "-verified": _("no longer verified"),
        "-signed": _("no longer signed"),
        "-locked": _("unlocked"),
        "-case_locked": _("case unlocked"),
    }
    return series(words[mark] for mark in (row.edit.edit.marks if row.edit else ()))


def row_in_words(row: TrailRow) -> dict[str, Any]:
    """Return what a page says of one change."""
    change, patient = row.change, row.patient
    links = patient is not None and issubclass(row.model, Versioned)
    return {
        "number": change.pk,
        "at": change.at,
        "who": row.who or _("system"),
        "role": change.session_role,
        "act": _("redacted in the history")
        if row.redacted
        else act_of(change.operation),
        "marks": marks_in_words(row),
        "form": str(row.model._meta.verbose_name),
        "record": change.record_id,
        "patient": patient.study_no if patient else "",
        "centre": patient.centre.code if patient else "",
        "reason": change.reason or "",
        "fields": fields_in_words(row),
        "url": reverse(
            "record-history",
            args=[change.patient_id, row.model.form, change.record_id],  # type: ignore[attr-defined]
        )
        if links
        else "",
    }


def _plain(value: Any) -> str:
    return "" if value in (None, "", [], {}) else str(value)
