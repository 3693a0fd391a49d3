"""A case as the registry had it at a moment of the past, read from the history."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from registry.audit.triggers import history_of
from registry.models import FORMS, Change, Patient, Record, Versioned

DELETED, PATIENT = "-", "patient_id"


def end_of(day: date, patient: Patient) -> datetime:
    """Return the last moment of ``day`` by the clock of the patient's centre."""
    zone = ZoneInfo(patient.centre.time_zone)
    return datetime.combine(day + timedelta(1), time.min, zone)


def patient_at(patient: Patient, moment: datetime) -> Patient | None:
    """Return the patient form as it was, or None before the enrolment."""
    rows = _latest(Patient, moment, id=patient.pk)
    if not rows:
        return None
    found = rows[0]
    assert isinstance(found, Patient)
    found.centre = patient.centre
    return found


def records_at(patient: Patient, moment: datetime) -> dict[str, list[Record]]:
    """Return every record as it was, oldest first: one query a form."""
    return {
        form: _latest(model, moment, id__in=_ever(model, patient), whose=patient.pk)
        for form, model in FORMS.items()
    }


def _ever(model: type[Versioned], patient: Patient) -> Any:
    """Return the records that belonged to the patient at any time."""
    history: Any = history_of(model)
    return history.objects.filter(patient_id=patient.pk).values("id")


def first_change_after(patient: Patient, moment: datetime) -> int | None:
    """Return the number of the first change behind a moment, where there is one."""
    changes = Change.objects.filter(patient_id=patient.pk, at__gte=moment)
    return changes.order_by("pk").values_list("pk", flat=True).first()


def _latest(
    model: type[Versioned], moment: datetime, whose: int | None = None, **which: Any
) -> list[Any]:
    history: Any = history_of(model)
    rows = history.objects.filter(**which, history_date__lt=moment)
    rows = rows.order_by("id", "-history_id").distinct("id")
    return [
        row.instance
        for row in rows
        if row.history_type != DELETED and whose in (None, getattr(row, PATIENT, None))
    ]
