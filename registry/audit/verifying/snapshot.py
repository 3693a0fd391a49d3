"""Connections that all see the database as it was at one moment."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from django.db import connection as django_connection
from psycopg import sql

BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


def plain_address() -> dict[str, Any]:
    """Return how to connect without Django's own adapters of texts and bytes."""
    address = django_connection.get_connection_params()
    known = ("host", "port", "dbname", "user", "password", "options")
    return {name: address[name] for name in known if name in address}


@contextmanager
def one_moment(number: int) -> Iterator[list[psycopg.Connection]]:
    """Open ``number`` connections in one snapshot, reading only."""
    plain = plain_address()
    with ExitStack() as stack:
        opened = [
            stack.enter_context(psycopg.connect(**plain, autocommit=True))
            for _ in range(number)
        ]
        first, *others = opened
        first.execute(BEGIN)
        found = first.execute("SELECT pg_export_snapshot()").fetchone()
        assert found is not None
        for other in others:
            other.execute(BEGIN)
            snapshot = sql.SQL("SET TRANSACTION SNAPSHOT {}").format(found[0])
            other.execute(snapshot)
        yield opened
