"""Records by REST: read, create, change, take back; what refuses, and how."""

import json
from datetime import date
from decimal import Decimal

import pytest

from registry.models import FORMS, CRSEpisode, Diagnosis, Patient
from registry.queries.cases import case_of, facts_of, records_of
from registry.queries.derived import RULES, derive
from tests.builders import a_centre, a_patient, a_record, a_treated_patient, day

PROBLEM = "application/problem+json"
NEW = {"centre": "LDP", "study_no": "N001", "sex": "F", "birth_date": "2001-02-28"}


def send(client, method, path, body=None, **headers):
    return client.generic(
        method,
        f"/api/v1/{path}",
        json.dumps(body or {}),
        content_type="application/json",
        headers={k.replace("_", "-"): v for k, v in headers.items()},
    )


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_path_that_says_every_variable(manager, form):
    record = a_record(form)
    answer = manager.get(f"/api/v1/{form}/{record.pk}/")
    assert answer.status_code == 200
    body = answer.json()
    assert record.variables().keys() <= body.keys()
    assert (body["patient"], body["centre"]) == (record.patient_id, "LDP")
    assert answer["ETag"] == '"1"'


def test_a_patient_is_enrolled(manager):
    a_centre()
    answer = send(manager, "POST", "patients/", NEW)
    assert answer.status_code == 201, answer.json()
    patient = Patient.objects.get()
    assert answer["Location"].endswith(f"/api/v1/patients/{patient.pk}/")
    assert (patient.study_no, patient.centre.code) == ("N001", "LDP")
    assert answer.json()["findings"] == []


def test_who_and_why_reach_the_history(manager):
    patient = a_patient()
    record = {"patient": patient.pk, "disease": "T-ALL", "diagnosis_date": "2023-01-01"}
    pk = send(manager, "POST", "diagnosis/", record | {"reason": "first entry"}).json()[
        "id"
    ]
    send(
        manager,
        "PATCH",
        f"diagnosis/{pk}/",
        {"wbc_at_diagnosis": 12.5},
        If_Match='"1"',
        X_Reason="复核".encode().decode("latin-1"),
    )
    newest, first = manager.get(f"/api/v1/diagnosis/{pk}/history/").json()
    assert (first["who"], first["operation"], first["reason"]) == (
        "data_manager_ldp",
        "created",
        "first entry",
    )
    assert (newest["reason"], newest["version"]) == ("复核", 2)
    (change,) = newest["fields_changed"]
    assert (change["field"], change["old"], change["new"]) == (
        "wbc_at_diagnosis",
        None,
        12.5,
    )


def test_put_empties_what_is_not_sent_and_patch_keeps_it(manager):
    record = a_record("diagnosis", wbc_at_diagnosis=Decimal(7), bulky="no")
    path = f"diagnosis/{record.pk}/"
    send(manager, "PATCH", path, {"bulky": None}, If_Match='"1"')
    record.refresh_from_db()
    assert (record.wbc_at_diagnosis, record.bulky) == (7, None)
    body = {"patient": record.patient_id, "disease": "T-ALL"}
    answer = send(manager, "PUT", path, body, If_Match='"2"')
    assert answer.status_code == 200, answer.json()
    record.refresh_from_db()
    assert (record.wbc_at_diagnosis, record.diagnosis_date) == (None, None)


