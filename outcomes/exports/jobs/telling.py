"""Say beside the work how far it is, and stop it where nobody wants it any more."""

from typing import Self

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from outcomes.exports.progress import Progress
from outcomes.models import ExportJob
from registry.beside import Beside
from registry.models.leased import LEASE_SECONDS

# PostgreSQL counts the rows of a COPY itself; of what follows the work says how far.
SAY = f"""
UPDATE {ExportJob._meta.db_table} job SET
  rows_read = greatest(job.rows_read, coalesce(%s,
    (SELECT tuples_processed FROM pg_stat_progress_copy WHERE pid = %s), 0)),
  rows_total = %s, rows_written = %s,
  lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE id = %s AND token = %s
RETURNING cancel_asked
"""


class Telling(Beside):
    """Of a claimed job.

    When the job is cancelled or another worker has it, its statement is cancelled, and
    the work stops where it next says how far it is.
    """

    def __init__(self, job: ExportJob) -> None:
        super().__init__()
        self._job = job
        self.progress = Progress()

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self._backend = connection.connection.info.backend_pid
        return super().__enter__()

    def say(self, connection: BaseDatabaseWrapper) -> bool:
        """Write how far the work is; stop it where it is to be dropped."""
        so_far, job = self.progress, self._job
        said = [so_far.read, self._backend, so_far.total, so_far.written]
        with connection.cursor() as cursor:
            cursor.execute(SAY, [*said, LEASE_SECONDS, job.pk, job.token])
            found = cursor.fetchone()
            dropped = found is None or found[0]
            if dropped:
                cursor.execute("SELECT pg_cancel_backend(%s)", [self._backend])
                # After: or what the work says at its end would be cancelled instead.
                so_far.dropped = True
        return not dropped
