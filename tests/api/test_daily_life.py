"""Identity, moves, merges, transfers, case locks and withdrawals by REST."""

import pytest

from registry.models import (
    Diagnosis,
    Patient,
    PatientIdentity,
    PatientTransfer,
)
from tests import builders
from tests.api.test_records import PROBLEM, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(program_of):
    return program_of(builders.a_data_manager("HEB"))


@pytest.fixture
def administrator(program_of):
    return program_of(builders.a_centre_administrator())


def post(client, path, body=None, tag="", **headers):
    more = {"If_Match": tag} if tag else {}
    return send(client, "POST", path, body, **more, **headers)


def told(answer, status):
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    return answer.json()["type"].rpartition(":")[2]


# ---- Who the patient is


def name(client, patient, tag, **values):
    path = f"patients/{patient.pk}/identity/"
    return send(client, "PUT", path, values, If_Match=tag)


def test_a_name_is_kept_and_corrected_with_version_reason_and_history(manager):
    patient = builders.a_patient()
    read = manager.get(f"/api/v1/patients/{patient.pk}/identity/")
    assert (read.json()["version"], read["ETag"]) == (0, '"0"')
    answer = name(manager, patient, '"0"', family_name="王", hospital_no="H1")
    assert (answer.status_code, answer["ETag"]) == (200, '"1"'), answer.json()
    assert told(name(manager, patient, '"1"', family_name="汪"), 422) == "reason-needed"
    why = {"family_name": "汪", "hospital_no": "H1", "reason": "misheard"}
    edit = name(manager, patient, '"1"', **why).json()["edits"][0]
    assert (edit["who"], edit["reason"]) == ("data_manager_ldp", "misheard")
    assert edit["changed"] == {"family_name": ["王", "汪"]}


def test_a_name_saved_meanwhile_is_shown_and_not_overwritten(manager):
    patient = builders.a_patient()
    name(manager, patient, '"0"', family_name="王")
    answer = name(manager, patient, '"0"', family_name="李")
    assert told(answer, 412) == "stale"
    assert answer.json()["current"]["family_name"] == "王"
    assert told(name(manager, patient, "", family_name="李"), 428) == "version-needed"
    assert PatientIdentity.objects.get().family_name == "王"


# ---- A record under the wrong patient


def test_a_move_is_previewed_and_then_made(manager):
    record = builders.a_record("infusion", infusion_date=builders.day(20))
    to = builders.a_treated_patient()
    path = f"infusion/{record.pk}/move/"
    wished = post(manager, path, {"to": to.pk, "preview": True}, '"1"').json()
    assert (wished["moved"], wished["number"]) == (False, 2)
    record.refresh_from_db()
    assert record.patient_id != to.pk
    moved = post(manager, path, {"to": to.pk, "reason": "mixed up"}, '"1"')
    assert (moved.status_code, moved.json()["moved"]) == (200, True), moved.json()
    record.refresh_from_db()
    assert (record.patient_id, record.course_no) == (to.pk, 2)
    edit = manager.get(f"/api/v1/infusion/{record.pk}/history/").json()[0]
    assert edit["reason"] == "mixed up"


def test_a_move_keeps_to_versions_reasons_and_centres(manager):
    record, to = builders.a_record("relapse"), builders.a_patient()
    path, body = f"relapse/{record.pk}/move/", {"to": to.pk, "reason": "mixed up"}
    assert told(post(manager, path, body), 428) == "version-needed"
    assert told(post(manager, path, body, '"7"'), 412) == "stale"
    assert told(post(manager, path, {"to": to.pk}, '"1"'), 422) == "reason-needed"
    for pk in (record.patient_id, builders.a_patient("HEB").pk):
        assert told(post(manager, path, {**body, "to": pk}, '"1"'), 400) == "invalid"
    record.refresh_from_db()
    assert record.patient_id != to.pk


# ---- Registered twice


def two_of_one():
    one, other = builders.a_treated_patient(), builders.a_treated_patient(weight_kg=70)
    return one, other


def test_a_suspected_pair_is_compared_and_merged(manager):
    one, other = two_of_one()
    (pair,) = manager.get("/api/v1/duplicates/").json()
    assert (pair["one"], pair["other"]) == (one.pk, other.pk)
    assert "treated" in pair["why"]
    path = f"patients/{one.pk}/merge/{other.pk}/"
    compared = manager.get(f"/api/v1/{path}").json()
    own = compared["forms"][0]
    assert (own["key"], own["differing"]) == (f"patient:{other.pk}", ["weight_kg"])
    body = {
        "other_version": compared["other_version"],
        "theirs": [f"{own['key']}:weight_kg"],
        "reason": "registered twice",
    }
    answer = post(manager, path, body, f'"{compared["version"]}"')
    assert answer.status_code == 200, answer.json()
    one.refresh_from_db()
    assert (one.weight_kg, one.version) == (70, answer.json()["version"])
    assert Diagnosis.objects.filter(patient=one).count() == 1
    assert manager.get(f"/api/v1/patients/{other.pk}/").status_code == 404
    opened = post(manager, f"patients/{other.pk}/reopen/", {"reason": "two after all"})
    assert opened.status_code == 200
    assert manager.get(f"/api/v1/patients/{other.pk}/").status_code == 200


