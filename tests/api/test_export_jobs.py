"""Large files by REST: asked for, followed, fetched in pieces, dropped, expired."""

import hashlib
import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from outcomes.api.taking import taken_by_job
from outcomes.exports.jobs.keeping import expire, path_of
from outcomes.exports.jobs.ranges import NotThere, part_of
from outcomes.exports.jobs.working import go_on
from outcomes.models import ExportJob, ExportLog
from outcomes.pipeline.sweep import sweep
from registry.access.policy import Role
from registry.models import Access, AccessEvent, Patient
from tests.api.cuts import a_cut
from tests.api.study import a_cohort
from tests.builders import a_centre, a_data_manager, a_statistician, a_treated_patient

ADTTE = "/api/v1/exports/adtte.csv"
ASYNC = {"Prefer": "respond-async"}


@pytest.fixture
def analysed(db):
    a_treated_patient("LDP")
    sweep(seconds=float("inf"))


@pytest.fixture
def asked(manager, analysed):
    """Return what the API answers to somebody who does not want to wait."""
    return manager.get(f"{ADTTE}?PARAMCD=OS&safe=1", headers=ASYNC)


def written(manager, answer):
    """Let a worker go on; return the job as its caller reads it then."""
    assert go_on(taken_by_job)
    return manager.get(answer["Location"]).json()


def test_a_job_is_followed_to_its_file(manager, asked):
    assert asked.status_code == 202
    assert asked["Retry-After"]
    assert asked.json()["state"] == "waiting"
    assert asked.json()["file"] is None
    told = written(manager, asked)
    assert told["state"] == "done"
    answer = manager.get(told["file"])
    content = b"".join(answer.streaming_content)
    manifest = told["manifest"]
    assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
    assert len(content) == manifest["size"] == int(answer["Content-Length"])
    assert content.count(b"\n") == manifest["rows"] + 1
    assert manifest["safe"]


def test_it_is_what_the_address_itself_answers(manager, asked):
    told = written(manager, asked)
    whole = b"".join(manager.get(f"{ADTTE}?PARAMCD=OS&safe=1").streaming_content)
    assert b"".join(manager.get(told["file"]).streaming_content) == whole


def test_a_broken_download_goes_on_from_where_it_ended(manager, asked):
    told = written(manager, asked)
    whole = b"".join(manager.get(told["file"]).streaming_content)
    headers = {"Range": "bytes=20-", "If-Range": f'"{told["manifest"]["sha256"]}"'}
    rest = manager.get(told["file"], headers=headers)
    assert rest.status_code == 206
    assert rest["Content-Range"] == f"bytes 20-{len(whole) - 1}/{len(whole)}"
    assert b"".join(rest.streaming_content) == whole[20:]
    assert int(rest["Content-Length"]) == len(whole) - 20
    other = manager.get(told["file"], headers={**headers, "If-Range": '"another"'})
    assert other.status_code == 200
    assert b"".join(other.streaming_content) == whole
    beyond = manager.get(told["file"], headers={"Range": f"bytes={len(whole)}-"})
    assert beyond.status_code == 416
    assert beyond["Content-Range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-4", 0, 4), ("bytes=5-", 5, 9), ("bytes=-3", 7, 9), ("bytes=8-99", 8, 9)],
)
def test_a_part_is_read_as_the_standard_says(header, first, last):
    part = part_of(header, 10)
    assert (part.first, part.last, part.length) == (first, last, last - first + 1)


