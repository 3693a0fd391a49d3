"""What a worker says beside its work: one transaction, which shows nothing yet."""

from threading import Event, Thread
from typing import Self

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from registry.access.reach import everywhere

# How often somebody who waits is told.
EVERY = 1.0


class Cancelled(Exception):
    """Whoever asked for the work has taken it back."""


class LeaseLost(Exception):
    """Another worker has it: this one was taken for dead."""


class Beside:
    """Says something every second from a connection of its own, while it is entered.

    What is said renews the lease, also while the work is in one long statement.
    """

    def __init__(self) -> None:
        self._over = Event()
        self._teller = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Self:
        self._teller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._teller.join()

    def say(self, connection: BaseDatabaseWrapper) -> bool:
        """Say it; tell whether the work is to go on."""
        raise NotImplementedError

    def untold(self) -> None:
        """Take note that the database did not listen: the lease ends by itself."""

    def _tell(self) -> None:
        connection = connections.create_connection("default")
        try:
            with everywhere():  # A thread begins as nobody.
                while not self._over.wait(EVERY) and self.say(connection):
                    pass
        except DatabaseError:
            self.untold()
        finally:
            connection.close()
