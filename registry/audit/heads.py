"""The head of the chain, kept outside the database: a file that only grows.

Whoever can rewrite the database can cut the chain's end off, or make it anew from any
place on; a note of what the head was, elsewhere, gives them away.
"""

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BLOCK = 65536
# How every line begins that is written here.
BEGINNINGS = (b'{"number": ', b'{"restored": ')


@dataclass(frozen=True, slots=True)
class Head:
    """The number of a seal and its hash, in hexadecimal digits."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def of(cls, said: str) -> "Head":
        """Read ``number:hash``; raises ValueError."""
        number, _colon, digits = said.strip().partition(":")
        if len(digits) != 64:
            raise ValueError(f"{said!r} is not the number of a seal, a colon, its hash")
        return cls(int(number), bytes.fromhex(digits).hex())


class UnreadableHeads(Exception):
    """A line of the file is no head; ``line`` counts from 1."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}, line {line} is not a head that was noted here")


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup took the registry back to ``head``: what was noted after it is gone."""

    head: Head
    reason: str


def note(path: Path, head: Head, at: str) -> bool:
    """Add ``head`` to the file, unless it is its last; tell whether it was added."""
    if last_noted(path) == head:
        return False
    _add(path, {"number": head.number, "hash": head.hash, "at": at})
    return True


def note_restored(path: Path, head: Head, at: str, reason: str) -> None:
    """Say in the file that a backup took the registry back to ``head``, and why."""
    said = {"number": head.number, "hash": head.hash, "at": at}
    _add(path, {"restored": said, "reason": reason})


def _add(path: Path, said: dict[str, Any]) -> None:
    """Add a line by one write, so that two processes never mix theirs.

    Raises OSError, also where a full disk took but half of it: that half stands alone
    (``is_torn``), and the next note says its head whole on a line of its own.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = (json.dumps(said, ensure_ascii=False) + "\n").encode()
    if not _ends_its_line(path):
        line = b"\n" + line
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(file, line) < len(line):
            raise OSError(errno.ENOSPC, "a head was noted in half", str(path))
        os.fsync(file)
    finally:
        os.close(file)


def _ends_its_line(path: Path) -> bool:
    if not path.exists() or not path.stat().st_size:
        return True
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def last_noted(path: Path) -> Head | None:
    """Return the last head in the file, or None where there is none.

    What is no head is passed over: whatever stands there, the next is still noted.
    """
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - BLOCK))
        lines = file.read().splitlines()
    for line in reversed(lines):
        try:
            last = _said(line)
        except ValueError:
            continue
        return last.head if isinstance(last, Restored) else last
    return None


class Noted:
    """What stands in the first ``size`` bytes of a file of heads.

    ``given_up`` are the restores that it states; iterating yields the heads that the
    chain has to have, oldest first. ``torn`` are the lines, counted from 1, that were
    written in half and are passed over. Raises UnreadableHeads.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size if path.exists() else 0
        self._restored = {
            place: one
            for place, one in enumerate(self._entries())
            if isinstance(one, Restored)
        }
        self.given_up = list(self._restored.values())
        self.torn = [at for at, line in enumerate(self._lines(), 1) if is_torn(line)]

    def __iter__(self) -> Iterator[Head]:
        for place, one in enumerate(self._entries()):
            if isinstance(one, Restored):
                yield one.head
            elif not self._lost_to_a_restore(place, one):
                yield one

    def _lost_to_a_restore(self, place: int, head: Head) -> bool:
        return any(
            place < later and head.number > restored.head.number
            for later, restored in self._restored.items()
        )

    def _entries(self) -> Iterator[Head | Restored]:
        for at, line in enumerate(self._lines(), 1):
            if is_torn(line):
                continue
            try:
                yield _said(line)
            except ValueError as error:
                raise UnreadableHeads(self.path, at) from error

    def _lines(self) -> Iterator[bytes]:
        left = self.size
        if left:
            with self.path.open("rb") as file:
                while left > 0 and (line := file.readline(left)):
                    left -= len(line)
                    yield line


def is_torn(line: bytes) -> bool:
    """Tell whether a line is the beginning of one, as a full disk leaves it."""
    if not any(one.startswith(line.strip()[: len(one)]) for one in BEGINNINGS):
        return False
    try:
        json.loads(line)
    except ValueError:
        return True
    return False


def _said(line: bytes) -> Head | Restored:
    """Return what a line says; raises ValueError."""
    try:
        said = json.loads(line)
        head = said.get("restored", said)
        found = Head.of(f"{head['number']}:{head['hash']}")
        reason = said.get("reason")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a head") from error
    return Restored(found, reason) if "restored" in said else found
