"""Write the data dictionary as CSV."""

from typing import Any

from django.core.management.base import BaseCommand

from registry.queries.codebook import write_csv


class Command(BaseCommand):
    """Write every variable of every form, one row each; needs no database."""

    help = "Write the data dictionary as CSV to standard output."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; docs/codebook.csv in the repository is this output."""
        write_csv(self.stdout)
