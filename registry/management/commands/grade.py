"""``manage.py grade ENGINE``: findings as JSON in, grades as JSON out."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.grading import UnknownEngine, engine_named
from registry.grading.completion import grade_with

UNUSABLE = 2


class Command(BaseCommand):
    """Grade standard input; invalid findings are answers, not failures."""

    help = "Grade findings (JSON on standard input: one object, or a list) by ENGINE."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("engine", metavar="ENGINE")

    def handle(self, *args: Any, engine: str, **options: Any) -> None:
        try:
            chosen = engine_named(engine)
        except UnknownEngine as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        given = findings_from(sys.stdin.read())
        if isinstance(given, list):
            answer: Any = [grade_with(chosen, one).as_json() for one in given]
        else:
            answer = grade_with(chosen, given).as_json()
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def findings_from(text: str) -> Any:
    """Return the findings that ``text`` holds.

    Raises CommandError when it is neither a JSON object nor a list.
    """
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        raise CommandError(
            f"standard input is not JSON ({error}); give one object of findings, or a "
            "list of them",
            returncode=UNUSABLE,
        ) from error
    if not isinstance(given, dict | list):
        raise CommandError(
            "give one JSON object of findings, or a list of them", returncode=UNUSABLE
        )
    return given
