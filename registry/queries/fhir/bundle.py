"""The bundle: the patient, what was found, done and suffered, and every answer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from registry.models import Patient, Record, Versioned
from registry.models.base import said_by
from registry.queries.fhir.answers import components, day_of
from registry.queries.fhir.codes import FIELDS, OF_FORMS, concept
from registry.variables.spec import Kind

CONDITIONS = ("diagnosis", "relapse", "second_malignancy")
PROCEDURES = (
    *("apheresis_product", "bridging", "lymphodepletion", "infusion"),
    *("hsct", "dli"),
)
EVENTS = (
    *("crs_episode", "icans_episode", "iec_hs", "infection", "other_toxicity"),
    *("agvhd_episode", "cgvhd_episode", "sos_vod", "ta_tma"),
)
GENDER = {"F": "female", "M": "male"}
# A form says by such a field that what it asks about did not happen.
DENIED = {
    "crs_episode": "crs_occurred",
    "icans_episode": "icans_occurred",
    "agvhd_episode": "agvhd_occurred",
    "cgvhd_episode": "cgvhd_occurred",
    "bridging": "bridging_given",
}
CODED_BY = {
    "diagnosis": "disease",
    "second_malignancy": "malignancy_type",
    "infection": "infection_type",
    "other_toxicity": "tox_term",
}


def bundle_of(
    patient: Patient, records: Mapping[str, Sequence[Record]], language: str
) -> Any:
    """Return the patient as a bundle that the standard's model has accepted.

    ``records`` are the patient's by form. Names and hospital numbers are not in it.
    Raises ValueError where the standard would not take it, which is a fault of ours.
    """
    # Half a second and 60 MB: only the process that is asked for a bundle spends them.
    from fhir.resources.R4B.bundle import Bundle

    resources = [_patient(patient, records)]
    resources += _answers(patient, patient, None, language)
    for form, rows in records.items():
        for record in rows:
            about = _about(form, record, language)
            resources += [about] if about else []
            resources += _answers(record, patient, about, language)
    return Bundle.model_validate(
        {
            "resourceType": "Bundle",
            "type": "collection",
            "timestamp": timezone.now(),
            "entry": [{"fullUrl": _url(one), "resource": one} for one in resources],
        }
    )


def _patient(
    patient: Patient, records: Mapping[str, Sequence[Record]]
) -> dict[str, Any]:
    code = patient.centre.code
    said: dict[str, Any] = {
        "resourceType": "Patient",
        "id": f"patient-{patient.pk}",
        "identifier": [
            {"system": f"urn:dayzero:study-no:{code}", "value": patient.study_no}
        ],
        "gender": GENDER.get(patient.sex or "", "unknown"),
        "managingOrganization": {"display": code},
    }
    if patient.birth_date:
        said["birthDate"] = patient.birth_date.isoformat()
    if deaths := records.get("death"):
        day = _day(deaths[0])
        said |= {"deceasedDateTime": day} if day else {"deceasedBoolean": True}
    return said


def _about(form: str, record: Record, language: str) -> dict[str, Any] | None:
    """Return what a record is about, where FHIR has a kind of resource for it."""
    if (denied := DENIED.get(form)) and getattr(record, denied) != "yes":
        return None
    day, subject = _day(record), _reference("patient", record.patient_id)
    beside = {"id": _id(record), "subject": subject}
    code = _code(record, language)
    if form in CONDITIONS:
        dated = {"onsetDateTime": day} if day else {}
        return {"resourceType": "Condition", "code": code, **beside, **dated}
    if form in PROCEDURES:
        dated = {"performedDateTime": day} if day else {}
        done = {"status": "completed", "code": code}
        return {"resourceType": "Procedure", **done, **beside, **dated}
    if form in EVENTS:
        dated = {"date": day} if day else {}
        told = {"actuality": "actual", "event": code}
        return {"resourceType": "AdverseEvent", **told, **beside, **dated}
    return None


def _answers(
    record: Versioned,
    patient: Patient,
    about: dict[str, Any] | None,
    language: str,
) -> Iterator[dict[str, Any]]:
    said = components(record, language)
    if not said:
        return
    label = record.label.in_language(language)
    observation = {
        "resourceType": "Observation",
        "id": f"{_id(record)}-answers",
        "status": "final",
        "code": concept(FIELDS, record.form, label),
        "subject": _reference("patient", patient.pk),
        "component": said,
    }
    if day := _day(record):
        observation["effectiveDateTime"] = day
    if about:
        observation["focus"] = [{"reference": _url(about)}]
    yield observation


def _code(record: Record, language: str) -> Any:
    label = record.label.in_language(language)
    code = concept(FIELDS, record.form, label, OF_FORMS.get(record.form))
    name = CODED_BY.get(record.form)
    value = getattr(record, name) if name else None
    codes = record.variables()[name].codes if name else None
    if value and codes:
        text = codes.label(value).in_language(language)
        own = concept(f"urn:dayzero:codes:{codes.name}", value, text)
        return {"coding": own["coding"] + code["coding"], "text": text}
    return code


def _day(record: Versioned) -> str | None:
    """Return the day of a record: its form's first date, as far as it is known."""
    if record.form == Patient.form:
        return None
    kinds = record.variables().items()
    name = next((n for n, v in kinds if v.kind is Kind.DAY), None)
    said = said_by(record, name) if name else None
    return day_of(said) if said else None


def _id(record: Versioned) -> str:
    return f"{record.form}-{record.pk}".replace("_", "-")


def _reference(form: str, pk: int) -> dict[str, str]:
    return {"reference": _url({"id": f"{form}-{pk}"})}


def _url(resource: Mapping[str, Any]) -> str:
    """Return an address that stays the resource's own in every bundle."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, 'urn:dayzero:' + resource['id'])}"
