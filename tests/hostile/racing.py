"""Two writers at once, each with a connection of its own; and what came of both."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client

from registry.access.reach import everywhere
from registry.models import User

TOLD = frozenset({400, 404, 409, 412, 422, 423})
Ask = Callable[[], Any]


@dataclass
class Kind:
    """What one kind of pair came to."""

    name: str
    pairs: int = 0
    both: int = 0
    told: int = 0
    lost: list[str] = field(default_factory=list)

    def row(self) -> str:
        """Return the kind as a line of the table."""
        return (
            f"{self.name:34} {self.pairs:6} {self.both:6} {self.told:6} "
            f"{len(self.lost):6}"
        )


HEADER = f"{'kind of pair':34} {'pairs':>6} {'both':>6} {'told':>6} {'lost':>6}"


@dataclass(frozen=True, slots=True)
class Got:
    """The status of an answer, and its text."""

    status: int
    text: str

    @property
    def done(self) -> bool:
        """Tell whether what was asked was done."""
        return self.status in (200, 201, 204, 302)


def browser(user: User) -> Client:
    """Return a browser in which ``user`` is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def rest(
    client: Client, method: str, path: str, body: Any = None, tag: str = ""
) -> Ask:
    """Return a request of the API."""
    headers = {"If-Match": tag} if tag else {}

    def ask() -> Any:
        sent = json.dumps(body or {})
        return client.generic(
            method, f"/api/v1/{path}", sent, "application/json", headers=headers
        )

    return ask


def form(client: Client, path: str, typed: dict[str, Any]) -> Ask:
    """Return a form that is sent."""
    return lambda: client.post(path, typed)


def at_once(*asks: Ask) -> list[Got]:
    """Send all at the same moment, each on a connection of its own."""
    start, got = threading.Barrier(len(asks)), [Got(0, "")] * len(asks)

    def run(number: int, ask: Ask) -> None:
        with everywhere():
            try:
                start.wait()
                answer = ask()
                got[number] = Got(answer.status_code, answer.content.decode())
            finally:
                connection.close()

    threads = [
        threading.Thread(target=run, args=(number, ask))
        for number, ask in enumerate(asks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got