def test_a_reason_for_absence_stands_beside_the_values(manager):
    patient = a_patient()
    body = {
        "patient": patient.pk,
        "disease": "T-ALL",
        "absent": {"diagnosis_date": "unknown"},
    }
    answer = send(manager, "POST", "diagnosis/", body)
    assert answer.json()["absent"] == {"diagnosis_date": "unknown"}
    assert answer.json()["diagnosis_date"] is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"disease": "Ebola"}, "disease"),
        ({"diagnosis_date": "01/02/2023"}, "diagnosis_date"),
        ({"wbc_at_diagnosis": "many"}, "wbc_at_diagnosis"),
        ({"ann_arbor_stage": "II"}, "ann_arbor_stage"),
        ({"ann_arbor_stage": 10**30}, "ann_arbor_stage"),
        ({"extramedullary_sites_dx": ["toe"]}, "extramedullary_sites_dx"),
        ({"karyotype_text": "a\0b"}, "karyotype_text"),
        ({"shoe_size": 43}, "shoe_size"),
        ({"absent": {"shoe_size": "unknown"}}, "absent/shoe_size"),
        ({"absent": {"bulky": "shy"}}, "absent/bulky"),
        ({"absent": {"disease": "unknown"}}, "absent/disease"),
        ({"bulky": "no", "absent": {"bulky": "unknown"}}, "absent/bulky"),
        ({"patient": 999999}, "patient"),
    ],
)
def test_what_cannot_be_read_is_named_by_field(manager, sent, field):
    body = {"patient": a_patient().pk, "disease": "T-ALL"} | sent
    answer = send(manager, "POST", "diagnosis/", body)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    errors = answer.json()["errors"]
    assert [e["field"].split("/0")[0] for e in errors] == [field]
    assert errors[0]["pointer"].startswith("#/")
    assert not Diagnosis.objects.exists()


@pytest.mark.parametrize("value", [-1, 101])
def test_a_value_past_the_limits_names_its_field_and_remedy(manager, value):
    patient = a_patient()
    body = {"patient": patient.pk, "line_no": value}
    answer = send(manager, "POST", "prior_line/", body)
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    error = answer.json()["errors"][0]
    assert error["field"] == "line_no"
    assert error["detail"]
    assert error["fix"]


def test_a_contradiction_is_refused_with_check_fields_and_remedy(manager):
    patient = a_treated_patient()
    a_record("death", patient, death_date=day(400))
    body = {"patient": patient.pk, "visit_date": str(day(500)), "vital_status": "alive"}
    answer = send(manager, "POST", "follow_up/", body)
    assert answer.status_code == 422, answer.json()
    error = answer.json()["errors"][0]
    assert error["severity"] == "hard"
    assert {"code", "fields", "detail", "fix"} <= error.keys()


def test_soft_findings_come_back_with_what_was_saved(manager):
    patient = a_patient()
    body = {"patient": patient.pk, "disease": "T-ALL", "wbc_at_diagnosis": 1500}
    answer = send(manager, "POST", "diagnosis/", body)
    assert answer.status_code == 201
    found = [f for f in answer.json()["findings"] if "wbc_at_diagnosis" in f["fields"]]
    assert found
    assert found[0]["severity"] == "soft"


