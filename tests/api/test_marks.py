"""Verify, sign, lock and unlock by REST, and what a locked record answers."""

import pytest

from registry.models import Kind
from tests import builders
from tests.api.test_records import PROBLEM, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(db):
    return builders.a_record("diagnosis", state="complete")


@pytest.fixture
def investigator(program_of):
    return program_of(builders.an_investigator())


@pytest.fixture
def administrator(program_of):
    return program_of(builders.a_centre_administrator())


def act(client, record, name, body=None, tag='"1"', **headers):
    path = f"{record.form}/{record.pk}/{name}/"
    return send(client, "POST", path, body, If_Match=tag, **headers)


def own(user="investigator_ldp", password=builders.PASSWORD):
    return {"username": user, "password": password}


def test_a_monitor_verifies(monitor, record):
    answer = act(monitor, record, "verify")
    body = answer.json()
    assert answer.status_code == 200, body
    assert (body["standing"], body["version"]) == ("verified", 1)
    assert body["verified"]["by"] == "monitor_ldp"
    assert body["verified"]["version"] == 1
    assert (body["signed"], body["locked"], body["void"]) == (None, None, [])


def test_a_mark_is_another_representation_of_the_same_version(monitor, record):
    before = monitor.get(f"/api/v1/diagnosis/{record.pk}/")["ETag"]
    after = act(monitor, record, "verify")["ETag"]
    assert before != after
    same = monitor.get(
        f"/api/v1/diagnosis/{record.pk}/", headers={"If-None-Match": after}
    )
    assert same.status_code == 304


def test_an_edit_made_before_the_mark_is_no_conflict(manager, monitor, record):
    act(monitor, record, "verify")
    body = {"karyotype_text": "46,XX", "reason": "chart"}
    answer = send(manager, "PATCH", f"diagnosis/{record.pk}/", body, If_Match='"1"')
    assert answer.status_code == 200, answer.json()
    [void] = answer.json()["void"]
    assert (void["kind"], void["void_by"]) == ("verified", "data_manager_ldp")
    assert (void["void_since_version"], void["void_reason"]) == (2, "chart")


def test_a_signature_takes_user_name_and_password(investigator, record):
    answer = act(investigator, record, "sign", own())
    assert answer.status_code == 200, answer.json()
    signed = answer.json()["signed"]
    assert (signed["by"], signed["name"]) == ("investigator_ldp", "investigator_ldp")
    assert signed["meaning"].startswith("I have reviewed this form")


def test_the_meaning_is_kept_in_the_language_in_which_it_was_shown(
    investigator, record
):
    headers = {"Accept_Language": "zh-hans"}
    answer = act(investigator, record, "sign", own(), **headers)
    assert "签名" in answer.json()["signed"]["meaning"]


@pytest.mark.parametrize(
    "sent", [own(password="not this"), own(user="somebody"), own("monitor_ldp")]
)
def test_nobody_signs_with_what_is_not_theirs(investigator, record, sent):
    builders.a_monitor()
    answer = act(investigator, record, "sign", sent)
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert answer.json()["type"] == "urn:dayzero:problem:not-confirmed"
    record.refresh_from_db()
    assert record.signed_at is None


def test_guessing_the_password_of_a_signature_locks_out(investigator, record):
    for _ in range(4):
        act(investigator, record, "sign", own(password="not this"))
    answer = act(investigator, record, "sign", own(password="not this"))
    assert (answer.status_code, answer["Content-Type"]) == (429, PROBLEM)
    assert act(investigator, record, "sign", own()).status_code == 429
    record.refresh_from_db()
    assert record.signed_at is None


def test_a_signature_of_a_version_that_moved_is_refused(investigator, record):
    type(record).objects.filter(pk=record.pk).update(karyotype_text="46,XX")
    answer = act(investigator, record, "sign", own())
    assert (answer.status_code, answer.json()["current_version"]) == (412, '"2"')
    assert act(investigator, record, "sign", own(), tag="").status_code == 428


def test_a_form_that_is_begun_is_not_marked(monitor):
    begun = builders.a_record("diagnosis")
    answer = act(monitor, begun, "verify")
    assert answer.status_code == 409
    assert "not complete" in answer.json()["title"]


def test_a_locked_record_answers_423_with_who_and_whom_to_ask(
    manager, administrator, record
):
    assert act(administrator, record, "lock").status_code == 200
    body = {"karyotype_text": "46,XX", "reason": "chart"}
    path = f"diagnosis/{record.pk}/"
    for method in ("PATCH", "DELETE"):
        answer = send(manager, method, path, body, If_Match='"1"', X_Reason="chart")
        assert (answer.status_code, answer["Content-Type"]) == (423, PROBLEM)
        assert "centre_administrator_ldp" in answer.json()["title"]
        assert "unlock" in answer.json()["detail"]


def test_a_lock_opens_with_a_reason(administrator, manager, record):
    builders.marked(record, Kind.LOCKED)
    assert act(administrator, record, "unlock").status_code == 422
    answer = act(administrator, record, "unlock", {"reason": "the source changed"})
    assert (answer.status_code, answer.json()["locked"]) == (200, None)
    body = {"karyotype_text": "46,XX", "reason": "chart"}
    path = f"diagnosis/{record.pk}/"
    assert send(manager, "PATCH", path, body, If_Match='"1"').status_code == 200


@pytest.mark.parametrize("state", ["begun", "complete", "verified", "signed", "locked"])
def test_lists_are_narrowed_by_how_far_a_record_has_come(manager, state):
    reached = {
        "verified": (Kind.VERIFIED,),
        "signed": (Kind.VERIFIED, Kind.SIGNED),
        "locked": (Kind.SIGNED, Kind.LOCKED),
    }
    builders.a_record("relapse")
    builders.a_record("relapse", state="complete")
    for kinds in reached.values():
        builders.marked(builders.a_record("relapse", state="complete"), *kinds)
    found = manager.get("/api/v1/relapse/", {"state": state}).json()["results"]
    assert [one["standing"] for one in found] == [state]


def test_the_history_names_the_marks(manager, record):
    builders.marked(record, Kind.VERIFIED, Kind.LOCKED)
    edits = manager.get(f"/api/v1/diagnosis/{record.pk}/history/").json()
    assert [one["marks"] for one in edits] == [["locked"], ["verified"], []]
