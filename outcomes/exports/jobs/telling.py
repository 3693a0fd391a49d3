"""Say beside the work how far it is, and stop it where nobody wants it any more."""

from threading import Event, Thread
from typing import Self

from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from outcomes.exports.jobs.claims import LEASE_SECONDS
from outcomes.models import ExportJob
from registry.access.reach import everywhere

EVERY = 1.0
# PostgreSQL counts the rows of a COPY itself: the work need not be asked.
SAY = f"""
UPDATE {ExportJob._meta.db_table} job SET
  rows_read = greatest(job.rows_read, coalesce(
    (SELECT tuples_processed FROM pg_stat_progress_copy WHERE pid = %s), 0)),
  lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE id = %s AND token = %s
RETURNING cancel_asked
"""


class Telling:
    """Of a claimed job, told once a second from a connection of its own.

    Telling renews the claim, also while the work is in one long statement. That
    statement is cancelled when the job is cancelled or another worker has it.
    """

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._over = Event()
        self._teller = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self._backend = connection.connection.info.backend_pid
        self._teller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._teller.join()

    def _tell(self) -> None:
        beside = connections.create_connection("default")
        try:
            with everywhere():  # a thread begins as nobody
                self._until_over(beside)
        except DatabaseError:
            return  # untold, the lease ends by itself
        finally:
            beside.close()

    def _until_over(self, beside: BaseDatabaseWrapper) -> None:
        key = [self._backend, LEASE_SECONDS, self._job.pk, self._job.token]
        while not self._over.wait(EVERY):
            with beside.cursor() as cursor:
                cursor.execute(SAY, key)
                found = cursor.fetchone()
                if found is None or found[0]:
                    cursor.execute("SELECT pg_cancel_backend(%s)", [self._backend])
                    return