@pytest.mark.parametrize(
    "header",
    ["", "lines=1-2", "bytes=0-1,3-4", "bytes=-", f"bytes={'9' * 5000}-", "bytes=٣-"],
)
def test_what_is_not_one_part_is_the_whole(header):
    assert part_of(header, 10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(header):
    with pytest.raises(NotThere):
        part_of(header, 10)


def test_asking_twice_waits_for_the_same_file(manager, asked):
    again = manager.get(f"{ADTTE}?PARAMCD=OS&safe=1", headers=ASYNC)
    assert again["Location"] == asked["Location"]
    assert ExportJob.objects.count() == 1


def test_a_large_dataset_is_not_waited_for(manager, analysed, settings):
    settings.EXPORT_ROWS_AT_ONCE = -2  # before a vacuum the planner knows nothing
    assert manager.get(ADTTE).status_code == 202


def test_what_the_address_refuses_the_job_says(manager, analysed):
    answer = manager.get(f"{ADTTE}?cohort=nobodys", headers=ASYNC)
    assert answer.status_code == 404
    answer = manager.get("/api/v1/exports/nothing.csv", headers=ASYNC)
    assert answer.status_code == 404


def test_who_may_no_longer_export_is_told(manager, asked):
    ExportJob.objects.get().user.memberships.update(until=timezone.now())
    assert go_on(taken_by_job)
    job = ExportJob.objects.get()
    assert (job.state, job.problem["status"]) == ("failed", 403)


def test_a_cancelled_job_writes_nothing(manager, asked):
    assert manager.delete(asked["Location"]).status_code == 204
    assert not go_on(taken_by_job)
    assert manager.get(asked["Location"]).json()["state"] == "cancelled"
    assert not ExportLog.objects.exists()


def test_a_file_that_is_not_there_says_why(manager, asked):
    place = f"{asked['Location']}file"
    assert manager.get(place).status_code == 409
    told = written(manager, asked)
    assert manager.delete(asked["Location"]).status_code == 204
    gone = manager.get(told["file"])
    assert gone.status_code == 410
    assert gone.json()["state"] == "expired"


def test_a_file_is_kept_for_a_day(manager, asked):
    written(manager, asked)
    job = ExportJob.objects.get()
    place = path_of(job)
    assert place.exists()
    assert expire() == 0
    job.expires_at = timezone.now() - timedelta(seconds=1)
    job.save()
    assert expire() == 1
    assert not place.exists()


@pytest.mark.parametrize("name", ["jobs/9-abc.part", "jobs/9-0123", "tmpx/sheet.xml"])
def test_what_a_killed_worker_left_goes_after_a_day(db, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path
    left = tmp_path / "exports" / name
    left.parent.mkdir(parents=True)
    left.touch()
    whole = left.parent if name.startswith("tmp") else left
    expire()
    assert whole.exists()
    long_ago = time.time() - timedelta(days=1, hours=2).total_seconds()
    os.utime(whole, (long_ago, long_ago))
    expire()
    assert not whole.exists()


def test_each_fetch_is_logged(manager, asked):
    told = written(manager, asked)
    for _ in range(2):
        assert b"".join(manager.get(told["file"]).streaming_content)
    took = AccessEvent.objects.filter(kind=Access.TOOK_OUT)
    assert took.count() == 3  # written once, fetched twice
    assert took.filter(what__contains="job").count() == 2


# ---- A file outlives the right to it


def gone(client, told, reason="has ended since"):
    """Tell that a file is not handed out, not even in part, and is not kept."""
    job = ExportJob.objects.get()
    place = path_of(job)
    assert place.exists()
    for headers in ({"Range": "bytes=3-"}, {}):
        answer = client.get(told["file"], headers=headers)
        assert answer.status_code == 410
        assert reason in answer.json()["title"]
        assert "Ask for it again" in answer.json()["detail"]
    assert not place.exists()
    job.refresh_from_db()
    return (job.state, job.given) == ("expired", None)


def whole_file(client, told):
    answer = client.get(told["file"])
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


@pytest.fixture
def shared(program_of, analysed):
    """Return a statistician with a study that was opened to them, and their program."""
    user = a_statistician()
    a_cohort(granted_to=[user], definition={"index": "hsct", "horizon": 730})
    return user, program_of(user)


@pytest.mark.parametrize("query", ["", "cut=first", "cohort=cd7-hsct"])
def test_a_grant_that_was_taken_back_ends_a_file(shared, query):
    user, client = shared
    if query.startswith("cut"):
        a_cut()
    told = written(client, client.get(f"{ADTTE}?{query}", headers=ASYNC))
    assert whole_file(client, told).count(b"PS-") > 1
    user.cohort_grants.all().delete()
    assert gone(client, told)


@pytest.mark.parametrize("query", ["profile=ages", "cut=first"])
def test_a_role_at_another_centre_ends_a_file(manager, analysed, query):
    if query.startswith("cut"):
        a_cut()
    told = written(manager, manager.get(f"{ADTTE}?{query}", headers=ASYNC))
    user = ExportJob.objects.get().user
    user.memberships.create(role=Role.INVESTIGATOR, centre=a_centre("HEB"))
    assert whole_file(manager, told)
    user.memberships.exclude(centre=a_centre("HEB")).update(until=timezone.now())
    assert gone(manager, told)


def test_another_profile_ends_a_file(manager, analysed, program_of):
    told = written(manager, manager.get(ADTTE, headers=ASYNC))
    user = ExportJob.objects.get().user
    a_cohort(granted_to=[user], definition={"index": "hsct", "horizon": 730})
    user.memberships.create(role=Role.STATISTICIAN)
    user.memberships.exclude(role=Role.STATISTICIAN).update(until=timezone.now())
    assert gone(manager, told)


@pytest.mark.parametrize(
    ("query", "consent"),
    [
        ("", {"consent_status": "withdrawn"}),
        ("cut=first", {"consent_status": "withdrawn"}),
        ("profile=ages", {"consent_status": "given", "consent_scope": ["registry"]}),
        (
            "profile=ages&cut=first",
            {"consent_status": "given", "consent_scope": ["registry"]},
        ),
    ],
)
def test_a_consent_that_ended_ends_a_file(manager, analysed, query, consent):
    if "cut" in query:
        a_cut()
    told = written(manager, manager.get(f"{ADTTE}?{query}", headers=ASYNC))
    a_treated_patient("LDP", study_no="CAME-SINCE")
    sweep(seconds=float("inf"))
    assert whole_file(manager, told)
    Patient.objects.filter(study_no="CAME-SINCE").update(**consent)
    assert whole_file(manager, told)  # who is not in it
    Patient.objects.update(**consent)
    assert gone(manager, told)


def test_a_file_about_no_patient_stays(manager, analysed):
    book = manager.get("/api/v1/exports/codebook.csv", headers=ASYNC)
    told = written(manager, book)
    Patient.objects.update(consent_status="withdrawn")
    assert whole_file(manager, told)


def test_another_persons_jobs_do_not_exist(manager, asked, program_of):
    other = program_of(a_data_manager(name="other"))
    assert other.get(asked["Location"]).status_code == 404
    assert other.delete(asked["Location"]).status_code == 404
    assert other.get("/api/v1/exports/jobs/").json()["results"] == []
    assert len(manager.get("/api/v1/exports/jobs/").json()["results"]) == 1
