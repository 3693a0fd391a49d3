"""Every file is complete or absent: what is killed in the middle, and who is told."""

import hashlib
import os
import signal
import time
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from outcomes.api.taking import taken_by_job
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.jobs import working
from outcomes.exports.jobs.asking import ask, drop
from outcomes.exports.jobs.claims import claim
from outcomes.exports.jobs.keeping import KEPT, path_of
from outcomes.exports.jobs.working import go_on
from outcomes.exports.progress import Progress
from outcomes.exports.whose import Given
from outcomes.models import ExportJob, ExportLog
from outcomes.pipeline.sweep import sweep
from registry.access.reach import everywhere
from registry.models import ApiToken
from tests.builders import a_data_manager, a_treated_patient

COPYING = """
SELECT pid FROM pg_stat_activity
WHERE query LIKE 'COPY %%' AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""


@pytest.fixture
def manager(committed_db, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("registry.beside.EVERY", 0.05)
    a_treated_patient("LDP")
    sweep(seconds=float("inf"))
    return a_data_manager("LDP")


@pytest.fixture
def held(manager, monkeypatch):
    """Hold the table of outcomes, so that a COPY stands still in its middle."""
    # The rows are counted before, and that would stand still instead.
    monkeypatch.setattr("outcomes.exports.export.counted", lambda *_asked: 0)
    other = connections.create_connection("default")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE outcomes_analysisoutcome IN ACCESS EXCLUSIVE MODE")
    yield other
    other.rollback()
    other.close()


def asked_for(user, kind="csv"):
    how = {"dataset": "adtte", "kind": kind, "query": "", "language": "en"}
    return ask(actor=user.actor(), **how)


def copying():
    """Wait until a COPY stands still; return the process of its connection."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(COPYING)
            if found := cursor.fetchone():
                return found[0]
        time.sleep(0.05)
    raise AssertionError("no COPY began")


def terminate(process):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])


def files():
    folder = Path(settings.MEDIA_ROOT) / "exports" / "jobs"
    return [one.name for one in folder.glob("*")]


def as_it_is(job):
    return ExportJob.objects.select_related("log").get(pk=job.pk)


def lease_ends(job):
    past = timezone.now() - timedelta(seconds=1)
    ExportJob.objects.filter(pk=job.pk).update(lease_until=past)


def beside(work):
    """Run ``work`` in a thread of its own; return it with what it came to."""
    came = []

    def run():
        try:
            with everywhere():
                came.append(work())
        except OperationalError as error:
            came.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread, came


def test_a_worker_killed_in_the_middle_leaves_no_file_and_another_begins_anew(
    manager, held
):
    job, before = asked_for(manager), files()
    connection.close()
    worker = os.fork()
    if not worker:
        go_on(taken_by_job)
        os._exit(0)
    copying()
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    held.rollback()
    found = as_it_is(job)
    assert (found.state, found.attempts, found.is_held) == ("waiting", 1, True)
    assert files() == before
    assert not go_on(taken_by_job)
    lease_ends(job)
    assert go_on(taken_by_job)
    found = as_it_is(job)
    assert (found.state, found.attempts) == ("done", 2)
    assert len(files()) == len(before) + 1


def test_a_worker_whose_connection_is_cut_leaves_it_to_the_lease(manager, held):
    job, before = asked_for(manager), files()
    thread, came = beside(lambda: go_on(taken_by_job))
    terminate(copying())
    thread.join(20)
    held.rollback()
    assert isinstance(came[0], OperationalError)
    assert as_it_is(job).state == "waiting"
    assert files() == before
    assert not ExportLog.objects.exists()


def test_what_kills_its_worker_each_time_is_given_up_and_says_so(manager):
    job = asked_for(manager)
    for _ in range(3):
        assert claim()
        lease_ends(job)
    assert claim() is None
    found = as_it_is(job)
    assert (found.state, found.problem["status"]) == ("failed", 503)


def test_a_lease_of_a_clock_that_was_set_back_holds_nobody_up(manager):
    job = asked_for(manager)
    assert claim()
    ahead = timezone.now() + timedelta(hours=1)
    ExportJob.objects.filter(pk=job.pk).update(lease_until=ahead)
    again = claim()
    assert (again.pk, again.attempts) == (job.pk, 2)


def test_who_waits_at_the_connection_is_told_that_there_is_no_file(manager, held):
    _, token = ApiToken.objects.create(manager)
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    thread, came = beside(lambda: client.get("/api/v1/exports/adtte.csv"))
    terminate(copying())
    thread.join(20)
    held.rollback()
    answer = came[0]
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert not ExportLog.objects.exists()


# ---- The process that serves is killed, met over HTTP


@pytest.fixture
def server():
    """Serve from processes of their own; return what starts one: its port, its key."""
    started = []

    def start():
        httpd = WSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
        connections.close_all()
        if not (child := os.fork()):
            httpd.set_app(get_wsgi_application())
            httpd.serve_forever()
        started.append(child)
        httpd.server_close()
        return httpd.server_port, child

    yield start
    for child in started:
        kill(child)


def kill(child):
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def asked_at(port, path, token, **headers):
    """Return the answer of a server, its body unread."""
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    client.request("GET", path, headers={"Authorization": f"Token {token}", **headers})
    return client.getresponse()


