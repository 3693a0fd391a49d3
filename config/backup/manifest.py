"""What a backup holds, and whether it still does."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from config.embedded.place import CannotRun

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup."""

    size: int
    sha256: str

    @classmethod
    def of(cls, file: Path) -> "Part":
        """Read a file as it is now."""
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return cls(file.stat().st_size, digest)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    taken_at : UTC; code : the version that ran; migrations : the last one of each app
    rows : rows by table; changes : number of the last change in the log
    head : number and hash of its last seal, empty where nothing was sealed yet
    parts : the other files by name
    """

    taken_at: str
    code: str
    postgres: str
    migrations: dict[str, str]
    changes: int
    head: str
    rows: dict[str, int]
    parts: dict[str, Part]

    def write(self, folder: Path) -> None:
        """Write the manifest into the backup's folder."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=2)
        (folder / NAME).write_text(f"{text}\n")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup that is whole, or raise CannotRun."""
    try:
        said = json.loads((folder / NAME).read_text())
    except (OSError, ValueError) as error:
        raise CannotRun(f"{folder} is no backup of Day Zero: {error}") from error
    if said.pop("format", None) != FORMAT:
        raise CannotRun(f"{folder} was made by another release: it has another format.")
    parts = {name: Part(**part) for name, part in said.pop("parts").items()}
    wrong = [name for name, part in parts.items() if not _is(folder / name, part)]
    if wrong:
        raise CannotRun(
            f"The backup in {folder} is damaged: {', '.join(wrong)} is not what was "
            "written. Take an older one."
        )
    return Manifest(parts=parts, **said)


def _is(file: Path, part: Part) -> bool:
    return file.exists() and Part.of(file) == part


def rows_of(connection: psycopg.Connection) -> dict[str, int]:
    """Count the rows of every table."""
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    counted = {}
    for (table,) in connection.execute(asked).fetchall():
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        found = connection.execute(count).fetchone()
        counted[table] = found[0] if found else 0
    return counted


def head_of(connection: psycopg.Connection) -> str:
    """Return the head of the sealed change log, or nothing where none is sealed."""
    asked = "SELECT to_regclass('registry_seal') IS NOT NULL"
    (is_there,) = connection.execute(asked).fetchone() or (False,)
    if not is_there:
        return ""
    newest = "SELECT number, hash FROM registry_seal ORDER BY number DESC LIMIT 1"
    found = connection.execute(newest).fetchone()
    return f"{found[0]}:{bytes(found[1]).hex()}" if found else ""


def migrations_of(connection: psycopg.Connection) -> dict[str, str]:
    """Return the last migration of each app."""
    asked = "SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app"
    return dict(connection.execute(asked).fetchall())
