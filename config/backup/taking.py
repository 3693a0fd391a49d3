"""Take a backup: of one moment, complete or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from config.backup.manifest import Manifest, Part, head_of, migrations_of, rows_of
from config.backup.server import Server
from config.embedded.place import CannotRun
from outcomes.version import code_version

DUMP = "database.dump"
# Whoever has the key of one is signed in.
SESSIONS = "django_session"


def take(server: Server, into: Path) -> Path:
    """Back ``server``'s registry up into a new folder of ``into``.

    Those who work at the registry go on. Returns the backup's folder; raises CannotRun,
    and leaves none, where it cannot be finished.
    """
    taken_at = datetime.now(UTC)
    name = taken_at.strftime("%Y-%m-%dT%H%M%SZ")
    aside = into / f".{name}.unfinished"
    try:
        into.mkdir(parents=True, exist_ok=True)
        aside.mkdir(mode=0o700)
        _write(server, aside, taken_at)
        aside.rename(into / name)
        _settle(into)
    except OSError as error:
        raise CannotRun(f"No backup in {into}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return into / name


def _write(server: Server, folder: Path, taken_at: datetime) -> None:
    with _one_moment(server) as (connection, moment):
        words = ["--format=custom", f"--snapshot={moment}", "--no-password"]
        words += [f"--file={folder / DUMP}", f"--exclude-table-data=public.{SESSIONS}"]
        server.run("pg_dump", *words, database=server.registry)
        last = connection.execute("SELECT max(id) FROM registry_change").fetchone()
        manifest = Manifest(
            taken_at=taken_at.isoformat(timespec="seconds"),
            code=code_version(),
            postgres=connection.info.parameter_status("server_version") or "",
            migrations=migrations_of(connection),
            changes=(last and last[0]) or 0,
            head=head_of(connection),
            rows=rows_of(connection) | {SESSIONS: 0},
            parts={DUMP: Part.of(folder / DUMP)},
        )
    manifest.write(folder)
    for part in folder.iterdir():
        _settle(part)


@contextmanager
def _one_moment(server: Server) -> Iterator[tuple[psycopg.Connection, str]]:
    """Hold one view of the registry open, that pg_dump and the counts share."""
    begun = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    with server.connect(server.registry) as connection:
        connection.execute(begun)
        found = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert found is not None
        yield connection, found[0]


def _settle(path: Path) -> None:
    """Have a file or folder on the disk, not only in memory."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
