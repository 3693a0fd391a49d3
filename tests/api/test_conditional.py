"""What a reader has already is not sent again; who changes says from what."""

import hashlib

import pytest

from outcomes.api.taking import taken_by_job
from outcomes.exports.jobs.working import go_on
from outcomes.pipeline.sweep import sweep
from tests.api.cuts import a_cut
from tests.builders import a_patient, a_record
from tests.db.pipeline.conftest import a_transplanted


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


@pytest.mark.parametrize(
    "path",
    [
        "exports/adtte.csv",
        "exports/adtte.odm?cut=first",
        "exports/define.xml?cut=first",
    ],
)
def test_a_file_that_did_not_change_is_304(manager, path):
    a_transplanted()
    a_cut()
    first = manager.get(f"/api/v1/{path}")
    content = first.getvalue()
    assert first.status_code == 200
    if "define" not in path:
        assert first["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    again = manager.get(f"/api/v1/{path}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    other = manager.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'})
    assert other.getvalue() == content


def test_a_workers_file_that_the_reader_has_is_304(manager):
    a_transplanted()
    sweep(seconds=float("inf"))
    asked = manager.get(
        "/api/v1/exports/adtte.csv", headers={"Prefer": "respond-async"}
    )
    assert go_on(taken_by_job)
    file = manager.get(asked["Location"]).json()["file"]
    first = manager.get(file)
    assert first.getvalue()
    tag = {"If-None-Match": first["ETag"]}
    for headers in (tag, {**tag, "Range": "bytes=5-"}):
        assert manager.get(file, headers=headers).status_code == 304


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
