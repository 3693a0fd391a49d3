"""One patient's facts, as the edit checks and the derivations read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from registry.checks import Case
from registry.models import FORMS, HSCT, Infusion, Patient, Record, Versioned

Facts = dict[str, Any]


def facts_of(record: Versioned) -> Facts:
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
        # Somebody who is being enrolled may have no centre yet.
        today=patient.centre.today() if patient.centre_id else timezone.localdate(),
        peers=peers_of(patient),
    )


def case_with(
    record: Versioned, records: Mapping[str, list[Record]] | None = None
) -> Case:
    """Return the case as it would be if ``record`` were saved as it stands.

    ``records`` are the patient's, where they have been read already.
    """
    if isinstance(record, Patient):
        return case_of(record, records or (records_of(record) if record.pk else {}))
    assert isinstance(record, Record)
    rows = dict(records if records is not None else records_of(record.patient))
    others = [row for row in rows.get(record.form, ()) if row.pk != record.pk]
    return case_of(record.patient, {**rows, record.form: [*others, record]})


def peers_of(patient: Patient) -> list[Facts]:
    """Return the centre's other patients of the same sex and birth date.

    With them come the days on which they were treated: two registrations of one
    person share such a day.
    """
    alike = Patient.objects.filter(
        centre_id=patient.centre_id, sex=patient.sex, birth_date=patient.birth_date
    ).exclude(pk=patient.pk)
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
