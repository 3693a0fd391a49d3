"""``manage.py verify_audit``: recount the whole audit trail."""

import json
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg import Error

from registry.audit.heads import Head, Noted, UnreadableHeads
from registry.audit.verifying.findings import Report
from registry.audit.verifying.run import verify
from registry.audit.verifying.snapshot import one_moment

BROKEN, NOT_CHECKED = 1, 2


class Command(BaseCommand):
    """Recount every digest, seal and head; exit 1 when something does not agree."""

    help = (
        "Recount the audit trail. Exit 0: whole; 1: something does not agree, which is "
        "named; 2: it could not be checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where the heads are, and the form of the answer."""
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument(
            "--head", action="append", default=[], metavar="NUMBER:HASH",
            help="a head that was mailed or logged; may be given again",
        )  # fmt: skip
        parser.add_argument(
            "--heads", type=Path, help="the file of heads, if not this installation’s"
        )
        parser.add_argument(
            "--no-heads", action="store_true", help="do without heads noted outside"
        )
        parser.add_argument("--connections", type=int, default=2, help="at once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, say what was found, and exit accordingly."""
        try:
            heads, noted = self._heads(options)
            with one_moment(max(1, options["connections"])) as connections:
                report = verify(connections, heads)
            for one in noted.given_up if noted else ():
                report.restored.append(f"to {one.head}, because: {one.reason}")
            report.torn = noted.torn if noted else []
        except (Error, UnreadableHeads, ValueError, OSError) as error:
            said = f"The audit trail could not be checked: {error}"
            raise CommandError(said, returncode=NOT_CHECKED) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), indent=2))
        else:
            self._say(report)
        if not report.whole:
            sys.exit(BROKEN)

    def _heads(
        self, options: dict[str, Any]
    ) -> tuple[Iterable[Head] | None, Noted | None]:
        """Return the heads noted outside, and the file in which they stand."""
        given = [Head.of(said) for said in options["head"]]
        if options["no_heads"]:
            return given or None, None
        path = options["heads"] or Path(settings.AUDIT_HEADS)
        if options["heads"] and not path.exists():
            raise ValueError(f"there is no file {path}")
        # Read before the snapshot is taken: every head in it has its seal by then.
        noted = Noted(path)
        return chain(given, noted), noted

    def _say(self, report: Report) -> None:
        self.stdout.write(
            f"{report.changes} changes in {report.seals} seals and {report.tables} "
            f"tables recounted in {report.seconds} s; {report.unsealed} not sealed yet."
        )
        self.stdout.write(
            f"{report.logged} rows of who looked, came in and took out recounted; "
            f"{report.logged_unsealed} not sealed yet."
        )
        if report.head:
            self.stdout.write(
                f"Head {report.head}, sealed {report.sealed_at:%F %T} UTC; "
                f"{report.noted_outside} heads noted outside agree or are named below."
            )
        for restored in report.restored:
            self.stdout.write(
                f"A backup was restored, {restored}. What was sealed after it is lost."
            )
        for line in report.torn:
            self.stdout.write(
                f"Line {line} of the noted heads was written in half, as on a full "
                "disk, and is passed over; later lines count."
            )
        if report.not_countable:
            self.stdout.write(
                f"{report.not_countable} history rows lost a column to a release: "
                "their digests cannot be counted again."
            )
        if first := report.first_broken:
            self.stdout.write(f"FIRST BROKEN LINK: {first}")
        for finding in report.findings:
            self.stdout.write(f"- {finding}")
        self.stdout.write(
            "The audit trail is whole."
            if report.whole
            else f"The audit trail is NOT whole: {len(report.findings)} findings."
        )
