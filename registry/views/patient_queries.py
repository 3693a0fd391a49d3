"""The queries of a patient, beside the forms: how many, and those that people wrote."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from registry.access.policy import Action, Actor, may
from registry.models import DataQuery, Patient, Status
from registry.queries.query_list import ALL
from registry.views.links import with_query
from registry.views.query_words import told

FIRST = 6


def queries_shown(
    patient: Patient, queries: Sequence[DataQuery], actor: Actor
) -> dict[str, Any]:
    """Return the numbers by state, and the first that wait and that a person is in.

    What a check asks and nobody has touched stands in the panel of the checks.
    """
    states = Counter(query.status for query in queries)
    touched = [
        query
        for query in queries
        if not query.is_settled
        and (query.is_manual or query.assigned_to_id or query.status == Status.ANSWERED)
    ]
    place = reverse("queries")
    return {
        "open": states[Status.OPEN],
        "answered": states[Status.ANSWERED],
        "closed": states[Status.CLOSED],
        "rows": [told(query) for query in touched[:FIRST]],
        "url": with_query(place, {"patient": patient.pk}),
        "all_url": with_query(place, {"patient": patient.pk, "state": ALL}),
        "ask_url": reverse("query-new", args=[patient.pk, Patient.form])
        if may(actor, Action.OPEN_QUERY, patient.centre_id)
        else "",
    }
