"""``manage.py audit_restored --reason TEXT``: state that a backup was restored."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.audit.sealing import tell_restored


class Command(BaseCommand):
    """Note in the file of heads that the registry goes on from an older head."""

    help = (
        "After a restore and before the worker starts: note outside the database that "
        "what was sealed after the backup is lost, and why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the reason."""
        parser.add_argument("--reason", required=True, help="why it was restored")

    def handle(self, *args: Any, **options: Any) -> None:
        """Note it, and say from where the registry goes on."""
        try:
            head = tell_restored(Path(settings.AUDIT_HEADS), options["reason"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The registry goes on from head {head}.")
