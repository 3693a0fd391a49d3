"""Restore a backup beside what is there, verify it, and only then change places."""

import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from config.backup.commands import manage, recompute, verify, warn
from config.backup.manifest import Manifest, read, rows_of
from config.backup.server import Server
from config.backup.taking import DUMP, SESSIONS
from config.embedded.place import CannotRun
from config.embedded.postgres import create_database, drop_database
from config.folders import ROOT

BESIDE = "dayzero_restoring"
# A role of older releases: their backups give it the use of the tables' schema.
GONE = "dayzero_reader"


def restore(server: Server, backup: Path, reason: str) -> str:
    """Make the registry what it was in ``backup``; return the replaced one's name.

    The database that was there is kept under that name, for whoever finds that the
    wrong backup was taken. Nothing is replaced before the restored rows were counted,
    brought to this release's tables, and their audit trail verified. What older code
    derived is derived anew. Nobody is signed in, and no token works: some may have been
    ended since, and would be again. Where the audit trail's heads are noted, ``reason``
    says why what was sealed after the backup is gone. Raises CannotRun.
    """
    manifest = read(backup)
    _refuse_newer(manifest)
    refuse_while_in_use(server)
    kept = f"{server.registry}_until_{datetime.now(UTC):%Y%m%dt%H%M%S}"
    try:
        _fill(server, backup, manifest)
        settings = server.settings(BESIDE)
        manage(settings, "migrate", "--no-input")
        _end_sessions_and_tokens(server, reason)
        verify(settings, manifest.head)
        _recompute(settings)
        _replace(server, kept)
    finally:
        drop_database(server.connect, BESIDE)
    if manifest.head:
        _give_heads_up(server, reason, kept)
    return kept


def refuse_while_in_use(server: Server) -> None:
    """Raise CannotRun while anyone is connected to the registry."""
    if roles := server.in_use(server.registry):
        raise CannotRun(
            f"The registry is in use by {', '.join(roles)}. Stop its web, workers, "
            "beat and listen processes first, so that nobody's entry is lost."
        )


def _recompute(settings: Mapping[str, str]) -> None:
    """Have figures of this code; without them, the records are no less restored."""
    try:
        recompute(settings)
    except CannotRun as error:
        warn(f"{error}\nBefore a service is started: manage.py recompute")


def _replace(server: Server, kept: str) -> None:
    try:
        server.replace(BESIDE, kept_as=kept)
    except psycopg.Error as error:
        raise CannotRun(
            f"The registry was not replaced: {error}\nIt is what it was, and what was "
            "restored beside it is dropped. Where somebody connected meanwhile, keep "
            "web, workers, beat and listen stopped, and run the restore again."
        ) from error


def _give_heads_up(server: Server, reason: str, kept: str) -> None:
    """Say outside the database that the heads since the backup are gone."""
    words = ["audit_restored", "--reason", reason]
    try:
        manage(server.settings(server.registry), *words)
    except CannotRun as error:
        raise CannotRun(
            f"{error}\nThe registry is replaced by the backup; what was there before "
            f"is the database {kept}. The file of heads does not say so yet: before "
            f"the sealer is started, run\npython manage.py {shlex.join(words)}"
        ) from error


def _refuse_newer(manifest: Manifest) -> None:
    """Raise CannotRun for a backup of tables that this release does not know."""
    for app in ("registry", "outcomes"):
        last = manifest.migrations.get(app)
        if last and not (ROOT / app / "migrations" / f"{last}.py").exists():
            raise CannotRun(
                f"The backup is of a newer release ({manifest.code}): it has {app}'s "
                f"migration {last}. Restore it with that release."
            )


def _end_sessions_and_tokens(server: Server, reason: str) -> None:
    with server.connect(BESIDE) as connection, connection.transaction():
        said = [f"tokens and feeds end with a restore: {reason}"]
        connection.execute("SELECT set_config('dayzero.reason', %s, true)", said)
        connection.execute("DELETE FROM registry_apitoken")
        connection.execute(
            "UPDATE registry_notices SET calendar_key = '' WHERE calendar_key <> ''"
        )
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(SESSIONS)))


@contextmanager
def _role_of_then(server: Server) -> Iterator[None]:
    """Have the role that is gone inside, and nothing of it afterwards."""
    role = sql.Identifier(GONE)
    with server.connect(BESIDE) as connection:
        named = "SELECT FROM pg_roles WHERE rolname = %s"
        here = connection.execute(named, [GONE])
        if made := here.fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
        try:
            yield
        finally:
            connection.execute(sql.SQL("DROP OWNED BY {}").format(role))
            if made:
                connection.execute(sql.SQL("DROP ROLE {}").format(role))


def _fill(server: Server, backup: Path, manifest: Manifest) -> None:
    create_database(server.connect, BESIDE)
    words = ["--exit-on-error", "--no-password", f"--dbname={BESIDE}"]
    with _role_of_then(server):
        server.run("pg_restore", *words, str(backup / DUMP), database=BESIDE)
    with server.connect(BESIDE) as connection:
        connection.execute("ANALYZE")
        found = rows_of(connection)
    wrong = [
        f"{table} has {found.get(table)} rows, not {rows}"
        for table, rows in manifest.rows.items()
        if found.get(table) != rows
    ]
    if wrong:
        raise CannotRun(f"The restored registry is not whole: {'; '.join(wrong)}.")
