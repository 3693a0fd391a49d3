"""How a program and a browser talk to the installation, and what became of an edit."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests
from bs4 import BeautifulSoup

# A save that takes longer has waited for something that it must not wait for.
PATIENCE = 60
SAVED = (200, 201)
CONFLICT, LOCKED = 412, 423


class NotAnswered(Exception):
    """The web process closed the connection, or said nothing."""


@dataclass
class Edit:
    """One edit: its mark, what it was told, and how long the save took that did it.

    reason : said with the edit and kept in the history, of this edit alone
    number : of the writer's edits
    """

    reason: str
    kind: str
    number: int
    begun: float
    ended: float = 0.0
    seconds: float = 0.0
    form: str = ""
    record: int = 0
    saved: bool = False
    refused: bool = False
    told_to_wait: int = 0
    conflicts: int = 0
    failures: list[str] = field(default_factory=list)

    def picks(
        self,
        chance: random.Random,
        known: Mapping[str, Sequence[tuple[int, int]]],
        form: str,
    ) -> tuple[int, int]:
        """Choose the record that it is about; return it and its patient."""
        self.form = form
        self.record, patient = chance.choice(known[form])
        return self.record, patient


@dataclass
class Answer:
    """What came back of a request, and after how many seconds."""

    status: int
    text: str
    headers: Any
    seconds: float

    def json(self) -> Any:
        """Return the body as JSON."""
        return requests.models.complexjson.loads(self.text)


class Program:
    """Somebody's program with a token."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Token {token}"

    def ask(self, method: str, path: str, **more: Any) -> Answer:
        """Send one request."""
        begun = time.monotonic()
        try:
            got = self.session.request(
                method, f"{self.url}{path}", timeout=PATIENCE, **more
            )
        except requests.RequestException as error:
            raise NotAnswered(type(error).__name__) from error
        seconds = time.monotonic() - begun
        return Answer(got.status_code, got.text, got.headers, seconds)


class Browser(Program):
    """Somebody's browser, signed in, with the pages' script."""

    def __init__(self, url: str, name: str, password: str) -> None:
        super().__init__(url, "")
        del self.session.headers["Authorization"]
        page = self.ask("GET", "/sign-in/")
        typed = answers_of(page.text, "form.panel")
        typed |= {"username": name, "password": password}
        answer = self.ask("POST", "/sign-in/", data=typed)
        assert answer.status == 200, answer.status

    def post(self, path: str, typed: dict[str, Any]) -> Answer:
        """Save a form as its page's script does."""
        token = self.session.cookies.get("csrftoken")
        return self.ask(
            "POST",
            path,
            data=typed,
            headers={"HX-Request": "true", "X-CSRFToken": token},
        )


def answers_of(page: str, which: str = "form[data-entry]") -> dict[str, Any]:
    """Return what a form of the page would post as it stands; nothing without it."""
    form = BeautifulSoup(page, "html.parser").select_one(which)
    typed: dict[str, Any] = {}
    named = "input[name], select[name], textarea[name]"
    for one in form.select(named) if form else ():
        for value in _said(one):
            typed.setdefault(str(one["name"]), []).append(value)
    return typed


def _said(one: Any) -> list[str]:
    if one.name == "select":
        return [o.get("value", "") for o in one.select("option[selected]")]
    if one.name == "textarea":
        return [one.text]
    kind = one.get("type", "text")
    if kind in ("submit", "button", "file"):
        return []
    if kind in ("checkbox", "radio") and not one.has_attr("checked"):
        return []
    return [one.get("value", "")]
