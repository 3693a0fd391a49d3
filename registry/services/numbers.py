"""A study number is never given again: a transferred patient's stub keeps it."""

from registry.checks.identity import study_number_left
from registry.models import Patient
from registry.queries.transfers import numbers_left
from registry.services.errors import NotConsistent


def require_unused(patient: Patient) -> None:
    """Raise NotConsistent where another patient left the centre with this number.

    Asked after the row is written: whoever waited for the transfer's transaction sees
    what it did.
    """
    number = (patient.study_no or "").strip().upper()
    left = numbers_left({patient.centre_id: {number}}, but=patient.pk)
    if (patient.centre_id, number) in left:
        raise NotConsistent([study_number_left(patient.values())])
