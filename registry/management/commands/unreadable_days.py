"""``manage.py unreadable_days``: which forms hold a day that no calendar has."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from registry.queries.unreadable_days import explained, unreadable_days


class Command(BaseCommand):
    """Name the rows that cannot be read, and how each is corrected."""

    help = (
        "Name every row with a day that no calendar has, which keeps the pages of its "
        "patient from being read. Exit 1 where there is one. Reads every form of all."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Name them."""
        rows = list(unreadable_days())
        if not rows:
            self.stdout.write("Every day can be read.")
            return
        self.stdout.write(explained(rows))
        sys.exit(1)
