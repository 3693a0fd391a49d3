"""Start servers that end with their parent; run commands that say why they failed."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from config.embedded.place import CannotRun
from config.folders import ROOT

PR_SET_PDEATHSIG = 1


def ends_with_parent(number: int) -> Callable[[], None] | None:
    """Give a function for the new process that asks for ``number`` at our death.

    Linux only; elsewhere a parent killed with -9 leaves its children behind.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)

    return ask


def as_account(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Give the arguments that make subprocess drop to ``account``."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def start(
    command: Sequence[str | Path],
    *,
    account: pwd.struct_passwd | None,
    folder: Path,
    log: int,
    standard_input: str = "",
    stop_signal: int = signal.SIGTERM,
) -> subprocess.Popen[str]:
    """Start ``command`` in ``folder`` with its output in ``log``."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=plain_environment(),
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        text=True,
        preexec_fn=ends_with_parent(stop_signal),  # noqa: PLW1509  (no threads here)
        **as_account(account),
    )
    assert process.stdin is not None
    process.stdin.write(standard_input)
    process.stdin.close()
    return process


def run(
    command: Sequence[str | Path], *, settings: Mapping[str, str], failing: str
) -> None:
    """Run ``command`` in the checkout with these variables beside ours, in silence.

    Raises CannotRun with ``failing`` and all that it said, where it fails.
    """
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotRun(f"{failing}:\n{done.stdout.strip()}", done.returncode)


def plain_environment() -> dict[str, str]:
    """Give an environment without our secrets and without settings of libpq."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
