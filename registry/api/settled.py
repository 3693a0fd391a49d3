"""What a save did to the queries of its patient."""

from typing import Any

from rest_framework import serializers

from registry.access.policy import Actor
from registry.api.query_serializers import QuerySerializer
from registry.models import DataQuery
from registry.services.reconciling import Settled


class SettledSerializer(serializers.Serializer):
    """The queries that a save opened, again or for the first time, and closed."""

    opened = QuerySerializer(many=True)
    closed = QuerySerializer(many=True)


def settled_as_json(settled: Settled, actor: Actor) -> dict[str, Any]:
    """Return what a save did to the queries of its patient: one query."""
    keys = [query.pk for query in (*settled.opened, *settled.closed)]
    beside = ("patient__centre", "assigned_to", "opened_by", "closed_by")
    rows = DataQuery.objects.visible_to(actor).select_related(*beside)
    found = rows.in_bulk(keys) if keys else {}
    return {
        name: QuerySerializer(
            [found[q.pk] for q in queries if q.pk in found], many=True
        ).data
        for name, queries in (("opened", settled.opened), ("closed", settled.closed))
    }
