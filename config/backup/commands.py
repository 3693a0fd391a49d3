"""Commands of Day Zero, run on the database that is being looked after."""

import sys
from collections.abc import Mapping

from config.embedded.place import CannotRun
from config.embedded.process import run
from outcomes.pipeline import PATIENTS_LEFT


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


def recompute(settings: Mapping[str, str]) -> None:
    """Derive what older code derived; warn of patients whose records it cannot read.

    Raises CannotRun for any other failure.
    """
    try:
        manage(settings, "recompute")
    except CannotRun as error:
        if error.status != PATIENTS_LEFT:
            raise
        warn(
            f"{error}\nFigures have these patients as they were. What went wrong is "
            "under System: correct the records, or report the line of code."
        )


def warn(said: str) -> None:
    """Say what somebody has to look at, though the work goes on."""
    sys.stderr.write(f"Warning: {said}\n")
