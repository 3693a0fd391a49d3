"""Which changes the analysis rows take into account, said without guessing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from registry.access.reach import everywhere

# Numbers are given before the commit, so the newest number seen may have an older
# one still to come. Below the oldest transaction that runs nothing can come any more;
# at or past the newest the row was restored from a backup. Queue rows of patients that
# were set aside do not hold the version back: snapshots count those patients instead.
DATA_VERSION = """
WITH waiting AS (
  SELECT min(change_id) AS first FROM registry_pending p WHERE NOT EXISTS
    (SELECT FROM outcomes_lease l WHERE l.patient_id = p.patient_id AND l.set_aside)
), now_running AS (SELECT pg_current_snapshot() AS seen)
SELECT id FROM registry_change, waiting, now_running
WHERE (first IS NULL OR id < first)
  AND (xid < pg_snapshot_xmin(seen)::text::bigint
    OR xid >= pg_snapshot_xmax(seen)::text::bigint
    OR xid = pg_current_xact_id_if_assigned()::text::bigint)
ORDER BY id DESC LIMIT 1
"""


def data_version() -> int:
    """Return the newest change of which this holds: it is in the analysis rows, and so
    is every change before it that is complete. 0 when there is none.
    """
    with everywhere(), connection.cursor() as cursor:  # a number of the whole registry
        cursor.execute(DATA_VERSION)
        row = cursor.fetchone()
    return row[0] if row else 0


@contextmanager
def one_view() -> Iterator[None]:
    """Read everything inside as of one moment, so that results agree with each other.

    Inside another transaction its isolation stays as it is.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
