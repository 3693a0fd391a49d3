"""How far an import is: said to whoever waits, and asked whether it may go on."""

from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from registry.beside import Beside, Cancelled, LeaseLost
from registry.models import ImportBatch
from registry.models import ImportPhase as Phase
from registry.models.leased import LEASE_SECONDS

SAY = f"""
UPDATE {ImportBatch._meta.db_table}
SET phase = %s, done = %s, total = %s,
    lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE id = %s AND token = %s
RETURNING cancel_asked
"""


class Progress:
    """Of an import that somebody waits for in place: nobody asks how far it is."""

    def at(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        """Say what it is at, and how many of how many are done."""


class Told(Beside, Progress):
    """Of a claimed file. ``at`` raises Cancelled, or LeaseLost, when it is dropped."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__()
        self._key: tuple[int, UUID | None] = batch.pk, batch.token
        self._said: tuple[str, int, int] = (Phase.READING.value, 0, 0)
        self._dropped: type[Exception] | None = None

    def at(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        """Say it; it is told when the second is over."""
        if self._dropped is not None:
            raise self._dropped
        self._said = phase.value, done, total

    def say(self, connection: BaseDatabaseWrapper) -> bool:
        """Write where it is; learn whether another has it, or nobody wants it."""
        with connection.cursor() as cursor:
            cursor.execute(SAY, [*self._said, LEASE_SECONDS, *self._key])
            found = cursor.fetchone()
        if found is None:
            self._dropped = LeaseLost
        elif found[0]:
            self._dropped = Cancelled
        return self._dropped is None

    def untold(self) -> None:
        """Drop it: another worker takes it up when the lease is over."""
        self._dropped = LeaseLost


SILENT = Progress()
