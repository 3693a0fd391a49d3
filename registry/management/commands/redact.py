"""``manage.py redact``: take a text out of the history, as the owner of the tables."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from registry.audit.redacting import Redaction, redact
from registry.audit.redacting_words import WORDS, redact_words
from registry.models import DataQuery, User
from registry.queries.trail import audited_by_name


class Command(BaseCommand):
    """Replace a name that was typed into a free text, in the history, and log it."""

    help = (
        "Replace one free text of one record by [redacted] wherever its history has "
        "another text than the record now. Correct the record first, on its page. What "
        "was said in a query is query_entry NUMBER said, what a query asks dataquery "
        "NUMBER says_en (and says_zh), what it judged dataquery NUMBER value. The "
        "reason of a change and of whatever else was done in the same act is change "
        "NUMBER reason, by its number in the trail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the record, the field, and who wants it why."""
        parser.add_argument("form", help="such as diagnosis, or query_entry, or change")
        parser.add_argument("record", type=int, help="the number of the record")
        parser.add_argument("field", help="such as karyotype_text")
        parser.add_argument("--user", required=True, help="who answers for it")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Redact, and say how many rows of the history had the text."""
        try:
            model = (audited_by_name() | WORDS)[options["form"]]
            user = User.objects.get(username=options["user"], is_active=True)
            named = (options["record"], options["field"], user.pk, options["reason"])
            asked = Redaction(model, *named)
        except (KeyError, FieldDoesNotExist, User.DoesNotExist, ValueError) as error:
            raise CommandError(f"Nothing was redacted: {error}") from error
        said = model in (*WORDS.values(), DataQuery)
        with transaction.atomic(), connection.cursor() as cursor:
            rows = (redact_words if said else redact)(cursor.cursor, asked)
        self.stdout.write(f"{rows} rows of the history were redacted.")
