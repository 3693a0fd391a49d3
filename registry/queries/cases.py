"""One patient's facts, as the edit checks and the derivations read them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from registry.checks import Case
from registry.models import FORMS, Patient, Record

Facts = dict[str, Any]


def facts_of(record: Record | Patient) -> Facts:
    """Return a record's answers with what identifies it among the patient's records."""
    facts: Facts = {"id": record.pk, "absent": record.absent, **record.values()}
    for number in ("course_no", "hsct_no"):
        if hasattr(record, number):
            facts[number] = getattr(record, number)
    return facts


def records_of(patient: Patient) -> dict[str, list[Record]]:
    """Return every record of ``patient`` by form, oldest first: one query a form."""
    return {
        form: list(model.objects.filter(patient=patient).order_by("pk"))
        for form, model in FORMS.items()
    }


def case_of(patient: Patient, records: Mapping[str, Iterable[Record]]) -> Case:
    """Return the patient's facts as plain values."""
    return Case(
        patient=facts_of(patient),
        forms={form: [facts_of(r) for r in rows] for form, rows in records.items()},
        today=timezone.localdate(),
    )