def a_large_file(user):
    """Return a job that is done, and its file, which no socket holds at once."""
    content = os.urandom(1 << 20) * 24
    of = {"dataset": "adtte", "kind": "csv", "columns": [], "rows": 9}
    of |= {"pseudonymised": False, "safe": False, "profile": "full"}
    log = ExportLog.objects.create(
        **of,
        user=user,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        data_version=1,
    )
    done = {"state": "done", "log": log, "expires_at": timezone.now() + KEPT}
    done["given"] = Given([]).kept
    job = ExportJob.objects.create(user=user, dataset="adtte", kind="csv", **done)
    path_of(job).write_bytes(content)
    return job, content


def test_a_download_whose_server_is_killed_says_so_and_goes_on(manager, server):
    job, content = a_large_file(manager)
    _, token = ApiToken.objects.create(manager)
    path = f"/api/v1/exports/jobs/{job.pk}/file"
    port, child = server()
    answer = asked_at(port, path, token)
    got = answer.read(1 << 20)
    kill(child)
    with pytest.raises((IncompleteRead, ConnectionResetError)) as told:
        answer.read()
    got += getattr(told.value, "partial", b"")
    assert len(got) < len(content) == int(answer.headers["Content-Length"])
    tag = answer.headers["ETag"]
    port, _ = server()
    where = {"Range": f"bytes={len(got)}-", "If-Range": tag}
    rest = asked_at(port, path, token, **where)
    assert rest.status == 206
    assert got + rest.read() == content


def test_a_file_whose_server_is_killed_is_no_answer_at_all(manager, held, server):
    _, token = ApiToken.objects.create(manager)
    port, child = server()
    path = "/api/v1/exports/adtte.parquet"

    def ask():
        try:
            return asked_at(port, path, token).status
        except (RemoteDisconnected, ConnectionResetError) as error:
            return error

    thread, came = beside(ask)
    copying()
    kill(child)
    thread.join(20)
    held.rollback()
    assert isinstance(came[0], (RemoteDisconnected, ConnectionResetError))
    assert not ExportLog.objects.exists()


def test_cancelling_stops_the_statement(manager, held):
    job, before = asked_for(manager), files()
    thread, came = beside(lambda: go_on(taken_by_job))
    copying()
    drop(as_it_is(job))
    thread.join(20)
    held.rollback()
    assert came == [True]
    assert as_it_is(job).state == "cancelled"
    assert files() == before


def once_rows_are_read(monkeypatch, act):
    """Run ``act`` beside the work where a format begins to write; wait for its end."""
    said = Progress.at

    def at(progress, written):
        if not written:
            thread, came = beside(lambda: act(progress))
            thread.join(20)
            assert came, "it failed"
        said(progress, written)

    monkeypatch.setattr(Progress, "at", at)


def until(true):
    for _ in range(200):
        if true():
            return True
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def test_how_far_a_file_is_has_a_total_before_it_is_written(manager, monkeypatch):
    job = asked_for(manager, "parquet")
    client = APIClient()
    _, token = ApiToken.objects.create(manager)
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    seen = []

    def look(_progress):
        until(lambda: as_it_is(job).rows_total)
        seen.append(client.get(f"/api/v1/exports/jobs/{job.pk}/").json())
        browser = Client()
        browser.force_login(manager)
        seen.append(browser.get("/exports/jobs/").content.decode())
        return True

    once_rows_are_read(monkeypatch, look)
    assert go_on(taken_by_job)
    done = as_it_is(job)
    rows = done.log.rows
    assert (done.rows_total, done.rows_read, done.rows_written) == (rows, rows, rows)
    told, page = seen
    assert (told["rows_total"], told["rows_read"], told["rows_written"]) == (
        rows,
        rows,
        0,
    )
    assert f"0 of {rows} rows written" in page


def test_cancelling_stops_every_format_where_it_writes(manager, monkeypatch):
    before = files()
    jobs = {}

    def cancel(progress):
        drop(as_it_is(jobs["now"]))
        return until(lambda: progress.dropped)

    once_rows_are_read(monkeypatch, cancel)
    for kind, one in FORMATS.items():
        if one.write is None:
            continue
        jobs["now"] = asked_for(manager, kind)
        assert go_on(taken_by_job)
        assert as_it_is(jobs["now"]).state == "cancelled", kind
        assert files() == before
    assert not ExportLog.objects.exists()


def test_cancelling_stops_a_file_on_the_way_to_its_place(manager, monkeypatch):
    job, before, put = asked_for(manager), files(), working.keep

    def keep(job, made, progress):
        thread, _came = beside(lambda: drop(as_it_is(job)))
        thread.join(20)
        until(lambda: progress.dropped)
        return put(job, made, progress)

    monkeypatch.setattr(working, "keep", keep)
    assert go_on(taken_by_job)
    assert as_it_is(job).state == "cancelled"
    assert files() == before


def test_a_worker_taken_for_dead_puts_nothing_in_place(manager, held):
    job, before = asked_for(manager), files()
    thread, _came = beside(lambda: go_on(taken_by_job))
    copying()
    ExportJob.objects.filter(pk=job.pk).update(token=None, lease_until=None)
    thread.join(20)
    held.rollback()
    assert as_it_is(job).state == "waiting"
    assert files() == before
