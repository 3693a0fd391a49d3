"""A file in a worker's hands: claimed, told, killed, taken up again, imported once."""

import gc
import os
import signal
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from registry.beside import Cancelled
from registry.intake import batches, jobs, run
from registry.intake.batches import cancel, confirm, receive, try_again
from registry.intake.claims import claim
from registry.intake.garbage import NEVER
from registry.intake.jobs import go_on, work
from registry.intake.progress import SILENT, Told
from registry.models import Change, ImportBatch, ImportPhase, Patient
from tests.builders import a_data_manager

HEAD = "study_no,sex,birth_date,diagnosis\n"
ROWS = "".join(f"W-{n:03},F,1990-01-{n % 28 + 1:02},T-ALL\n" for n in range(40))


@pytest.fixture
def large(committed_db, monkeypatch):
    """Let every file be one that waits for a worker."""
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 0)
    monkeypatch.setattr("registry.beside.EVERY", 0.01)


@pytest.fixture
def actor(large):
    return a_data_manager("LDP").actor()


def brought_in(actor, text=HEAD + ROWS):
    return receive(SimpleUploadedFile("cases.csv", text.encode()), actor=actor)


def asked_for(actor):
    """Return a file that was tried, and whose import waits for a worker."""
    batch = brought_in(actor)
    assert go_on()
    assert confirm(batch, actor=actor, reason="yearly")
    return batch


def as_it_is(batch):
    return ImportBatch.objects.get(pk=batch.pk)


def lease_ends(batch):
    past = timezone.now() - timedelta(seconds=1)
    ImportBatch.objects.filter(pk=batch.pk).update(lease_until=past)


def test_a_large_file_is_tried_and_imported_by_a_worker(actor):
    batch = brought_in(actor)
    assert (batch.state, batch.report) == ("waiting", {})
    assert go_on()
    batch = as_it_is(batch)
    assert (batch.state, batch.report["created"], batch.token) == ("tried", 40, None)
    assert not Patient.objects.exists()
    assert confirm(batch, actor=actor, reason="yearly").state == "asked"
    assert go_on()
    assert not go_on()
    batch = as_it_is(batch)
    assert (batch.state, Patient.objects.count()) == ("done", 40)
    reasons = Change.objects.filter(table="registry_patient").values_list("reason")
    assert set(reasons) == {("yearly",)}
    assert confirm(batch, actor=actor, reason="again") is None
    assert try_again(batch, actor=actor) is None


def test_a_worker_at_a_file_looks_for_garbage_among_the_young(actor, monkeypatch):
    before, seen = gc.get_threshold(), []
    brought_in(actor)
    monkeypatch.setattr(jobs, "work", lambda *_: seen.append(gc.get_threshold()))
    assert go_on()
    assert (seen, gc.get_threshold()) == ([(*before[:2], NEVER)], before)


def test_a_file_that_somebody_has_is_not_claimed_again(actor):
    first, second = brought_in(actor), brought_in(actor)
    assert claim().pk == first.pk
    # All workers together have one file; whoever waits in place has their own.
    assert claim() is None
    assert claim(first.pk) is None
    assert claim(second.pk).pk == second.pk


def test_a_worker_taken_for_dead_cannot_import_a_second_time(actor):
    batch = asked_for(actor)
    slow = claim()
    lease_ends(batch)
    assert go_on()
    work(slow, SILENT)
    assert as_it_is(batch).state == "done"
    assert Patient.objects.count() == 40
    assert Change.objects.filter(table="registry_patient").count() == 40


def test_a_worker_tells_how_far_it_is_and_drops_what_is_cancelled(actor):
    batch = asked_for(actor)
    mine = claim()
    with Told(mine) as said:
        said.at(ImportPhase.WRITING, 3, 40)
        until(lambda: as_it_is(batch).done == 3)
        assert as_it_is(batch).phase == "writing"
        assert cancel(batch, actor=actor)
        with pytest.raises(Cancelled):
            until(lambda: said.at(ImportPhase.WRITING, 4, 40))
    work(mine, SILENT)
    assert (as_it_is(batch).state, Patient.objects.count()) == ("cancelled", 0)
    assert confirm(batch, actor=actor, reason="after all")
    assert go_on()
    assert (as_it_is(batch).state, Patient.objects.count()) == ("done", 40)
    assert not cancel(batch, actor=actor)


def until(holds):
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def test_killed_while_it_writes_it_leaves_nothing_and_is_taken_up_again(
    actor, monkeypatch
):
    batch = asked_for(actor)
    written, says_so = os.pipe()
    connections.close_all()
    worker = os.fork()
    if not worker:
        # Everything is written, nothing committed: here the worker dies.
        monkeypatch.setattr(run, "keep", lambda *_: os.write(says_so, b".") and wait())
        go_on()
        os._exit(0)
    os.read(written, 1)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    found = as_it_is(batch)
    assert (found.state, found.attempts, found.is_held) == ("asked", 1, True)
    assert not Patient.objects.exists()
    assert not go_on()
    lease_ends(batch)
    assert go_on()
    assert (as_it_is(batch).state, Patient.objects.count()) == ("done", 40)


def wait():
    time.sleep(60)


def test_what_kills_its_worker_each_time_is_given_up_and_says_so(actor):
    batch = brought_in(actor)
    for _ in range(3):
        assert claim()
        lease_ends(batch)
    assert claim() is None
    batch = as_it_is(batch)
    assert (batch.state, batch.trouble, batch.token) == ("failed", "died", None)
    try_again(batch, actor=actor)
    assert go_on()
    assert as_it_is(batch).state == "tried"


def test_a_fault_is_kept_by_its_kind_and_nothing_is_imported(actor, monkeypatch):
    batch = asked_for(actor)

    def falls_over(*_):
        raise KeyError("W-003")

    monkeypatch.setattr(run, "keep", falls_over)
    assert go_on()
    batch = as_it_is(batch)
    told = (batch.state, batch.trouble, batch.advice)
    assert told == ("failed", "fault", "KeyError")
    assert not Patient.objects.exists()


def test_a_large_file_that_cannot_be_read_says_why(actor, monkeypatch):
    monkeypatch.setattr(batches, "BYTES_AT_ONCE", 0)
    monkeypatch.setattr(jobs, "MOST_RECORDS", 39)
    batch = brought_in(actor)
    assert go_on()
    batch = as_it_is(batch)
    assert (batch.state, batch.trouble) == ("failed", "unreadable")
    assert "39" in batch.advice


def test_whoever_may_no_longer_import_is_refused_by_the_worker(actor):
    batch = brought_in(actor)
    batch.user.memberships.all().delete()
    assert go_on()
    assert as_it_is(batch).trouble == "refused"
