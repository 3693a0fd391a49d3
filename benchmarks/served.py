"""Requests to gunicorn as it serves in production, and what they take there."""

import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROXY = {"X-Forwarded-Proto": "https"}
READ = 1 << 20


class Served:
    """A registry at a port of this machine, for who has a token.

    Its web process is one, so that it is known whose memory a request takes.
    """

    def __init__(self, children: Any, port: int, token: str) -> None:
        self.children, self.port = children, port
        self.headers = {"Authorization": f"Token {token}", **PROXY}

    def ask(
        self, address: str, method: str = "GET", headers: Mapping[str, str] = {}
    ) -> HTTPResponse:
        """Return the answer, its body unread."""
        asked = HTTPConnection("127.0.0.1", self.port, timeout=600)
        asked.request(method, address, headers={**self.headers, **headers})
        return asked.getresponse()

    def fetch(self, address: str, into: Path) -> HTTPResponse:
        """Put the answer's body into a file, to its last byte."""
        answer = self.ask(address)
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status} {answer.read()[:2000]!r}")
        length = 0
        with into.open("wb") as file:
            while block := answer.read(READ):
                length += file.write(block)
        if length != int(answer.headers["Content-Length"]):
            raise SystemExit(f"{address}: {length} bytes of what was announced")
        return answer

    def written(self, address: str, into: Path) -> dict[str, Any]:
        """Have a worker write the file, and put it into one of ours."""
        answer = self.ask(address, headers={"Prefer": "respond-async"})
        place = urlsplit(answer.headers["Location"]).path
        while True:
            job: dict[str, Any] = json.loads(self.ask(place).read())
            if job["state"] == "done":
                self.fetch(urlsplit(job["file"]).path, into)
                return job
            if job["state"] != "waiting":
                raise SystemExit(f"{address}: {job}")
            time.sleep(0.1)

    def taken(self, name: str) -> "Taken":
        """Return what the processes of one name take from now on."""
        return Taken([*with_children(self.children.pid(name))])


@contextmanager
def served(token: str, more: Mapping[str, list[str]] = {}) -> Iterator[Served]:
    """Hold up gunicorn with its settings of production, and what else is to run."""
    from config.children import Children
    from config.folders import VAR

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    # Of the role that serves, behind a proxy: not what made the tables.
    os.environ.pop("DAYZERO_ROLE", None)
    os.environ |= {"WEB_WORKERS": "1", "DAYZERO_BEHIND_PROXY": "1"}
    web = ["gunicorn", "config.wsgi", "--config", "config/gunicorn.py"]
    web += ["--bind", f"127.0.0.1:{port}"]
    with Children(VAR / "log") as children:
        children.start({"web": web, **more})
        here = Served(children, port, token)
        _await(here)
        yield here


def _await(here: Served) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if here.ask("/healthz").status == 200:
                return
        except OSError:
            pass
        if time.monotonic() > until:
            raise SystemExit("gunicorn does not answer: see log/web.log")
        time.sleep(0.1)


class Taken:
    """What processes take: by how much their memory rises, and processor time."""

    def __init__(self, processes: list[int]) -> None:
        self._before = {one: _megabytes(one, "VmRSS") for one in processes}
        self.again()

    def again(self) -> None:
        """Forget the peak and the time, and keep what memory is set against."""
        for one in self._before:
            Path(f"/proc/{one}/clear_refs").write_text("5")
        self._seconds = self._all_seconds()

    def rise(self) -> int:
        """Return by how many MB the one that rose most rose."""
        rises = (_megabytes(one, "VmHWM") - was for one, was in self._before.items())
        return round(max(rises))

    def before(self) -> int:
        """Return the MB of the largest before."""
        return round(max(self._before.values()))

    def seconds(self) -> float:
        """Return the processor time of all of them together."""
        return self._all_seconds() - self._seconds

    def _all_seconds(self) -> float:
        return sum(map(_seconds, self._before))


def _seconds(process: int) -> float:
    said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, said[11:13])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int, name: str) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024


def with_children(process: int) -> Iterator[int]:
    """Yield a process and all that it began."""
    yield process
    for one in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        yield from with_children(int(one))
