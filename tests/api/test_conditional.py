"""What a reader has already is not sent again; who changes says from what."""

import pytest

from tests.builders import a_patient, a_record


@pytest.mark.parametrize(
    "path",
    [
        "patients/",
        "crs_episode/",
        "queries/",
        "visits/",
        "completeness/",
        "grading/",
        "exports/",
        "cohorts/",
    ],
)
def test_a_read_that_did_not_change_is_304(manager, path):
    a_record("crs_episode", a_patient())
    first = manager.get(f"/api/v1/{path}")
    assert first.status_code == 200
    headers = {"If-None-Match": first["ETag"]}
    again = manager.get(f"/api/v1/{path}", headers=headers)
    assert again.status_code == 304
    assert not again.content
    assert again["ETag"] == first["ETag"]
    assert "Authorization" in again["Vary"]


def test_a_list_that_changed_is_sent_whole(manager):
    first = manager.get("/api/v1/patients/")
    a_patient()
    again = manager.get("/api/v1/patients/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_records_tag_is_its_version(manager):
    record = a_record("crs_episode", a_patient())
    answer = manager.get(f"/api/v1/crs_episode/{record.pk}/")
    assert answer["ETag"] == '"1"'


def test_nothing_of_the_api_is_kept_by_caches_for_others(manager):
    answer = manager.get("/api/v1/patients/")
    assert answer["Cache-Control"] == "private, no-cache"
