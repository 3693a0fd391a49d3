"""Put the embedded services' addresses where the settings look for them."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from config.embedded.broker import Broker
from config.embedded.place import Place
from config.embedded.postgres import OWNER, Postgres
from config.embedded.process import run
from config.embedded.session import running
from config.folders import ROOT, VAR

SECRET_KEY = "DAYZERO_SECRET_KEY"


@contextmanager
def services(*, migrated: bool) -> Iterator[None]:
    """Hold up the embedded database unless ``DATABASE_URL`` names another one.

    The broker is only named: a command's wake-ups reach it when it runs, and
    otherwise the next sweep finds the work.
    """
    if "DATABASE_URL" in os.environ:
        yield
        return
    # Without this a SIGTERM would skip every ``finally``.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    postgres = Postgres(Place(VAR))
    with running(postgres):
        announce(postgres)
        if migrated:
            migrate_if_behind()
        yield


def announce(postgres: Postgres) -> None:
    """Set the environment's addresses and secrets to those of the embedded services."""
    place = postgres.place
    os.environ["DATABASE_URL"] = postgres.url()
    os.environ["DATABASE_OWNER_URL"] = postgres.url(OWNER)
    os.environ.setdefault("CELERY_BROKER_URL", Broker(place).url())
    os.environ.setdefault(SECRET_KEY, place.secret("secret-key"))


def migrate_if_behind() -> None:
    """Apply outstanding migrations, in a process of the owner role.

    So too where none is outstanding and the code of triggers or row policies is another
    than last time: they are made after each run of ``migrate``.
    """
    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    last, now = VAR / "run" / "tables-are-of", _digest_of_hooks()
    if behind or not last.exists() or last.read_text() != now:
        migrate()
        last.write_text(now)


def _digest_of_hooks() -> str:
    """Summarise the code that runs after every migration."""
    digest = sha256()
    for folder in ("registry/audit", "registry/access", "registry/models"):
        for file in sorted((ROOT / folder).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def migrate() -> None:
    """Run ``manage.py migrate``, showing what it says only when it fails."""
    command = [sys.executable, "manage.py", "migrate", "--no-input"]
    run(command, settings={}, failing="The migrations failed")
