"""Locks that one worker holds, until it is done or killed.

Of the session, not of a transaction: a lock is taken before the view of the data opens,
which one inside would be too late for, and goes with a session that is killed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum, unique

from django.db import connection


@unique
class Lock(IntEnum):
    """What is locked; beside another number, or alone where one works at all of it."""

    EXPORT = 7302
    PATIENT = 27001
    COHORT = 27002
    LOOKBACK = 27003
    CUT = 27004
    WEBHOOK = 27005
    DEFINITIONS = 27006


# Until the transaction ends: of many who read what cohorts there are, or of one who
# writes it.
READ = "SELECT pg_advisory_xact_lock_shared(%s)"
WRITE = "SELECT pg_advisory_xact_lock(%s)"
LOCK = "SELECT key FROM unnest(%s::integer[]) key WHERE pg_try_advisory_lock(%s, key)"
UNLOCK = "SELECT pg_advisory_unlock(%s, key) FROM unnest(%s::integer[]) key"


@contextmanager
def alone(*key: int) -> Iterator[bool]:
    """Hold the advisory lock of one or two numbers; tell whether it is ours."""
    numbers = ", ".join(["%s"] * len(key))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({numbers})", key)
        mine = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({numbers})", key)


@contextmanager
def alone_with(kind: int, keys: Iterable[int]) -> Iterator[set[int]]:
    """Hold the locks of as many of these keys as nobody else holds; yield those."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [sorted(keys), kind])
        mine = {key for (key,) in cursor.fetchall()}
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK, [kind, sorted(mine)])


def hold_definitions(*, to_write: bool = False) -> None:
    """Keep cohorts from being defined until this transaction ends, or from being read.

    Who derives marks the cohorts that there are. One defined meanwhile, and counted
    anew by a third before the rows are there, would have no mark of them for good.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITE if to_write else READ, [Lock.DEFINITIONS])