def test_a_taken_study_number_is_refused_whatever_its_case(manager):
    a_patient(study_no="N001")
    answer = send(manager, "POST", "patients/", NEW | {"study_no": "n001"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "study_no"


def test_messages_come_in_the_readers_language(manager):
    body = {"patient": a_patient().pk, "line_no": 99}
    answer = send(manager, "POST", "prior_line/", body, Accept_Language="zh-hans")
    said = answer.json()["errors"][0]["detail"]
    assert any("一" <= letter <= "鿿" for letter in said)


# ---- Two people at once


def test_a_change_without_a_version_is_428(manager):
    record = a_record("diagnosis")
    for method in ("PUT", "PATCH", "DELETE"):
        answer = send(manager, method, f"diagnosis/{record.pk}/", {"bulky": "no"})
        assert (answer.status_code, answer["Content-Type"]) == (428, PROBLEM)


def test_a_stale_change_is_412_with_both_values(manager):
    record = a_record("diagnosis", bulky="no")
    path = f"diagnosis/{record.pk}/"
    send(manager, "PATCH", path, {"bulky": None}, If_Match='"1"')
    answer = send(manager, "PATCH", path, {"bulky": "no"}, If_Match='W/"1"')
    assert (answer.status_code, answer["Content-Type"]) == (412, PROBLEM)
    body = answer.json()
    assert (body["your_version"], body["current_version"]) == ('"1"', '"2"')
    assert body["differences"] == [{"field": "bulky", "yours": "no", "current": None}]
    again = send(
        manager, "PATCH", path, {"bulky": "no"}, If_Match=body["current_version"]
    )
    assert again.status_code == 200
    assert again["ETag"] == '"3"'


def test_a_tag_that_is_no_version_is_412(manager):
    record = a_record("diagnosis")
    answer = send(manager, "PATCH", f"diagnosis/{record.pk}/", If_Match='"x"')
    assert answer.status_code == 412


def test_a_reader_who_has_the_version_gets_304(manager):
    record = a_record("diagnosis")
    path = f"/api/v1/diagnosis/{record.pk}/"
    answer = manager.get(path, headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_complete_form_is_corrected_only_with_a_reason(manager):
    record = a_record("crs_episode", state="complete")
    path = f"crs_episode/{record.pk}/"
    body = {"crs_icu": "no"}
    answer = send(manager, "PATCH", path, body, If_Match='"1"')
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "reason")
    answer = send(manager, "PATCH", path, body, If_Match='"1"', X_Reason="from chart")
    assert answer.status_code == 200


def test_a_record_stays_with_its_patient(manager):
    record, other = a_record("diagnosis"), a_patient()
    body = {"patient": other.pk}
    answer = send(manager, "PATCH", f"diagnosis/{record.pk}/", body, If_Match='"1"')
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "patient")


def test_a_record_is_taken_back_with_a_reason(manager):
    record = a_record("crs_episode")
    path = f"crs_episode/{record.pk}/"
    answer = send(manager, "DELETE", path, If_Match='"1"')
    assert answer.status_code == 422
    answer = send(manager, "DELETE", path, If_Match='"1"', X_Reason="wrong patient")
    assert answer.status_code == 204
    assert not CRSEpisode.objects.exists()


def test_a_patient_is_never_deleted(manager):
    answer = send(manager, "DELETE", f"patients/{a_patient().pk}/", If_Match='"1"')
    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)


# ---- Lists


def test_lists_are_narrowed_by_patient_centre_and_number(manager):
    first, second = a_patient(study_no="A01"), a_patient(study_no="A02")
    for patient in (first, second):
        a_record("infusion", patient)

    def found(query):
        body = manager.get(f"/api/v1/infusion/?{query}").json()
        return [row["study_no"] for row in body["results"]]

    assert found("") == ["A01", "A02"]
    assert found(f"patient={second.pk}") == ["A02"]
    assert found("study_no=a01") == ["A01"]
    assert found("centre=ldp") == ["A01", "A02"]
    assert found("centre=HEB") == []
    assert found(f"patient={10**30}") == []


def test_pages_follow_each_other_by_key(manager):
    for _ in range(5):
        a_patient()
    seen, address = [], "/api/v1/patients/?page_size=2"
    while address:
        page = manager.get(address).json()
        seen += [row["study_no"] for row in page["results"]]
        address = page["next"]
    assert seen == ["P001", "P002", "P003", "P004", "P005"]


def test_numbers_are_json_numbers(manager):
    a_record("infusion", dose_1e6_per_kg=Decimal("2.50"), dose_flat_1e6=Decimal(100))
    text = manager.get("/api/v1/infusion/").content.decode()
    assert '"dose_1e6_per_kg":2.5,' in text
    assert '"dose_flat_1e6":100,' in text


def test_derived_values_explain_themselves(manager):
    patient = a_treated_patient(birth_date=date(2000, 1, 16))
    crs = a_record(
        "crs_episode",
        patient,
        crs_occurred="yes",
        crs_onset_date=day(3),
        max_temp_c=39,
        hypotension="none",
        hypoxia="none",
        crs_recorded_grade="3",
    )
    derived = manager.get(f"/api/v1/crs_episode/{crs.pk}/").json()["derived"]
    assert derived["crs_grade"]["value"] == 1
    assert derived["crs_grade"]["explained"]["source"]
    assert derived["crs_grade"]["recorded"] == "3"
    assert derived["crs_grade"]["differs"] is True
    assert derived["day_of_onset"] == {
        "value": 3,
        "label": "Onset, days from infusion",
        "unit": "days",
    }
    infusion = manager.get("/api/v1/infusion/").json()["results"][0]
    assert infusion["derived"]["age_at_infusion"]["value"] == 23


