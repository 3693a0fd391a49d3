"""Commands of Day Zero, run on the database that is being looked after."""

import os
import subprocess
import sys
from collections.abc import Mapping

from config.embedded.place import CannotRun
from config.folders import ROOT


def manage(settings: Mapping[str, str], *words: str) -> None:
    """Run ``manage.py`` with these variables; raise CannotRun with what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotRun(f"manage.py {words[0]} failed:\n{done.stdout.strip()}")


def verify(settings: Mapping[str, str], head: str | None = None) -> None:
    """Recount the audit trail; raise CannotRun with what is broken.

    It has to hold the heads noted outside, or, of a backup, the ``head`` that it had.
    """
    words = [] if head is None else ["--no-heads"]
    manage(settings, "verify_audit", *words, *(["--head", head] if head else []))
