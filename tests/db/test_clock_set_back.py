"""A clock that was ahead and is set back: nothing is corrupt, and nothing waits for it.

The database's clock is moved by functions that come before PostgreSQL's own in the
search path; Python's by what Django and the sessions ask.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.beat import SteadyScheduler
from config.celery import app
from outcomes.models import AnalysisSubject, Lease, Snapshot
from outcomes.pipeline.claims import claim
from outcomes.pipeline.sweep import sweep
from registry.intake import claims as files
from registry.models import Change, Draft, ImportBatch, Patient
from registry.services.records import save_patient
from tests.builders import a_data_manager, a_patient
from tests.db.pipeline.conftest import a_cohort, a_transplanted
from tests.sealing import seal_all, settle
from tests.settings import DATABASE_NAME, POSTGRES

HOUR = timedelta(hours=1)
CLOCKS = ("now", "clock_timestamp", "statement_timestamp", "transaction_timestamp")
AHEAD = """
CREATE FUNCTION public.{0}() RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT pg_catalog.{0}() + interval '{1} seconds' $$
"""


@contextmanager
def ahead(by: timedelta) -> Iterator[None]:
    """Let every clock be ahead inside the block; at its end it is set back."""
    seconds, now, clock = by.total_seconds(), timezone.now, time.time
    with (
        POSTGRES.superuser(DATABASE_NAME) as server,
        pytest.MonkeyPatch.context() as py,
    ):
        for name in CLOCKS:
            server.execute(AHEAD.format(name, seconds))
        first = "SET search_path = public, pg_catalog"
        server.execute(f"ALTER DATABASE {DATABASE_NAME} {first}")
        connection.close()
        py.setattr(timezone, "now", lambda: now() + by)
        py.setattr("registry.access.sessions.time", lambda: clock() + seconds)
        try:
            yield
        finally:
            for name in CLOCKS:
                server.execute(f"DROP FUNCTION public.{name}()")
            server.execute(f"ALTER DATABASE {DATABASE_NAME} RESET search_path")
            connection.close()


def weighed(patient: Patient, weight: int) -> None:
    """Save one more weight of a patient, as its own person."""
    save_patient(
        patient_id=patient.pk,
        values={"weight_kg": weight},
        actor=a_data_manager().actor(),
        reason=f"weighed {weight}",
    )


def test_versions_and_history_keep_their_order_and_the_trail_is_whole(
    committed_db, settings, tmp_path
):
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    patient = a_patient()
    with ahead(HOUR):
        weighed(patient, 61)
        seal_all()
    weighed(patient, 62)
    seal_all()
    patient.refresh_from_db()
    assert patient.version == 3
    rows = Patient.history.filter(id=patient.pk).order_by("history_id")
    assert [row.version for row in rows] == [1, 2, 3]
    assert rows[1].history_date > rows[2].history_date
    assert Change.objects.latest("pk").history_id == rows[2].history_id
    call_command("verify_audit")


def test_what_a_dead_worker_held_does_not_wait_for_the_old_time(committed_db):
    a_cohort()
    patient = a_transplanted()
    with ahead(HOUR):
        assert claim() == [patient.pk]
    assert Lease.objects.get().not_before > timezone.now() + HOUR / 2
    assert sweep().patients == 1
    assert AnalysisSubject.objects.filter(patient_id=patient.pk).exists()
    assert not Lease.objects.exists()


def test_figures_go_forward_by_number(committed_db):
    a_cohort()
    with ahead(HOUR):
        a_transplanted()
        sweep()
    a_transplanted()
    settle()
    sweep()
    newest = Snapshot.objects.first()
    assert newest.results["n"] == 2
    assert newest.data_version == Change.objects.latest("pk").pk


def test_a_file_that_a_dead_worker_held_is_taken_up(committed_db):
    person = a_data_manager()
    batch = ImportBatch.objects.create(user=person, file_name="a.csv", state="waiting")
    with ahead(HOUR):
        assert files.claim() == batch
        assert files.claim() is None
    assert files.claim() == batch


def test_a_session_ends_as_long_after_its_last_sign_of_life(committed_db, client):
    with ahead(HOUR):
        client.force_login(a_data_manager())
        assert client.get("/patients/").status_code == 200
    assert client.get("/patients/").status_code == 200
    with ahead(timedelta(minutes=31)):
        assert client.get("/patients/").status_code == 302


def test_beat_goes_on(tmp_path):
    kept = str(tmp_path / "beat")
    fast = SteadyScheduler(app, schedule_filename=kept)
    for entry in fast.schedule.values():
        entry.last_run_at = entry.default_now() + HOUR
    fast.close()
    steady = SteadyScheduler(app, schedule_filename=kept)
    assert 0 < steady.tick() <= 1
    # Set back while it runs: its heap is of the old time.
    steady._seen = time.time() + HOUR.total_seconds()
    steady._heap = [
        (at + HOUR.total_seconds(), priority, entry)
        for at, priority, entry in steady._heap
    ]
    assert 0 < steady.tick() <= 1
    steady.close()


def test_a_draft_is_restored(committed_db):
    with ahead(HOUR):
        draft = Draft.objects.create(
            user=a_data_manager(), patient=a_patient(), form="patient", typed={}
        )
    draft.save()
    assert Draft.objects.get().at < timezone.now() + HOUR / 2
