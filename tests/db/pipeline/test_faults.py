"""Killed workers lose nothing, and a poisoned record holds up nobody."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.functions import Now

from outcomes.cohorts.kept import whole
from outcomes.models import AnalysisSubject, Lease, Snapshot
from outcomes.pipeline import work as working
from outcomes.pipeline.claims import ATTEMPTS, DIED, claim
from outcomes.pipeline.everything import recompute
from outcomes.pipeline.status import progress, set_aside
from outcomes.pipeline.sweep import sweep
from registry.access.reach import everywhere
from registry.models import Change, Pending
from tests.builders import a_record, day
from tests.db.pipeline.conftest import a_cohort, a_transplanted

ROOT = Path(__file__).parents[3]

# A worker that the machine kills while it derives one patient.
KILLED = """
import os, signal, sys
import django
django.setup()
from outcomes.pipeline import work as working
from outcomes.pipeline.sweep import sweep
from registry.access.reach import everywhere
derive, poison = working.derive, int(sys.argv[1])
def killing(chart):
    if chart.patient_id == poison or not poison:
        os.kill(os.getpid(), signal.SIGKILL)
    return derive(chart)
working.derive = killing
with everywhere():
    sweep()
"""


def a_killed_worker(poison=0):
    """Run a worker in a process of its own; return how it ended."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", KILLED, str(poison)]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def leases_end():
    """Let the time of all leases be over, by the clock of the test's transaction too.

    PostgreSQL's ``now()`` stands still within a transaction, Django's ``Now`` does not.
    """
    Lease.objects.update(not_before=Now() - timedelta(days=1))


def derived():
    return set(AnalysisSubject.objects.values_list("patient_id", flat=True))


def test_a_worker_killed_between_claim_and_commit_loses_nothing(committed_db):
    a_cohort()
    patients = {a_transplanted().pk for _ in range(3)}
    assert a_killed_worker() == -9
    assert set(Lease.objects.values_list("pk", "attempts")) == {
        (pk, 1) for pk in patients
    }
    assert not derived()
    assert sweep().patients == 0  # the leases still run
    leases_end()
    assert sweep().patients == 3
    assert derived() == patients
    assert not Pending.objects.exists()
    assert not Lease.objects.exists()
    assert Snapshot.objects.first().results["n"] == 3


def test_a_record_that_kills_its_worker_takes_nobody_with_it(committed_db):
    a_cohort()
    neighbour, poisoned, other = (a_transplanted().pk for _ in range(3))
    for _attempt in range(ATTEMPTS):
        assert a_killed_worker(poisoned) == -9
        leases_end()
    assert a_killed_worker(poisoned) == 0
    assert derived() == {neighbour, other}
    (lease,) = set_aside()
    assert (lease.pk, lease.error) == (poisoned, DIED)
    recompute()
    assert derived() == {neighbour, poisoned, other}


@pytest.fixture
def poisoned(cohort, monkeypatch):
    """A patient who cannot be derived, beside one who can."""
    patient, neighbour = a_transplanted(), a_transplanted()
    derive = working.derive

    def failing(chart):
        if chart.patient_id == patient.pk and patient.study_no != "cured":
            raise ValueError("this record is poison")
        return derive(chart)

    monkeypatch.setattr(working, "derive", failing)
    return patient, neighbour


def test_a_poisoned_patient_is_set_aside_and_blocks_nobody(cohort, poisoned, caplog):
    patient, neighbour = poisoned
    assert sweep().patients == 1
    assert derived() == {neighbour.pk}
    for attempt in range(2, ATTEMPTS + 1):
        leases_end()
        sweep()
        assert Lease.objects.get().attempts == attempt
    (lease,) = set_aside()
    assert lease.pk == patient.pk
    # What went wrong and where; never the values that a message may quote.
    assert "ValueError in outcomes/pipeline/work.py, line" in lease.error
    assert "ValueError" in caplog.text
    assert "poison" not in lease.error + caplog.text
    leases_end()
    assert claim() == []
    a_record("relapse", neighbour)
    sweep()
    newest = Snapshot.objects.first()
    relapse = whole(newest)["incidence"]["RI"]["curves"]["car_t"]
    assert sum(relapse["events"]) == 1
    assert newest.set_aside == 1
    assert progress(cohort).waiting == 0


def test_a_snapshot_counts_who_was_set_aside_of_its_own_centres(cohort, poisoned):
    elsewhere = a_cohort("elsewhere", "HEB")
    a_transplanted(centre="HEB")
    for _attempt in range(ATTEMPTS):
        sweep()
        leases_end()
    newest = {s.cohort_id: s for s in Snapshot.objects.order_by("id")}
    changes = Change.objects.latest("id").pk
    assert [s.data_version for s in newest.values()] == [changes, changes]
    assert newest[cohort.pk].set_aside == 1
    assert newest[elsewhere.pk].set_aside == 0


def test_a_correction_is_tried_without_being_asked(cohort, poisoned):
    patient, _neighbour = poisoned
    for _attempt in range(ATTEMPTS):
        sweep()
        leases_end()
    assert set_aside().count() == 1
    patient.study_no = "cured"
    patient.save()
    sweep()
    assert not Lease.objects.exists()
    assert patient.pk in derived()


def test_rows_that_cannot_be_written_hold_up_nobody(cohort, monkeypatch):
    patient, neighbour = a_transplanted(), a_transplanted()
    derive = working.derive

    def too_long(chart):
        rows = derive(chart)
        if chart.patient_id == patient.pk:
            rows[0].values["sex"] = "much longer than its column"
        return rows

    monkeypatch.setattr(working, "derive", too_long)
    sweep()
    assert derived() == {neighbour.pk}
    assert Lease.objects.get(pk=patient.pk).error.startswith("DataError")


def test_two_sweepers_at_once_derive_everybody_rightly(committed_db):
    a_cohort()
    patients = {a_transplanted(car_t=number % 2 == 0).pk for number in range(120)}
    done = []

    @everywhere()
    def sweeping():
        done.append(sweep().patients)
        connection.close()

    threads = [threading.Thread(target=sweeping) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sweep()
    assert sum(done) == len(patients)
    assert derived() == patients
    assert not Pending.objects.exists()
    assert not Lease.objects.exists()
    assert Snapshot.objects.first().results["n"] == len(patients)


def test_a_change_made_while_its_patient_is_derived_is_not_lost(cohort, monkeypatch):
    patient = a_transplanted()
    derive = working.derive

    def interrupted(chart):
        rows = derive(chart)
        monkeypatch.setattr(working, "derive", derive)
        a_record("death", patient, death_date=day(700))
        return rows

    monkeypatch.setattr(working, "derive", interrupted)
    assert sweep().patients == 2
    assert Snapshot.objects.first().results["groups"][0]["deaths"] == 1
