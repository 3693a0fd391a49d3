"""How far an import is: said to whoever waits, and asked whether it may go on."""

from threading import Event, Thread
from typing import Self
from uuid import UUID

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from registry.access.reach import everywhere
from registry.models import ImportBatch
from registry.models import ImportPhase as Phase
from registry.models.import_batch import LEASE_SECONDS

# How often somebody who waits is told.
EVERY = 1.0

SAY = f"""
UPDATE {ImportBatch._meta.db_table}
SET phase = %s, done = %s, total = %s,
    lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE id = %s AND token = %s
RETURNING cancel_asked
"""


class Cancelled(Exception):
    """Whoever asked for the import has taken it back."""


class LeaseLost(Exception):
    """Another worker has the file: this one was taken for dead."""


class Progress:
    """Of an import that somebody waits for in place: nobody asks how far it is."""

    def at(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        """Say what it is at, and how many of how many are done."""


class Told(Progress):
    """Of a claimed file, told once a second beside the work, which is one transaction.

    Telling renews the claim, also while the work is in one long statement. ``at``
    raises Cancelled, or LeaseLost, when the work is to be dropped.
    """

    def __init__(self, batch: ImportBatch) -> None:
        self._key: tuple[int, UUID | None] = batch.pk, batch.token
        self._said: tuple[str, int, int] = (Phase.READING.value, 0, 0)
        self._dropped: type[Exception] | None = None
        self._over = Event()
        self._teller = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Self:
        self._teller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._teller.join()

    def at(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        """Say it; it is told when the second is over."""
        if self._dropped is not None:
            raise self._dropped
        self._said = phase.value, done, total

    def _tell(self) -> None:
        connection = connections.create_connection("default")
        try:
            with everywhere():  # A thread begins as nobody.
                self._tell_until_over(connection)
        except DatabaseError:
            # Untold, the lease ends by itself.
            self._dropped = LeaseLost
        finally:
            connection.close()

    def _tell_until_over(self, connection: BaseDatabaseWrapper) -> None:
        while not (self._dropped or self._over.wait(EVERY)):
            with connection.cursor() as cursor:
                cursor.execute(SAY, [*self._said, LEASE_SECONDS, *self._key])
                found = cursor.fetchone()
            if found is None:
                self._dropped = LeaseLost
            elif found[0]:
                self._dropped = Cancelled


SILENT = Progress()
