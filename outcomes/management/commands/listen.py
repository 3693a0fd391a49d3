"""``manage.py listen``: wake a worker as soon as something is committed.

Only for speed. Beat starts a sweep every second anyway, which alone keeps the promise
of fresh figures; with this the wait is some milliseconds. The audit trigger notifies,
so that no save ever talks to the broker, and a broker that is down costs nothing.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from outcomes.tasks import wake

CHANNEL = "dayzero_changes"
# Changes that come together wake one sweep.
GATHER_SECONDS = 0.1


class Command(BaseCommand):
    """Turn notifications of the database into wake-ups of a worker."""

    help = "Wake a worker on every commit, sooner than beat would."

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen until stopped."""
        connection.ensure_connection()
        own = connection.connection
        own.execute(f"LISTEN {CHANNEL}")
        while True:
            list(own.notifies(stop_after=1))
            list(own.notifies(timeout=GATHER_SECONDS))
            wake()
