"""What the tests of entering share: answers to a CRS form, and its addresses."""

from django.urls import reverse

from registry.models import CRSEpisode, Patient, Record
from tests.builders import a_record, day

SCRIPT = {"HX-Request": "true"}
A_CRS = {
    "crs_occurred": "yes",
    "crs_onset_date": "d3",
    "crs_resolved_date": "d8",
    "max_temp_c": "38,2",
    "antipyretic_or_anticytokine": "yes",
    "hypotension": "fluids_only",
    "hypoxia": "none",
    "tocilizumab_doses": "0",
    "tocilizumab_first_date__absent": "not_applicable",
    "steroids": "no",
    "crs_recorded_grade": "2",
    "crs_outcome": "resolved",
}
SAVED = {
    "crs_occurred": "yes",
    "crs_onset_date": day(3),
    "max_temp_c": "38.2",
    "hypotension": "fluids_only",
}


def a_begun_crs(patient: Patient) -> CRSEpisode:
    """Save a CRS form that is half filled in."""
    return a_record("crs_episode", patient, **SAVED)


def as_typed(**changed: str) -> dict[str, str]:
    """Return the saved form's answers as its page posts them, some of them changed."""
    plain = {name: str(value) for name, value in SAVED.items()}
    return {**plain, "version": "1", **changed}


def new_crs(patient: Patient) -> str:
    """Return the address of a new CRS form."""
    return reverse("record-new", args=[patient.pk, "crs_episode"])


def at(record: Record, name: str = "record", *more: str) -> str:
    """Return the address of a record's page, or of another page about it."""
    return reverse(name, args=[record.patient_id, record.form, record.pk, *more])
