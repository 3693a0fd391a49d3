"""A patient as a FHIR bundle, read back by the standard's own model."""

import hashlib
import json

import pytest
from django.test import Client
from fhir.resources.R4B.bundle import Bundle

from outcomes.models import ExportLog
from registry.models import Access, AccessEvent
from tests.builders import (
    a_data_manager,
    a_monitor,
    a_patient,
    a_record,
    a_treated_patient,
    day,
)

KINDS = {
    "diagnosis": "Condition",
    "infusion": "Procedure",
    "hsct": "Procedure",
    "crs_episode": "AdverseEvent",
}


@pytest.fixture
def patient(db):
    patient = a_treated_patient("LDP", study_no="F-001")
    values = {"crs_occurred": "yes", "crs_onset_date": day(3), "max_temp_c": "39.4"}
    values |= {"hypoxia": "low_flow"}
    absent = {"peak_il6_pg_ml": "not_done"}
    a_record("crs_episode", patient, **values, absent=absent)
    a_record("icans_episode", patient)
    a_record("blood_count", patient, anc="0.51")
    return patient


@pytest.fixture
def read_back(manager, patient):
    answer = manager.get(f"/api/v1/patients/{patient.pk}/fhir/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/fhir+json"
    bundle = Bundle.model_validate_json(answer.content)
    return [entry.resource for entry in bundle.entry]


def of(resources, kind, part=""):
    return [r for r in resources if r.get_resource_type() == kind and part in r.id]


def test_the_patient_is_the_first_resource(read_back):
    patient = read_back[0]
    assert patient.get_resource_type() == "Patient"
    assert patient.identifier[0].value == "F-001"
    assert patient.gender == "female"
    assert str(patient.birthDate) == "1990-02-28"


@pytest.mark.parametrize(("form", "kind"), KINDS.items())
def test_each_form_is_the_resource_that_it_is_about(read_back, form, kind):
    (found,) = of(read_back, kind, form.replace("_", "-"))
    assert found.subject.reference.startswith("urn:uuid:")
    observations = of(read_back, "Observation", found.id)
    assert len(observations) == 1
    assert observations[0].focus


def test_what_did_not_occur_is_no_adverse_event(read_back):
    assert not of(read_back, "AdverseEvent", "icans")
    assert of(read_back, "Observation", "icans")


def component(read_back, form, field):
    (observation,) = of(read_back, "Observation", form)
    return next(
        c
        for c in observation.component
        if any(one.code.endswith(f".{field}") for one in c.code.coding)
    )


def test_numbers_have_units_and_the_codes_of_other_systems(read_back):
    anc = component(read_back, "blood-count", "anc")
    assert float(anc.valueQuantity.value) == 0.51
    assert anc.valueQuantity.code == "10*9/L"
    assert {c.code for c in anc.code.coding} == {"751-8", "blood_count.anc"}


WORDS = {
    "en": ("CRS", "Hypoxia", "Low flow ≤ 6 L/min or blow-by", "Not done"),
    "zh-hans": ("细胞因子释放综合征", "氧", "低流量鼻导管≤6 L/min", "未做"),
}


@pytest.mark.parametrize("language", WORDS)
def test_codes_have_words_in_the_language_asked_for(manager, patient, language):
    asked = {"headers": {"Accept-Language": language}}
    answer = manager.get(f"/api/v1/patients/{patient.pk}/fhir/", **asked)
    found = [e.resource for e in Bundle.model_validate_json(answer.content).entry]
    event, field, code, reason = WORDS[language]
    (crs,) = of(found, "AdverseEvent", "crs-episode")
    other, own = crs.event.coding
    assert (crs.event.text, own.display) == (event, event)
    assert other.display == "Cytokine release syndrome, grade unspecified"
    hypoxia = component(found, "crs-episode", "hypoxia")
    assert field in hypoxia.code.text == hypoxia.code.coding[0].display
    said = hypoxia.valueCodeableConcept
    assert (said.text, said.coding[0].display) == (code, code)
    il6 = component(found, "crs-episode", "peak_il6_pg_ml").dataAbsentReason
    assert (il6.text, il6.coding[0].display) == (reason, "Not Performed")


def test_every_code_of_every_system_has_its_words(manager, patient):
    answer = manager.get(f"/api/v1/patients/{patient.pk}/fhir/")
    codings = [*each("coding", answer.json())]
    assert len(codings) > 30
    assert all(one["display"] for many in codings for one in many)


def each(key, said):
    """Yield what stands under ``key`` anywhere in JSON."""
    if isinstance(said, dict):
        yield from ([said[key]] if key in said else ())
    for one in said.values() if isinstance(said, dict) else said:
        if isinstance(one, dict | list):
            yield from each(key, one)


def test_what_is_absent_has_its_reason(read_back):
    il6 = component(read_back, "crs-episode", "peak_il6_pg_ml")
    assert il6.dataAbsentReason.coding[0].code == "not-performed"


def test_every_reference_is_in_the_bundle(manager, patient):
    bundle = json.loads(manager.get(f"/api/v1/patients/{patient.pk}/fhir/").content)
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(urls) == len(bundle["entry"])
    for entry in bundle["entry"]:
        resource = entry["resource"]
        for one in (resource.get("subject"), *resource.get("focus", [])):
            assert one is None or one["reference"] in urls


def test_it_is_logged_with_the_patient(manager, patient, read_back):
    took = AccessEvent.objects.get(kind=Access.TOOK_OUT)
    assert (took.patient_id, took.what) == (patient.pk, "patient.fhir")


def test_it_is_in_the_log_of_exports_with_its_query_rows_and_hash(manager, patient):
    answer = manager.get(f"/api/v1/patients/{patient.pk}/fhir/")
    log = ExportLog.objects.get()
    assert log.sha256 == hashlib.sha256(answer.content).hexdigest()
    assert answer["ETag"] == f'"{log.sha256}"'
    assert log.size == len(answer.content)
    assert log.rows == len(answer.json()["entry"])
    asked = {"patient": patient.pk, "language": "en", "recipient": "CN"}
    assert log.query == asked
    assert (log.dataset, log.kind, log.profile) == ("patient", "fhir", "full")
    (told,) = manager.get("/api/v1/exports/log/").json()["results"]
    assert told["sha256"] == log.sha256


def test_who_may_read_but_not_export_gets_none(monitor, patient):
    assert monitor.get(f"/api/v1/patients/{patient.pk}/").status_code == 200
    assert monitor.get(f"/api/v1/patients/{patient.pk}/fhir/").status_code == 403
    assert not ExportLog.objects.exists()
    page = Client()
    for user, shown in ((a_monitor(), False), (a_data_manager(), True)):
        page.force_login(user)
        html = page.get(f"/patients/{patient.pk}/reports/").content.decode()
        assert ("/fhir/" in html) is shown


def test_another_centres_patient_does_not_exist(manager):
    other = a_patient("HEB")
    assert manager.get(f"/api/v1/patients/{other.pk}/fhir/").status_code == 404


def test_every_form_with_an_example_becomes_a_bundle(manager):
    from registry.models import FORMS

    patient = a_patient()
    for form in FORMS:
        a_record(form, patient)
    answer = manager.get(f"/api/v1/patients/{patient.pk}/fhir/")
    assert answer.status_code == 200
    assert Bundle.model_validate_json(answer.content)
