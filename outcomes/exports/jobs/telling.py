"""Say beside the work how far it is, and stop it where nobody wants it any more."""

from typing import Self

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from outcomes.models import ExportJob
from registry.beside import Beside
from registry.models.leased import LEASE_SECONDS

# PostgreSQL counts the rows of a COPY itself: the work need not be asked.
SAY = f"""
UPDATE {ExportJob._meta.db_table} job SET
  rows_read = greatest(job.rows_read, coalesce(
    (SELECT tuples_processed FROM pg_stat_progress_copy WHERE pid = %s), 0)),
  lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE id = %s AND token = %s
RETURNING cancel_asked
"""


class Telling(Beside):
    """Of a claimed job.

    Its statement is cancelled when the job is cancelled or another worker has it.
    """

    def __init__(self, job: ExportJob) -> None:
        super().__init__()
        self._job = job

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self._backend = connection.connection.info.backend_pid
        return super().__enter__()

    def say(self, connection: BaseDatabaseWrapper) -> bool:
        """Write how many rows are read; stop the work that is to be dropped."""
        key = [self._backend, LEASE_SECONDS, self._job.pk, self._job.token]
        with connection.cursor() as cursor:
            cursor.execute(SAY, key)
            found = cursor.fetchone()
            dropped = found is None or found[0]
            if dropped:
                cursor.execute("SELECT pg_cancel_backend(%s)", [self._backend])
        return not dropped
