"""Make the kept visits, follow-up clocks and begun forms again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registry.models import CentreCount, Patient
from registry.services.schedule import behind, reschedule


class Command(BaseCommand):
    """Reschedule the patients whose rows are behind their records or the rules."""

    help = (
        "Makes visits, follow-up clocks and begun forms again of the patients that "
        "were changed by another way than the services, or by older rules. With --all "
        "what the patients of each centre count is added up anew, too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to do so for everybody."""
        parser.add_argument("--all", action="store_true", help="of every patient")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so, in batches that each commit."""
        everybody = Patient.objects.order_by("pk").values_list("pk", flat=True)
        done = reschedule(everybody if options["all"] else behind())
        if options["all"]:
            CentreCount.count_anew()
        self.stdout.write(f"{done} patients rescheduled")
