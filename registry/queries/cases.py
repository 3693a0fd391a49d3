"""One patient's facts, as the edit checks and the derivations read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Trim, Upper
from django.utils import timezone

from registry.checks import Case
from registry.models import FORMS, HSCT, Infusion, Patient, Record

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
        peers=peers_of(patient),
    )


def peers_of(patient: Patient) -> list[Facts]:
    """Return other patients of the centre who may be this one, with treatment days.

    Those with the same study number, compared trimmed and without case, or with the
    same sex and birth date.
    """
    same_number = Q(number=(patient.study_no or "").strip().upper())
    same_person = Q(sex=patient.sex, birth_date=patient.birth_date)
    alike = (
        Patient.objects.filter(centre_id=patient.centre_id)
        .exclude(pk=patient.pk)
        .annotate(number=Upper(Trim("study_no")))
        .filter(same_number | same_person)
    )
    peers = list(alike.values("id", "study_no", "sex", "birth_date"))
    days = _treatment_days([peer["id"] for peer in peers])
    return [{**peer, "days": days[peer["id"]]} for peer in peers]


def _treatment_days(patients: list[int]) -> dict[int, list[date]]:
    days: dict[int, list[date]] = defaultdict(list)
    if not patients:
        return days
    for model, field in ((Infusion, "infusion_date"), (HSCT, "hsct_date")):
        rows = model.objects.filter(patient__in=patients)
        for patient, day in rows.values_list("patient_id", field):
            days[patient].append(day)
    return days