READ_ELSEWHERE = {
    *("lymphodepletion", "expansion", "crs_episode", "icans_episode", "blood_count"),
    *("disease_assessment", "relapse", "subsequent_therapy", "infection"),
}


def as_json(value: object) -> object:
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("form", RULES)
def test_derived_values_are_those_of_the_whole_case(manager, form):
    patient = a_treated_patient(birth_date=date(2000, 1, 16))
    a_record("prior_line", patient, best_response="CR", start_date=day(-300))
    a_record("death", patient, cause_of_death="crs")
    for other in READ_ELSEWHERE - {form}:
        a_record(other, patient)
    record = a_record(form, patient)
    whole = derive(form, facts_of(record), case_of(patient, records_of(patient)))
    for found in (
        manager.get(f"/api/v1/{form}/{record.pk}/").json(),
        manager.get(f"/api/v1/{form}/").json()["results"][-1],
    ):
        assert {k: d["value"] for k, d in found["derived"].items()} == {
            item.name: as_json(item.value) for item in whole
        }


def test_a_date_without_its_day_is_written_and_read_as_it_is(manager):
    patient = a_treated_patient()
    sent = {"patient": patient.pk, "death_date": "2025-05"}
    answer = send(manager, "POST", "death/", sent)
    assert answer.status_code == 201, answer.json()
    death = manager.get(f"/api/v1/death/{answer.json()['id']}/").json()
    assert death["death_date"] == "2025-05"
    history = manager.get(f"/api/v1/death/{death['id']}/history/").json()
    assert history[0]["fields_changed"][0]["new"] == "2025-05"


def test_day_zero_without_its_day_is_a_problem_of_its_field(manager):
    sent = {"patient": a_patient().pk, "course_no": 1, "infusion_date": "2024-05"}
    answer = send(manager, "POST", "infusion/", sent)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "infusion_date"


def test_reason_that_a_field_cannot_have_is_refused(manager):
    sent = {"patient": a_treated_patient().pk, "absent": {"death_date": "not_done"}}
    answer = send(manager, "POST", "death/", sent)
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["field"] == "absent/death_date"
    assert "unknown" in error["detail"]


def test_rows_are_objects_and_a_wrong_cell_has_its_path(manager):
    genes = [{"gene": "NPM1", "gene_result": "positive", "gene_vaf_pct": 12.5}]
    sent = {"patient": a_patient().pk, "disease": "AML", "genes": genes}
    answer = send(manager, "POST", "diagnosis/", sent)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["genes"] == genes
    for cell, field, status in (
        ({"gene_vaf_pct": 120}, "genes/0/gene_vaf_pct", 422),
        ({"gene_vaf_pct": "much"}, "genes/0/gene_vaf_pct", 400),
        ({"gene": "XYZ"}, "genes/0/gene", 400),
        ({"gen": "NPM1"}, "genes/0/gen", 400),
    ):
        answer = send(
            manager, "POST", "diagnosis/", sent | {"genes": [genes[0] | cell]}
        )
        assert answer.status_code == status
        assert answer.json()["errors"][0]["field"] == field


def test_number_says_its_unit_and_is_read_in_both(manager):
    patient = a_treated_patient()
    sent = {"patient": patient.pk, "crs_occurred": "yes"}
    crp = {"value": "34", "unit": "mg/dL"}
    answer = send(manager, "POST", "crs_episode/", sent | {"peak_crp_mg_l": crp})
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert body["peak_crp_mg_l"] == 340
    assert body["as_entered"] == {"peak_crp_mg_l": "34 mg/dL"}
    history = manager.get(f"/api/v1/crs_episode/{body['id']}/history/").json()
    changed = {one["field"]: one["new"] for one in history[0]["fields_changed"]}
    assert changed["peak_crp_mg_l"] == crp
    wrong = sent | {"peak_crp_mg_l": {"value": "34", "unit": "stone"}}
    answer = send(manager, "POST", "crs_episode/", wrong)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "peak_crp_mg_l/unit"
