"""Who uses an embedded server: file locks, which end with whoever holds them."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock if it is free now."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold ``path`` alone for the length of the block."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_held(path: Path) -> bool:
    """Say whether some process holds ``path``."""
    descriptor = open_lock(path)
    try:
        return not try_lock(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


class Lease:
    """A share in a server. Its keeper stops the server when no share is left."""

    def __init__(self, folder: Path, name: str) -> None:
        self._keeper = folder / f"{name}.keeper"
        self._users = open_lock(folder / f"{name}.users")
        # A keeper that is closing its server holds this lock until it is done.
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def is_kept(self) -> bool:
        """Say whether a keeper looks after the server."""
        return is_held(self._keeper)

    def release(self, timeout: float = 30) -> None:
        """Give the share back, and wait for the server to stop if it was the last."""
        fcntl.flock(self._users, fcntl.LOCK_UN)
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if try_lock(self._users, fcntl.LOCK_EX):
                if not self.is_kept():
                    break
                fcntl.flock(self._users, fcntl.LOCK_UN)
            elif try_lock(self._users, fcntl.LOCK_SH):
                break  # somebody else goes on using the server
            time.sleep(0.01)
        os.close(self._users)
