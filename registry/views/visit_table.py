"""Visits as a table, grouped by centre: who, which, what is wanted, how it stands."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.access.policy import Action, Actor
from registry.models import ScheduledVisit
from registry.queries.visits import Days, counts_at
from registry.views.visit_words import name_of, state_cell, wanted, window_words


def visit_table(
    rows: Sequence[ScheduledVisit], actor: Actor, days: Days, condition: Q
) -> dict[str, Any]:
    """Return the rows by centre, each with how many of all are overdue and due."""
    names = (_("Patient"), _("Visit"), _("Forms due"), _("State"), _("Window"))
    shown = {one.centre_id for one in rows}
    counts = counts_at(actor, condition & Q(centre__in=shown), days)
    told: list[dict[str, Any]] = []
    editable = actor.centres_for(Action.EDIT_RECORD)
    today = {centre: day for day, centres in days.items() for centre in centres}
    for _key, visits in groupby(rows, key=lambda one: one.centre_id):
        some = list(visits)
        centre = some[0].centre
        waiting = counts.get(centre.pk, {"overdue": 0, "due": 0})
        words = _("%(overdue)s overdue, %(due)s due") % waiting
        told.append(
            {"group": centre.code, "scope": words if any(waiting.values()) else ""}
        )
        told += [
            {"cells": _cells(one, today[one.centre_id], one.centre_id in editable)}
            for one in some
        ]
    columns = [{"label": name} for name in names]
    return {"label": _("Visits"), "columns": columns, "rows": told}


def _cells(visit: ScheduledVisit, today: date, editable: bool) -> list[dict[str, Any]]:
    page = reverse("patient", args=[visit.patient_id])
    return [
        {"text": visit.patient.study_no, "url": f"{page}#schedule", "css": "nw"},
        {"text": name_of(visit), "css": "nw"},
        {"links": wanted(visit, visit.patient_id, editable), "text": "–"},
        state_cell(visit, today),
        {"text": window_words(visit, today), "css": "faint nw mhide"},
    ]
