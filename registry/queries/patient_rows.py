"""What a list says of each patient: a few queries for all of its rows together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import DataError
from django.db.models import Count, Q

from registry.models import (
    FORMS,
    HSCT,
    Death,
    Diagnosis,
    FollowUp,
    Infusion,
    Patient,
    Record,
    State,
)


@dataclass(slots=True)
class PatientRow:
    """One patient as a list shows them; ages are in completed years."""

    patient: Patient
    disease: str = ""
    infused_on: date | None = None
    transplanted_on: date | None = None
    contact_on: date | None = None
    vital: str = ""
    died: bool = False
    died_on: date | None = None
    died_about: str = ""
    forms: int = 0
    begun: int = 0
    unreadable: bool = False

    def age(self, today: date) -> int | None:
        """Return the age at the first treatment, else at death, else today."""
        treated = [d for d in (self.infused_on, self.transplanted_on) if d]
        return self.patient.age_on(min(treated, default=self.died_on or today))


def rows_of(patients: Sequence[Patient]) -> list[PatientRow]:
    """Return the rows of ``patients`` in their order: seven queries for any number.

    Who has a record that Python cannot read, such as a day past all calendars, is
    ``unreadable`` and keeps nobody else from the list.
    """
    try:
        return _read(patients)
    except DataError:
        if len(patients) == 1:
            return [PatientRow(patients[0], unreadable=True)]
        return [row for one in patients for row in rows_of([one])]


def _read(patients: Sequence[Patient]) -> list[PatientRow]:
    rows = {patient.pk: PatientRow(patient) for patient in patients}
    if not rows:
        return []
    keys = list(rows)
    diseases = Diagnosis.objects.filter(patient__in=keys).order_by("-pk")
    for key, disease in diseases.values_list("patient_id", "disease"):
        rows[key].disease = disease
    for key, day in _days(Infusion, "infusion_date", keys):
        rows[key].infused_on = day
    for key, day in _days(HSCT, "hsct_date", keys):
        rows[key].transplanted_on = day
    visits = FollowUp.objects.filter(patient__in=keys).order_by("visit_date", "pk")
    for key, day, vital in visits.values_list(
        "patient_id", "visit_date", "vital_status"
    ):
        rows[key].contact_on, rows[key].vital = day, vital or rows[key].vital
    for key, died_on, part in _deaths(keys):
        rows[key].died, rows[key].died_on = True, died_on
        rows[key].died_about = part or ""
    for key, forms, begun in _states(keys):
        rows[key].forms += forms
        rows[key].begun += begun
    return [rows[patient.pk] for patient in patients]


def _days(
    model: type[Record], field: str, keys: list[int]
) -> Iterable[tuple[int, date]]:
    """Return (patient, day), so that each patient's first day comes last."""
    rows = model.objects.filter(patient__in=keys).order_by(f"-{field}")
    return rows.values_list("patient_id", field)


def _deaths(keys: list[int]) -> Iterable[tuple[int, date | None, str | None]]:
    """Return (patient, day, or the part of it that is known)."""
    rows = Death.objects.filter(patient__in=keys).order_by("-pk")
    return rows.values_list("patient_id", "death_date", "as_entered__death_date")


def _states(keys: list[int]) -> Iterable[tuple[int, int, int]]:
    """Return (patient, forms, of them begun), some of each form: one query."""
    counts = [
        model.objects.filter(patient__in=keys)
        .order_by()
        .values_list("patient_id")
        .annotate(forms=Count("pk"), begun=Count("pk", Q(state=State.BEGUN)))
        for model in FORMS.values()
    ]
    return counts[0].union(*counts[1:], all=True)
