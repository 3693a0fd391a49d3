"""Processes that live as long as their supervisor: started, restarted, stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from config.embedded.process import ends_with_parent
from config.embedded.session import last_lines
from config.folders import ROOT

PATIENCE = 10
LONG_ENOUGH = 30


class Children:
    """One process per name, each the leader of a group, each with a log file."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._commands: dict[str, list[str]] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def start(self, commands: dict[str, list[str]]) -> None:
        """Start ``commands``, each the arguments after ``python -m``, by name."""
        for name, command in commands.items():
            self._commands[name], self._failures[name] = command, 0
            self._start(name)

    def _start(self, name: str) -> None:
        with (self._logs / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", *self._commands[name]],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGTERM),  # noqa: PLW1509
            )
        self._started[name] = time.monotonic()

    def pid(self, name: str) -> int:
        """Give the process of ``name``, which leads its group."""
        return self._running[name].pid

    def look_after(self) -> None:
        """Start again what has ended, and show why it did."""
        for name, process in list(self._running.items()):
            if process.poll() is None:
                continue
            lived = time.monotonic() - self._started[name]
            # What keeps failing is tried again ever less often.
            if lived < min(2 ** self._failures[name] - 1, LONG_ENOUGH):
                continue
            self._failures[name] = (
                0 if lived > LONG_ENOUGH else self._failures[name] + 1
            )
            print(
                f"The {name} process ended with status {process.returncode} and is "
                f"started again. Its log ends:\n"
                f"{last_lines(self._logs / f'{name}.log')}",
                file=sys.stderr,
                flush=True,
            )
            end_group(process, signal.SIGKILL)
            self._start(name)

    def __exit__(self, *exception: object) -> None:
        for process in self._running.values():
            end_group(process, signal.SIGTERM, whole=False)
        deadline = time.monotonic() + PATIENCE
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            finally:
                # Also what a child has left of its own children.
                end_group(process, signal.SIGKILL)
                process.wait()


def end_group(
    process: subprocess.Popen[bytes], number: int, *, whole: bool = True
) -> None:
    """Send ``number`` to the process, or to its whole group."""
    try:
        if whole:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    except ProcessLookupError:
        pass
