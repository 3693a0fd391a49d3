"""Backups: of one moment, whole or not at all, and restored elsewhere as they were."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from psycopg import sql

from config.backup.commands import manage, verify
from config.backup.manifest import read, rows_of
from config.backup.restoring import restore
from config.backup.server import Server, embedded
from config.backup.taking import take
from config.backup.upgrading import upgrade
from config.embedded.place import CannotRun, Place
from config.embedded.postgres import Postgres, drop_database
from config.embedded.session import running
from outcomes.pipeline.everything import recompute
from outcomes.version import code_version
from registry.models import ApiToken
from registry.services.notices import open_calendar
from tests.builders import a_centre, a_data_manager
from tests.db.pipeline.conftest import a_cohort, a_transplanted
from tests.sealing import seal_all

# A registry as the code of 26 November 2026 wrote it: the demonstration's study.
ROOT = Path(__file__).parents[2]
OLDER = ROOT / "tests" / "data" / "registry-of-2026-11"
OURS = {"registry", "outcomes"}
pytestmark = pytest.mark.slow
# What would let in whom somebody kept out since the backup.
ENDED = {"django_session", "registry_apitoken"}


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Server]:
    """Another server, with a registry in which there is nothing yet."""
    with pytest.MonkeyPatch.context() as patch:
        yield from _elsewhere(patch)


def _elsewhere(patch: pytest.MonkeyPatch) -> Iterator[Server]:
    place = Place(Path(tempfile.mkdtemp(prefix="dayzero-elsewhere-")))
    # The heads of another installation are noted in another file.
    patch.setenv("DAYZERO_AUDIT_HEADS", str(place.state / "heads.jsonl"))
    # The settings of the tests would lead every command back here.
    patch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    postgres = Postgres(place, durable=False)
    with running(postgres):
        yield embedded(postgres)
    place.remove()


@pytest.fixture
def here(committed_db) -> Server:
    """The server of the tests, with a small registry and its results."""
    from tests.settings import DATABASE_NAME, POSTGRES

    cohort = a_cohort("drill", a_centre().code)
    for number in range(6):
        a_transplanted(car_t=number % 2 == 0, followed=300 + 100 * number)
    recompute(everything=True)
    seal_all()
    assert cohort.snapshots.count() == 1
    person = a_data_manager()
    ApiToken.objects.create(person)
    open_calendar(actor=person.actor())
    Client().force_login(person)
    return embedded(POSTGRES, DATABASE_NAME)


def results_in(server: Server) -> list[object]:
    """Return the newest results of every cohort."""
    asked = (
        "SELECT DISTINCT ON (cohort_id) results FROM outcomes_snapshot"
        " ORDER BY cohort_id, id DESC"
    )
    with server.connect(server.registry) as connection:
        return [results for (results,) in connection.execute(asked)]


def codes_in(server: Server) -> set[str]:
    """Return the codes by which patients were derived."""
    asked = "SELECT DISTINCT code_version FROM outcomes_analysissubject"
    with server.connect(server.registry) as connection:
        return {code for (code,) in connection.execute(asked)}


def newest_in(server: Server) -> datetime:
    """Return when a result was last computed."""
    asked = "SELECT max(computed_at) FROM outcomes_snapshot"
    with server.connect(server.registry) as connection:
        found = connection.execute(asked).fetchone()
    assert found is not None
    return found[0]


def test_a_backup_restored_elsewhere_is_the_same_registry(here, elsewhere, tmp_path):
    backup = take(here, tmp_path / "backups")
    with here.connect(here.registry) as connection:
        rows = rows_of(connection)

    restore(elsewhere, backup, "drill")

    with elsewhere.connect(elsewhere.registry) as connection:
        restored = rows_of(connection)
    changed = {table for table in rows if restored[table] != rows[table]}
    histories = {"registry_historicalapitoken", "registry_historicalnotices"}
    assert changed == {*ENDED, *histories, "registry_change"}
    assert not any(restored[table] for table in ENDED)
    with elsewhere.connect(elsewhere.registry) as connection:
        keys = connection.execute("SELECT calendar_key FROM registry_notices")
        assert keys.fetchall() == [("",)]
    assert read(backup).rows["django_session"] == 0
    settings = elsewhere.settings(elsewhere.registry)
    assert read(backup).head
    verify(settings)
    was, computed_at = results_in(here), newest_in(elsewhere)
    assert results_in(elsewhere) == was
    manage(settings, "recompute", "--all")
    assert newest_in(elsewhere) > computed_at
    assert results_in(elsewhere) == was
    verify(settings)


def test_what_was_there_is_kept_beside(here, elsewhere, tmp_path):
    backup = take(here, tmp_path / "backups")
    kept = restore(elsewhere, backup, "drill")
    with elsewhere.connect(kept) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    drop_database(elsewhere.connect, kept)


def test_a_registry_in_use_is_not_replaced(here, tmp_path):
    backup = take(here, tmp_path / "backups")
    with (
        psycopg.connect(here.application),
        pytest.raises(CannotRun, match="in use by dayzero_app"),
    ):
        restore(here, backup, "drill")


def test_a_damaged_backup_is_refused(here, elsewhere, tmp_path):
    backup = take(here, tmp_path / "backups")
    with (backup / "database.dump").open("r+b") as content:
        content.seek(100)
        content.write(b"\xff")
    with pytest.raises(CannotRun, match=r"damaged: database\.dump"):
        restore(elsewhere, backup, "drill")


def test_a_dump_cut_short_fails_even_where_its_manifest_agrees(
    here, elsewhere, tmp_path
):
    backup = take(here, tmp_path / "backups")
    dump = backup / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-2000])
    said = json.loads((backup / "manifest.json").read_text())
    said["parts"].pop("database.dump")
    (backup / "manifest.json").write_text(json.dumps(said))
    with elsewhere.connect(elsewhere.registry) as connection:
        before = rows_of(connection)
    with pytest.raises(CannotRun, match=r"pg_restore failed|not whole"):
        restore(elsewhere, backup, "drill")
    with elsewhere.connect(elsewhere.registry) as connection:
        assert rows_of(connection) == before


def test_a_backup_of_a_newer_release_is_refused(here, elsewhere, tmp_path):
    backup = take(here, tmp_path / "backups")
    said = json.loads((backup / "manifest.json").read_text())
    said["migrations"]["registry"] = "9999_to_come"
    (backup / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(CannotRun, match="newer release"):
        restore(elsewhere, backup, "drill")


def test_a_backup_that_does_not_fit_leaves_nothing(here, tmp_path):
    backups = tmp_path / "backups"
    done = subprocess.run(
        [sys.executable, "-m", "config.backup", "take"],
        cwd=ROOT,
        env={**os.environ, **here.settings(here.registry), "BACKUP_DIR": str(backups)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)),
    )
    assert done.returncode == 1
    assert "pg_dump failed" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [*backups.iterdir()]


def rows_in(server: Server) -> dict[str, list[str]]:
    """Return the rows of every table."""
    rows = sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1")
    with server.connect(server.registry) as connection:
        return {
            table: [
                row for (row,) in connection.execute(rows.format(sql.Identifier(table)))
            ]
            for table in rows_of(connection)
        }


def test_an_older_registry_is_brought_to_this_release_and_back(
    elsewhere, tmp_path, monkeypatch
):
    # It was sealed nowhere yet, so no head of it is noted.
    monkeypatch.setenv("DAYZERO_AUDIT_HEADS", str(tmp_path / "heads.jsonl"))
    rows = read(OLDER).rows
    restore(elsewhere, OLDER, "drill")
    assert codes_in(elsewhere) == {code_version()}
    older = rows_in(elsewhere)
    backup = upgrade(elsewhere, tmp_path / "backups")
    now = read(backup).rows
    clinical = [table for table in rows if table.startswith("registry_")]
    assert {t: now[t] for t in clinical if t in now} == {
        t: rows[t] for t in clinical if t in now
    }
    manage(elsewhere.settings(elsewhere.registry), "study_table")
    restore(elsewhere, backup, "the upgrade failed")
    assert rows_in(elsewhere) == older
    shutil.rmtree(backup)


def test_every_migration_has_a_way_back():
    """What it drops is gone; but none leaves a registry between two releases."""
    loader = MigrationLoader(None)
    ours = [one for (app, _name), one in loader.disk_migrations.items() if app in OURS]
    assert len(ours) > 50
    assert not [
        (one.name, operation)
        for one in ours
        for operation in one.operations
        if not operation.reversible
    ]
