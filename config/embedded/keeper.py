"""The process beside a server: starts it, restarts it, stops it after its last user.

Run as ``python -m config.embedded.keeper postgres|broker FOLDER [--volatile]``.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.embedded.broker import Broker
from config.embedded.lease import open_lock, try_lock
from config.embedded.place import CannotRun, Place
from config.embedded.postgres import Postgres

SERVERS: dict[str, type[Postgres | Broker]] = {
    server.name: server for server in (Postgres, Broker)
}
PATIENCE = 20
PAUSES = (0.1, 0.2, 0.5, 1, 2, 5)


def keep(server: Postgres | Broker, users: int, log: int) -> None:
    """Keep ``server`` running until nobody holds ``users``."""
    server.prepare(log)
    process, failures = server.launch(log), 0
    started = time.monotonic()
    try:
        while not try_lock(users, fcntl.LOCK_EX):
            time.sleep(0.05)
            if process.poll() is None:
                continue
            failures = 0 if time.monotonic() - started > 30 else failures + 1
            time.sleep(PAUSES[min(failures, len(PAUSES)) - 1])
            server.prepare(log)
            process, started = server.launch(log), time.monotonic()
    finally:
        stop(process, server.stop_signal)


def stop(process: subprocess.Popen[str], number: int) -> None:
    """End ``process`` cleanly, or at once when it does not listen."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    name, state = sys.argv[1], Path(sys.argv[2])
    server = SERVERS[name](Place(state), durable="--volatile" not in sys.argv)
    run = state / "run"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keeper, users = open_lock(run / f"{name}.keeper"), open_lock(run / f"{name}.users")
    fcntl.flock(keeper, fcntl.LOCK_EX)
    log = os.open(
        state / "log" / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
    )
    try:
        keep(server, users, log)
    except CannotRun as error:
        os.write(log, f"{error}\n".encode())
        sys.exit(1)


if __name__ == "__main__":
    main()
