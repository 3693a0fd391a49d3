"""Connections that all see the database as it was at one moment."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from django.db import connection as django_connection
from psycopg import sql

BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def one_moment(number: int) -> Iterator[list[psycopg.Connection]]:
    """Open ``number`` connections in one snapshot, reading only."""
    address = django_connection.get_connection_params()
    known = ("host", "port", "dbname", "user", "password", "options")
    # Text and bytes as the database gives them, without Django's own adapters.
    plain = {name: address[name] for name in known if name in address}
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
