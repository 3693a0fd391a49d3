"""Say how far work is while its own transaction has shown nothing to anybody yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

# So many of so many.
Tell = Callable[[int, int], None]


@contextmanager
def telling(statement: str, key: int) -> Iterator[Tell]:
    """Yield how to say it: ``statement`` takes done, total and ``key``.

    On a connection of its own, beside a transaction that is rolled back or still open.
    """
    beside = connection.copy()

    def tell(done: int, total: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute(statement, [done, total, key])

    try:
        yield tell
    finally:
        beside.close()
