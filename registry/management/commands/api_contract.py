"""Say what the API would break, or accept how it is now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from config.rest.contract import PATH, accepted, broken, lines_of


class Command(BaseCommand):
    """Compare the API with docs/api-contract.txt; ``--accept`` writes that anew."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one flag."""
        parser.add_argument("--accept", action="store_true")

    def handle(self, *args: Any, accept: bool, **options: Any) -> None:
        """Print what breaks, one a line; or write what is promised from now on."""
        with translation.override("en"):
            document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        now = lines_of(document)
        if accept:
            PATH.write_text("\n".join(now) + "\n", encoding="utf-8")
            return
        for line in broken(accepted(), now):
            self.stdout.write(line)
