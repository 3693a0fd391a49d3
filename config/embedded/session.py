"""Use the embedded servers for a while: start them, or share those that run."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.embedded.broker import Broker
from config.embedded.lease import Lease, locked
from config.embedded.place import CannotRun, Place
from config.embedded.postgres import Postgres
from config.folders import ROOT

PATIENCE = 60


@contextmanager
def running(server: Postgres | Broker) -> Iterator[None]:
    """Hold ``server`` up for the length of the block."""
    server.place.create()
    run = server.place.state / "run"
    with locked(run / f"{server.name}.start"):
        lease = Lease(run, server.name)
        keeper = None if lease.is_kept() else _start_keeper(server)
        try:
            _wait_for(server, keeper)
            server.provision()
        except BaseException:
            _leave(lease, keeper)
            raise
    try:
        yield
    finally:
        _leave(lease, keeper)


def _leave(lease: Lease, keeper: subprocess.Popen[bytes] | None) -> None:
    lease.release()
    if keeper is None:
        return
    try:
        keeper.wait(1)
    except subprocess.TimeoutExpired:
        # It goes on for others, so it is not ours to wait for any more.
        keeper.returncode = 0


def _start_keeper(server: Postgres | Broker) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "config.embedded.keeper"]
    command += [server.name, str(server.place.state)]
    with (server.place.logs / f"{server.name}.log").open("ab") as log:
        return subprocess.Popen(
            command + ([] if server.durable else ["--volatile"]),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C in a terminal reaches the users, who then give their shares back.
            start_new_session=True,
        )


def _wait_for(
    server: Postgres | Broker, keeper: subprocess.Popen[bytes] | None
) -> None:
    deadline = time.monotonic() + PATIENCE
    while not server.answers():
        gone = keeper is not None and keeper.poll() is not None
        if gone or time.monotonic() > deadline:
            raise CannotRun(
                f"The embedded {server.name} did not start. Its log ends:\n"
                f"{last_lines(server.place.logs / f'{server.name}.log')}"
            )
        time.sleep(0.02)


def last_lines(log: Path, count: int = 15) -> str:
    """Give the end of ``log``, or nothing when there is no such file."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


@contextmanager
def both_running(place: Place) -> Iterator[tuple[Postgres, Broker]]:
    """Hold the database and the broker up for the length of the block."""
    with ExitStack() as stack:
        postgres, broker = Postgres(place), Broker(place)
        for server in (postgres, broker):
            stack.enter_context(running(server))
        yield postgres, broker