def test_a_merge_keeps_to_the_versions_of_both(manager):
    one, other = two_of_one()
    path = f"patients/{one.pk}/merge/{other.pk}/"
    body = {"other_version": 1, "reason": "registered twice"}
    assert told(post(manager, path, body), 428) == "version-needed"
    assert told(post(manager, path, body, '"4"'), 412) == "stale"
    late = post(manager, path, {**body, "other_version": 4}, '"1"')
    assert (told(late, 412), late.json()["your_version"]) == ("stale", '"4"')
    path = f"patients/{one.pk}/merge/{one.pk}/"
    assert post(manager, path, body, '"1"').status_code == 404


def test_two_people_are_not_suspected_again(manager):
    one, other = two_of_one()
    path = f"patients/{one.pk}/apart/{other.pk}/"
    assert told(post(manager, path, {}), 422) == "reason-needed"
    assert post(manager, path, {"reason": "twins"}).json()["reason"] == "twins"
    assert manager.get("/api/v1/duplicates/").json() == []


# ---- From one centre to another


def ask(manager, patient, **more):
    builders.a_centre("HEB")
    plain = {"patient": patient.pk, "to": "HEB", "reason": "goes on there"}
    return post(manager, "transfers/", plain | more)


def test_a_transfer_is_asked_for_seen_and_accepted(manager, receiver):
    patient = builders.a_treated_patient()
    asked = ask(manager, patient)
    assert asked.status_code == 201, asked.json()
    pk = asked.json()["id"]
    (seen,) = receiver.get("/api/v1/transfers/").json()
    assert (seen["sex"], seen["birth_year"]) == ("F", 1990)
    assert (seen["reason"], seen["patient"]) == ("", None)
    assert told(ask(manager, patient), 409) == "out-of-turn"
    done = post(receiver, f"transfers/{pk}/accept/", {"study_no": "H-42"}).json()
    assert (done["stage"], done["patient"]) == ("accepted", patient.pk)
    assert receiver.get(f"/api/v1/patients/{patient.pk}/").json()["study_no"] == "H-42"
    assert manager.get(f"/api/v1/patients/{patient.pk}/").status_code == 404
    again = post(receiver, f"transfers/{pk}/accept/", {"study_no": "H-43"})
    assert told(again, 409) == "out-of-turn"


def test_a_transfer_is_refused_with_words_or_taken_back(manager, receiver):
    pk = ask(manager, builders.a_patient()).json()["id"]
    assert told(post(receiver, f"transfers/{pk}/refuse/", {}), 400) == "invalid"
    done = post(receiver, f"transfers/{pk}/refuse/", {"answer": "not here"})
    assert done.json()["stage"] == "refused"
    pk = ask(manager, builders.a_patient()).json()["id"]
    assert post(receiver, f"transfers/{pk}/take-back/", {}).status_code == 403
    assert post(manager, f"transfers/{pk}/take-back/", {}).status_code == 200
    assert PatientTransfer.objects.get(pk=pk).stage == "taken_back"


def test_a_transfer_to_the_own_centre_is_none(manager):
    answer = ask(manager, builders.a_patient(), to="LDP")
    assert told(answer, 400) == "invalid"


# ---- The whole case


def test_a_case_is_locked_whole_and_opened_with_a_reason(administrator, manager):
    record = builders.a_record("diagnosis")
    path = f"patients/{record.patient_id}/"
    answer = post(administrator, f"{path}lock-case/", {}, '"1"')
    assert told(answer, 409) == "not-ready"
    left = {(one["form"], one["record"]) for one in answer.json()["left"]}
    assert ("diagnosis", record.pk) in left
    Patient.objects.update(state="complete")
    Diagnosis.objects.update(state="complete")
    assert told(post(administrator, f"{path}lock-case/", {}, '"7"'), 412) == "stale"
    now = administrator.get(f"/api/v1/{path}")["ETag"]
    locked = post(administrator, f"{path}lock-case/", {}, now)
    assert (locked.status_code, locked.json()["standing"]) == (200, "locked")
    body = {"patient": record.patient_id, "relapse_date": "2024-08-02"}
    assert told(post(manager, "relapse/", body), 423) == "locked"
    tag = locked["ETag"]
    unlocked = post(administrator, f"{path}unlock-case/", {}, tag)
    assert told(unlocked, 422) == "reason-needed"
    unlocked = post(administrator, f"{path}unlock-case/", {"reason": "late"}, tag)
    assert unlocked.status_code == 200
    assert post(manager, "relapse/", body).status_code == 201


# ---- Consent


def test_a_withdrawal_closes_the_case_to_new_data(manager):
    patient = builders.a_patient(consent_status="given")
    path = f"patients/{patient.pk}/withdraw-consent/"
    said = {"date": "2026-03-02", "scope": "collection", "reason": "letter"}
    assert told(post(manager, path, said), 428) == "version-needed"
    answer = post(manager, path, said, '"1"')
    assert answer.status_code == 200, answer.json()
    assert answer.json()["consent_withdrawn_scope"] == "collection"
    body = {"patient": patient.pk, "relapse_date": "2024-08-02"}
    assert told(post(manager, "relapse/", body), 403) == "consent-withdrawn"


def test_a_withdrawal_before_later_data_is_refused(manager):
    record = builders.a_record("relapse")
    path = f"patients/{record.patient_id}/withdraw-consent/"
    said = {"date": "2024-01-01", "reason": "letter"}
    answer = post(manager, path, said, '"1"')
    assert told(answer, 422) == "not-consistent"
    assert answer.json()["errors"]
