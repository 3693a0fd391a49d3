"""The head of the chain, kept outside the database: a file that only grows.

Whoever can rewrite the database can cut the chain's end off, or make it anew from any
place on; a note of what the head was, elsewhere, gives them away.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 65536


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


def note(path: Path, head: Head, at: str) -> bool:
    """Add ``head`` to the file, unless it is its last; tell whether it was added."""
    if last_noted(path) == head:
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"number": head.number, "hash": head.hash, "at": at}) + "\n"
    # One write at the end of the file: two processes never mix their lines.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)
    return True


def last_noted(path: Path) -> Head | None:
    """Return the last head in the file, or None where there is none."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - BLOCK))
        lines = file.read().splitlines()
    return next(_read(path, lines[-1:]), None)


def noted(path: Path) -> Iterator[Head]:
    """Yield every head in the file, oldest first; raises UnreadableHeads."""
    if path.exists():
        with path.open("rb") as file:
            yield from _read(path, file)


def _read(path: Path, lines: Iterable[bytes]) -> Iterator[Head]:
    for at, line in enumerate(lines, 1):
        try:
            said = json.loads(line)
            yield Head.of(f"{said['number']}:{said['hash']}")
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableHeads(path, at) from error
