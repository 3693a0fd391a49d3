"""Read the records of many patients with a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from registry.checks import Case
from registry.models import FORMS, Patient
from registry.queries.cases import Facts, facts_of


@dataclass(frozen=True, slots=True)
class Chart:
    """One patient's records as plain values, and the centre that keeps them."""

    patient_id: int
    centre_id: int
    case: Case
    merged: bool = False


def charts(patient_ids: Collection[int]) -> dict[int, Chart]:
    """Return the chart of each patient who exists: one query a form."""
    today = timezone.localdate()
    patients = Patient.objects.in_bulk(list(patient_ids))
    forms: dict[int, dict[str, list[Facts]]] = {
        pk: {form: [] for form in FORMS} for pk in patients
    }
    for form, model in FORMS.items():
        found = model.objects.filter(patient__in=list(patients)).order_by("pk")
        for record in found:
            forms[record.patient_id][form].append(facts_of(record))
    # Peers, whom the checks compare with, say nothing about this patient's outcome.
    return {
        pk: Chart(
            pk,
            patient.centre_id,
            Case(facts_of(patient), forms[pk], today),
            patient.merged_into_id is not None,
        )
        for pk, patient in patients.items()
    }
