"""What an upgrade or a restore says where a step of it does not come to its end."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone

from config.backup import commands, restoring, upgrading
from config.backup.manifest import read
from config.backup.restoring import restore
from config.backup.server import Server, embedded
from config.backup.upgrading import upgrade
from config.embedded.place import CannotRun
from outcomes.models import Lease
from outcomes.pipeline.claims import ATTEMPTS
from registry.models import Pending
from tests.settings import DATABASE_NAME, POSTGRES

OLDER = Path(__file__).parents[1] / "data" / "registry-of-2026-11"


@pytest.fixture
def nowhere(monkeypatch) -> Server:
    """A server of which nothing is asked: every step of ours that asks is left out."""
    monkeypatch.setattr(upgrading, "refuse_while_in_use", lambda _server: None)
    monkeypatch.setattr(upgrading, "take", lambda _server, at: at / "taken-before")
    steps = ("_refuse_newer", "refuse_while_in_use", "_fill", "drop_database")
    for step in (*steps, "_end_sessions_and_tokens", "verify"):
        monkeypatch.setattr(restoring, step, lambda *_words: None)
    monkeypatch.setattr(Server, "replace", lambda _server, _by, kept_as: None)
    return Server(**dict.fromkeys(Server.__dataclass_fields__, "postgresql:///x"))


def failing(monkeypatch, step: str, said: str = "no room on the disk") -> list[str]:
    """Let this command fail; return the commands that are run, as they come."""
    done = []

    def run(_settings, *words):
        done.append(words[0])
        if words[0] == step:
            raise CannotRun(f"manage.py {step} failed:\n{said}", 1)

    for module in (upgrading, restoring, commands):
        monkeypatch.setattr(module, "manage", run)
    return done


def test_an_upgrade_that_fails_half_way_names_the_way_back(nowhere, monkeypatch):
    done = failing(monkeypatch, "migrate")
    with pytest.raises(CannotRun, match="no room") as failed:
        upgrade(nowhere, Path("backups"))
    assert 'make restore FROM=backups/taken-before REASON="' in str(failed.value)
    assert done == ["migrate"]


@pytest.mark.slow
def test_a_patient_who_cannot_be_derived_fails_no_upgrade(
    committed_db, monkeypatch, capsys
):
    waits = Pending.objects.create(patient_id=1, change_id=1)
    Lease.objects.create(
        patient_id=waits.patient_id,
        attempts=ATTEMPTS,
        not_before=timezone.now(),
        change_id=waits.change_id,
        error="ValueError in outcomes/timelines.py, line 1",
    )
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    here = embedded(POSTGRES, DATABASE_NAME)
    commands.recompute(here.settings(here.registry))
    said = capsys.readouterr().err
    assert said.startswith("Warning: manage.py recompute failed:")
    assert "Patients not derived: 1." in said


def test_what_fails_beside_a_patient_fails_the_upgrade(nowhere, monkeypatch):
    said = "CommandError: Patients not derived: 1. Their leases say why."
    failing(monkeypatch, "recompute", f"{said}\nStudies not counted: 1.")
    with pytest.raises(CannotRun, match="not counted"):
        upgrade(nowhere, Path("backups"))


def test_figures_that_cannot_be_made_hold_no_restore_up(nowhere, monkeypatch, capsys):
    done = failing(monkeypatch, "recompute")
    restore(nowhere, OLDER, "drill")
    assert done == ["migrate", "recompute"]
    said = capsys.readouterr().err
    assert "no room on the disk" in said
    assert "Before a service is started: manage.py recompute" in said


def test_a_restore_whose_last_step_fails_says_what_was_done(nowhere, monkeypatch):
    sealed = replace(read(OLDER), head=f"1:{'0' * 64}")
    monkeypatch.setattr(restoring, "read", lambda _backup: sealed)
    failing(monkeypatch, "audit_restored")
    with pytest.raises(CannotRun, match="no room") as failed:
        restore(nowhere, OLDER, "a disk's fault")
    said = str(failed.value)
    assert "is replaced by the backup" in said
    assert "is the database x_until_" in said
    assert said.endswith("""manage.py audit_restored --reason 'a disk'"'"'s fault'""")


def test_whoever_connects_during_a_restore_stops_it_with_words(nowhere, monkeypatch):
    def in_use(_server, _by, kept_as):
        raise psycopg.errors.ObjectInUse('database "x" is being accessed')

    failing(monkeypatch, "none")
    monkeypatch.setattr(Server, "replace", in_use)
    with pytest.raises(CannotRun, match=r"was not replaced: .* being accessed") as said:
        restore(nowhere, OLDER, "drill")
    assert "is dropped" in str(said.value)
    assert "run the restore again" in str(said.value)


def test_postgresqls_own_workers_do_not_use_a_registry(nowhere, monkeypatch):
    shown = """CREATE TEMP VIEW pg_stat_activity AS
    SELECT 'x' AS datname, pid, usename, backend_type FROM (VALUES
      (0, NULL::name, 'autovacuum worker'), (1, 'dayzero_app', 'client backend')
    ) AS one (pid, usename, backend_type)"""
    with POSTGRES.superuser() as connection:
        connection.execute(shown)
        monkeypatch.setattr(Server, "connect", lambda *_: nullcontext(connection))
        assert nowhere.in_use("x") == ["dayzero_app"]
