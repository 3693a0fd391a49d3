"""``manage.py run_checks [--centre CODE]``: the edit checks over every patient."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.audit.context import SYSTEM
from registry.models import Centre, CheckRun
from registry.services.checking import begin_run, go_on

A_WHILE = 5.0


class Command(BaseCommand):
    """Run the checks now, and say what they opened and closed."""

    help = "Run the edit checks over every patient, or go on with a run."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the choice of one centre."""
        parser.add_argument("--centre", help="the code of a centre; all without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until the run has ended; progress goes to standard error."""
        run = begin_run(actor=SYSTEM, centre=_centre(options["centre"]))
        while run.ended_at is None:
            go_on(seconds=A_WHILE, run=run)
            run.refresh_from_db()
            self.stderr.write(f"{run.done:,} of {run.patients:,} patients")
        self.stdout.write(json.dumps(_told(run)))


def _centre(code: str | None) -> Centre | None:
    if not code:
        return None
    centre = Centre.objects.filter(code=code).first()
    if centre is None:
        raise CommandError(f"There is no centre {code}.")
    return centre


def _told(run: CheckRun) -> dict[str, int]:
    return {
        "patients": run.done,
        "queries_opened": run.opened,
        "queries_closed": run.closed,
    }
