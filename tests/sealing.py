"""Seal, and number what is derived, in a cluster that other tests share.

A transaction of another test's database holds both up as any older one does, so
these wait for it; the groups keep the longest of them in the same process.
"""

import time

from django.db import connection

from registry.audit.sealing import seal

PATIENCE = 300
HELD_UP = """
SELECT EXISTS (
  SELECT FROM (
    SELECT xid FROM registry_change UNION ALL SELECT xid FROM registry_accessevent
  ) AS written, pg_current_snapshot() seen
  WHERE xid >= pg_snapshot_xmin(seen)::text::bigint
    AND xid < pg_snapshot_xmax(seen)::text::bigint
    AND xid IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
)
"""


def seal_all() -> int:
    """Seal everything that was committed; return how many seals that made."""
    settle()
    return seal()


def settle() -> None:
    """Wait until no transaction elsewhere is older than a change that is committed."""
    until = time.monotonic() + PATIENCE
    while _is_held_up():
        assert time.monotonic() < until, "a transaction elsewhere holds changes up"
        time.sleep(0.05)


def _is_held_up() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HELD_UP)
        (held_up,) = cursor.fetchone()
    return bool(held_up)
