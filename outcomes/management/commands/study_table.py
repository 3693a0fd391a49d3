"""``manage.py study_table``: the founding study's table from the newest snapshot."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outcomes.models import Snapshot
from outcomes.study.cohort import SLUG
from outcomes.study.table import table


class Command(BaseCommand):
    """Print the published and the reproduced figures side by side."""

    help = "Print the founding study's figures, published and reproduced."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table, or say how to get one."""
        newest = Snapshot.objects.filter(cohort__slug=SLUG).first()
        if newest is None:
            raise CommandError(
                "There is no snapshot of the study yet. Import it and run "
                "“manage.py recompute”, or run “make demo”."
            )
        self.stdout.write(table(newest))
