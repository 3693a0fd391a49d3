"""``make demo``: everything on one machine, until Ctrl-C.

Starts the embedded database and broker, migrates, imports the study, runs web, workers
and beat, and prints the study's table and where the pages are.
"""

import fcntl
import os
import shutil
import signal
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError
from urllib.request import urlopen

from config.children import Children
from config.embedded.environment import announce, migrate_if_behind
from config.embedded.lease import open_lock, try_lock
from config.embedded.place import CannotRun, Place
from config.embedded.process import ends_with_parent
from config.embedded.session import both_running, last_lines
from config.folders import VAR
from config.schedule import EVERYTHING_ELSE, QUEUES
from config.static import collect_if_changed
from config.translations import compile_catalogue
from registry.access.reach import everywhere

# Each queue has a worker of its own, of so many processes.
WORKERS = {
    "worker": (EVERYTHING_ELSE, 2),
    "sweeper": (QUEUES["outcomes.sweep"], 2),
    "sealer": (QUEUES["registry.seal"], 1),
}
LEAST_FREE = 300 * 1024 * 1024
PATIENCE = 60


def web(port: int) -> dict[str, list[str]]:
    """Give the command of the web process, after ``python -m``."""
    command = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    # Longer than whoever asks keeps a connection: one that is closed as a request
    # comes in is a save that failed.
    command += ["--keep-alive", "75"]
    command += ["--preload", "--no-control-socket", "--graceful-timeout", "5"]
    return {"web": command}


def background() -> dict[str, list[str]]:
    """Give the commands of what computes, after ``python -m``."""
    celery = ["celery", "-A", "config", "--quiet"]
    beat = ["beat", "--loglevel", "WARNING", "--pidfile="]
    beat += ["--schedule", str(VAR / "run" / "beat")]
    workers = {
        name: celery + _worker(name, queue, processes)
        for name, (queue, processes) in WORKERS.items()
    }
    return workers | {"beat": celery + beat, "listen": ["django", "listen"]}


def _worker(name: str, queue: str, processes: int) -> list[str]:
    command = ["worker", "--loglevel", "INFO", "--hostname", f"{name}@%h"]
    command += ["--queues", queue, "--concurrency", str(processes)]
    return [*command, "--without-gossip", "--without-mingle"]


def chosen_port() -> int:
    """Read ``PORT`` and make sure that it is free."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise CannotRun(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise CannotRun(
                f"Port {text} cannot be used: {error.strerror}. Stop what uses it, or "
                f"take another one: make demo PORT={int(text) % 65535 + 1}"
            ) from error
    return int(text)


def require_room() -> None:
    """Refuse to start on a disk that is about to be full."""
    free = shutil.disk_usage(VAR).free
    if free < LEAST_FREE:
        raise CannotRun(
            f"The disk of {VAR} has {free // 2**20} MiB left, too little for a "
            "database. Make room, or set VAR_DIR to a folder on another disk."
        )


def claim() -> None:
    """Make sure that one demonstration runs from this folder."""
    if not try_lock(open_lock(VAR / "run" / "demo"), fcntl.LOCK_EX):
        raise CannotRun(
            f"Day Zero already runs with the state in {VAR}. Stop it first."
        )


def stop_on_signals() -> None:
    """Turn the first signal to stop into an orderly end, and ignore the next ones."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def leave(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        sys.exit(0)

    for each in numbers:
        signal.signal(each, leave)
    # A make that is killed cannot pass its signal on.
    if "MAKELEVEL" in os.environ and (ask := ends_with_parent(signal.SIGTERM)):
        ask()


def make_was_interrupted() -> bool:
    """Say whether make alone was interrupted and now waits for us to end.

    A terminal signals both. Who signals make's process only is answered by make
    with waiting for us, during which it blocks the signal: /proc shows that.
    """
    status = Path(f"/proc/{os.getppid()}/status")
    if "MAKELEVEL" not in os.environ or not status.exists():
        return False
    blocked = status.read_text().partition("SigBlk:")[2].split()[0]
    fatal = (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
    return any(int(blocked, 16) & (1 << (number - 1)) for number in fatal)


def say(text: str) -> None:
    print(text, flush=True)


def await_web(port: int, children: Children) -> None:
    """Wait until the web process answers."""
    deadline = time.monotonic() + PATIENCE
    while True:
        children.look_after()
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError as error:
            broken = isinstance(error, HTTPError) and error.code == 500
            if broken or time.monotonic() > deadline:
                raise CannotRun(
                    f"The web process does not answer: {error}\n"
                    f"{last_lines(VAR / 'log' / 'web.log')}"
                ) from error
            time.sleep(0.1)


def demonstrate(port: int, stack: ExitStack) -> None:
    """Bring everything up, say so, and look after it until a signal comes."""
    from django.core.management import call_command
    from django.db import connection

    stack.enter_context(everywhere())  # the commands below are the system's
    say("Starting the database and the broker")
    postgres, _broker = stack.enter_context(both_running(Place(VAR)))
    announce(postgres)
    migrate_if_behind()
    compile_catalogue()
    collect_if_changed()
    children = stack.enter_context(Children(VAR / "log"))
    children.start(web(port))
    say("Importing the study")
    # Before any worker runs: it brings the figures up to date itself, so that the
    # table printed is that of all the data.
    call_command("demo_data")
    children.start(background())
    await_web(port, children)
    call_command("study_table")
    connection.close()
    say(f"ready http://127.0.0.1:{port}")
    while not make_was_interrupted():
        time.sleep(0.5)
        children.look_after()


def main() -> None:
    # A demonstration never writes into a registry that the environment names.
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL"):
        os.environ.pop(name, None)
    os.environ["DAYZERO_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    stop_on_signals()
    try:
        with ExitStack() as stack:
            Place(VAR).create()
            claim()
            require_room()
            demonstrate(chosen_port(), stack)
    except CannotRun as error:
        sys.exit(f"Day Zero cannot start. {error}")


if __name__ == "__main__":
    main()
