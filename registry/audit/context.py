"""Who acts, and why: told to the database for the length of a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from registry.access.policy import Actor
from registry.access.reach import reach_within, reaching

SYSTEM = Actor(user_id=None, name="system", system=True)


@contextmanager
def acting(actor: Actor, reason: str = "") -> Iterator[None]:
    """Write everything inside as ``actor`` for ``reason``, in one transaction.

    Rows are reached as ``actor`` reaches them. The settings are local to the
    transaction, so a pooled connection never carries one person's name into the next
    request.
    """
    with transaction.atomic(), reaching(reach_within(actor)):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('dayzero.actor', %s, true),"
                " set_config('dayzero.reason', %s, true)",
                [str(actor.user_id or ""), reason],
            )
        yield
