"""An empty registry of a benchmark's own, with Django set up on it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


@contextmanager
def own_database(name: str = "") -> Iterator[None]:
    """Hold up a migrated database, whose every row is reached; then remove it.

    One with a name is kept under ``BENCH_FOLDER``, where that says a folder, and found
    there the next time: a registry of 10^6 patients takes hours to make.
    """
    with ExitStack() as stack:
        kept = os.environ.get("BENCH_FOLDER")
        if kept and name:
            place = str(Path(kept) / name)
        else:
            made = tempfile.TemporaryDirectory(prefix="dayzero-bench-")
            place = stack.enter_context(made)
        os.environ["VAR_DIR"] = place
        os.environ["DAYZERO_ROLE"] = "owner"
        for address in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            os.environ.pop(address, None)
        os.chdir(ROOT)
        # After the folder is named: both read it once, when they are imported.
        from config.embedded.environment import services

        with services(migrated=True):
            import django

            django.setup()
            from registry.access.reach import everywhere

            with everywhere():
                yield


def as_application() -> None:
    """Go on as the role that serves, whom the row policies bind, not as the owner."""
    from dj_database_url import parse
    from django.db import connection

    connection.close()
    connection.settings_dict.update(parse(os.environ["DATABASE_URL"]))


def database_seconds() -> float:
    """Return the processor time that our connection's server process has had."""
    from django.db import connection

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, said[11:13])) / os.sysconf("SC_CLK_TCK")


def apart(script: str, size: int) -> Any:
    """Return what a benchmark measures of one size, from a process of its own.

    So each size has its own memory and an empty registry. Django's own output goes to
    the errors: the answer is alone on the standard output.
    """
    said = [sys.executable, script, "--alone", str(size)]
    done = subprocess.run(said, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def alone(measured: Callable[[int], Any], size: int) -> None:
    """Measure one size and print it, for the process that asked."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with own_database(str(size)):
        print(json.dumps(measured(size)))
