"""Import a spreadsheet of patients, or say what an import would do."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.access.policy import Actor
from registry.audit.context import SYSTEM
from registry.intake.garbage import young_alone
from registry.intake.remembering import memory_of
from registry.intake.report import Report
from registry.intake.run import import_file
from registry.intake.table import Unreadable
from registry.models import User

UNREADABLE = 2


class Command(BaseCommand):
    """Read a sheet, one row a patient, into the forms."""

    help = "Import a spreadsheet (xlsx, xls, ods, csv), one row a patient."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and how to treat it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")
        parser.add_argument("--user", help="import as this user, at their centres")
        parser.add_argument("--reason", default="", help="why, for the history")
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="refuse if any row fails"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report; exit 2 when the file cannot be read."""
        file: Path = options["file"]
        actor = _actor(options["user"])
        try:
            with young_alone():
                report = import_file(
                    file.read_bytes(),
                    file_name=file.name,
                    actor=actor,
                    reason=options["reason"] or f"import of {file.name}",
                    dry_run=options["dry_run"],
                    all_or_nothing=options["all_or_nothing"],
                    stated=memory_of(actor),
                )
        except (Unreadable, OSError) as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        if options["json"]:
            said = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
            self.stdout.write(said)
        else:
            self._say(report)

    def _say(self, report: Report) -> None:
        for problem in report.problems:
            place = f"row {problem.row}" if problem.row else "file"
            header = " ".join((problem.column or "").split())
            column = f", {header}" if header else ""
            self.stdout.write(f"{problem.severity}: {place}{column}: {problem.message}")
        done = "imported" if report.committed else "would be imported"
        self.stdout.write(
            f"{report.records} patients, {report.accepted} {done} "
            f"({report.created} new, {report.updated} updated, "
            f"{report.unchanged} unchanged), {len(report.rows_with_errors)} left out"
        )


def _actor(name: str | None) -> Actor:
    if name is None:
        return SYSTEM
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no user {name}. Give the name of an active user.")
    return user.actor()
