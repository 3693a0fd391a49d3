"""A lock that one worker holds, until it is done or killed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(*key: int) -> Iterator[bool]:
    """Hold the session's advisory lock of one or two numbers; tell whether it is ours.

    Of the session, not of a transaction: it is taken before the view of the data opens,
    which a lock inside would be too late for, and goes with a session that is killed.
    """
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
