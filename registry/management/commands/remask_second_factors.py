"""``manage.py remask_second_factors``: put every second factor under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand

from registry.services.second_factor import remask


class Command(BaseCommand):
    """Mask the secrets of all second factors with ``DAYZERO_SECRET_KEY``."""

    help = (
        "After DAYZERO_SECRET_KEY was replaced, and while the old one stands in "
        "DAYZERO_OLD_SECRET_KEYS: mask every second factor with the new one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many are under the newest key now, and whose are under none."""
        done, lost = remask()
        self.stdout.write(f"{done} second factors are under the newest key.")
        if lost:
            names = ", ".join(lost)
            self.stdout.write(f"Under a key that is not given: {names}.")
