"""The queries of one patient, as the patient's and the form's pages mark them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from registry.models import DataQuery, Patient

Waiting = Counter[tuple[str, int | None]]
# How many settled queries a form's page shows beside their fields.
MOST = 500


def queries_of(patient: Patient) -> list[DataQuery]:
    """Return the patient's queries, the newest first: one query."""
    rows = DataQuery.objects.filter(patient=patient).select_related("assigned_to")
    return list(rows.order_by("-pk")[:MOST])


def unsettled(queries: Iterable[DataQuery]) -> list[DataQuery]:
    """Keep those that wait for somebody."""
    return [query for query in queries if not query.is_settled]


def counts_by_record(queries: Sequence[DataQuery]) -> Waiting:
    """Return how many unsettled queries each record has, by form and number."""
    return Counter((query.form, query.record_id) for query in unsettled(queries))
