"""``manage.py import_template``: a workbook of the forms, to fill in and import."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from registry.intake.catalogue import every_form
from registry.intake.template import template


class Command(BaseCommand):
    """Write the template that the page hands out."""

    help = "Write a workbook of the forms to fill in, for import_cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the forms and the language."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("file", type=Path, help="where to write it, .xlsx")
        parser.add_argument("--form", action="append", choices=every_form(), default=[])
        parser.add_argument("--language", choices=languages, default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the workbook; CommandError when the file cannot be written."""
        with override(options["language"]):
            content = template(options["form"])
        try:
            options["file"].write_bytes(content)
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']}: {len(content)} bytes")
