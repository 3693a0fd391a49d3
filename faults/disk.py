"""A small disk for the servers' files, and what fills it."""

import errno
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTES = 900
STEPS = (2**24, 2**20, 2**16, 2**12)


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Give ``folder`` a disk of its own, in memory; tell whether that could be done.

    Only root may. Elsewhere no disk is filled, and the run's table says so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    try:
        mounted = not subprocess.run(
            command, capture_output=True, check=False
        ).returncode
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", folder], check=False)


def fill(folder: Path, seconds: float) -> None:
    """Leave no room on the disk of ``folder`` for a while."""
    ballast = folder / "ballast"
    until = time.monotonic() + seconds
    with ballast.open("wb") as file:
        try:
            while time.monotonic() < until:
                _to_the_brim(file.fileno())
                time.sleep(0.1)
        finally:
            ballast.unlink()


def _to_the_brim(descriptor: int) -> None:
    for step in STEPS:
        try:
            while True:
                end = os.fstat(descriptor).st_size
                os.posix_fallocate(descriptor, end, step)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
