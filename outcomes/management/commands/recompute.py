"""``manage.py recompute [--all]``: bring analysis rows and snapshots up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from outcomes.pipeline import PATIENTS_LEFT
from outcomes.pipeline.everything import recompute


class Command(BaseCommand):
    """Derive what waits, what older code derived, and what was set aside."""

    help = "Bring analysis rows and snapshots up to date, without a worker."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the choice of every patient."""
        parser.add_argument(
            "--all", action="store_true", help="derive every patient again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute, and fail when a patient or a cohort could not be."""
        done = recompute(everything=options["all"])
        self.stdout.write(
            f"patients derived: {done.patients}, snapshots computed: {done.snapshots}"
        )
        if done.cohorts:
            names = ", ".join(sorted(done.cohorts))
            raise CommandError(f"Studies not counted: {names}. The log says why.")
        if done.failed:
            raise CommandError(
                f"Patients not derived: {done.failed}. Their leases say why.",
                returncode=PATIENTS_LEFT,
            )
