"""Commands of Day Zero, run on the database that is being looked after."""

import sys
from collections.abc import Mapping

from config.embedded.process import run


def manage(settings: Mapping[str, str], *words: str) -> None:
    """Run ``manage.py`` with these variables; raise CannotRun with what it said."""
    command = [sys.executable, "manage.py", *words]
    run(command, settings=settings, failing=f"manage.py {words[0]} failed")


def verify(settings: Mapping[str, str], head: str | None = None) -> None:
    """Recount the audit trail; raise CannotRun with what is broken.

    It has to hold the heads noted outside, or, of a backup, the ``head`` that it had.
    """
    words = [] if head is None else ["--no-heads"]
    manage(settings, "verify_audit", *words, *(["--head", head] if head else []))
