"""Eight people edit at once, by programs and by the pages' forms."""

import random
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from faults.http import (
    CONFLICTS,
    Answer,
    Browser,
    Edit,
    NotAnswered,
    Program,
    answers_of,
)
from faults.population import PASSWORD, Writer

API = "/api/v1"
TRIES = 40
SAVED = (200, 201)
# What a page and a problem say of a form that cannot be read.
UNREADABLE = ("A form cannot be read", ":unreadable", "a day that no calendar has")
CONFLICT, UNAVAILABLE, LOCKED = 412, 503, 423
# Consent withdrawn, out of turn, a check, a lock: said with the reason.
REFUSED = (403, 409, 422, LOCKED)
# What a page says of a save, in the language of a browser that names none.
VERSION = re.compile(r"Saved [^<]*?, version (\d+)")
# How often each kind of edit is made.
KINDS = {
    "visit": 35,
    "donor": 15,
    "relapse": 10,
    "count": 20,
    "weight on the page": 10,
    "donor on the page": 10,
}


class Progress:
    """How many edits are done, for the faults that come after so many."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self._changed = threading.Condition()

    def add(self, edit: Edit) -> None:
        """Count one edit."""
        with self._changed:
            self.edits.append(edit)
            self._changed.notify_all()

    def wait_for(self, number: int, ended: threading.Event) -> None:
        """Return when so many edits are done, or all are."""
        with self._changed:
            while len(self.edits) < number and not ended.is_set():
                self._changed.wait(0.5)


class Hand:
    """One writer at work: the same edits in the same order for the same seed."""

    def __init__(self, writer: Writer, url: str, seed: int) -> None:
        self.writer = writer
        self.chance = random.Random(f"{seed}/{writer.number}")
        self.program = Program(url, writer.token)
        self.browser = Browser(url, writer.name, PASSWORD)
        self.made = 0
        self.unreadable = 0
        self.does: dict[str, Callable[[Edit], Callable[[], Answer]]] = {
            "visit": self._visit,
            "donor": self._donor,
            "relapse": self._relapse,
            "count": self._count,
            "weight on the page": self._weight_typed,
            "donor on the page": self._donor_typed,
        }

    def edit(self, what: str) -> Edit:
        """Make edits until one is not refused by a check; return it."""
        while True:
            self.made += 1
            kind = self.chance.choices([*KINDS], [*KINDS.values()])[0]
            reason = f"{what} {self.writer.number}-{self.made}"
            edit = Edit(reason, kind, time.monotonic())
            self._until_told(edit, self.does[kind](edit))
            edit.ended = time.monotonic()
            if not edit.refused:
                return edit

    def _until_told(self, edit: Edit, send: Callable[[], Answer]) -> None:
        for _try in range(TRIES):
            try:
                answer = self._looked(edit) or send()
            except NotAnswered as error:
                edit.failures.append(str(error))
                time.sleep(1)
                continue
            if answer.status in SAVED:
                edit.saved, edit.seconds = True, answer.seconds
                edit.record = edit.record or int(answer.json()["id"])
                return
            if answer.status == UNAVAILABLE:
                edit.told_to_wait += 1
                time.sleep(float(answer.headers.get("Retry-After", "1")))
            elif answer.status == CONFLICT and edit.conflicts < CONFLICTS:
                edit.conflicts += 1
            else:
                edit.refused = answer.status in REFUSED
                self.unreadable += any(said in answer.text for said in UNREADABLE)
                edit.failures += [] if edit.refused else [str(answer.status)]
                return

    def _looked(self, edit: Edit) -> Answer | None:
        """Look whether an edit whose answer was lost is in the history after all."""
        if not edit.record or not (edit.told_to_wait or edit.failures):
            return None
        read = self._history(edit)
        known = read.status not in SAVED or f'"{edit.reason}"' in read.text
        return read if known else None

    def _history(self, edit: Edit) -> Answer:
        form = "patients" if edit.form == "patient" else edit.form
        return self.program.ask("GET", f"{API}/{form}/{edit.record}/history/")

    def _some(self, edit: Edit, form: str) -> tuple[int, int]:
        edit.form = form
        edit.record, patient = self.chance.choice(self.writer.records[form])
        return edit.record, patient

    # ---- By a program

    def _changed(
        self, edit: Edit, form: str, change: Callable[[dict[str, Any]], Any]
    ) -> Callable[[], Answer]:
        """Read a record, and send what changes with the version that was read."""
        record, _patient = self._some(edit, form)
        path = f"{API}/{form}/{record}/"

        def send() -> Answer:
            read = self.program.ask("GET", path)
            if read.status not in SAVED:
                return read
            body = {**change(read.json()), "reason": edit.reason}
            tag = {"If-Match": read.headers["ETag"]}
            return self.program.ask("PATCH", path, json=body, headers=tag)

        return send

    def _visit(self, edit: Edit) -> Callable[[], Answer]:
        days = self.chance.choice([-3, -2, -1, 1, 2, 3])
        return self._changed(edit, "follow_up", _moved("visit_date", days))

    def _relapse(self, edit: Edit) -> Callable[[], Answer]:
        days = self.chance.choice([-3, -2, -1, 1, 2, 3])
        return self._changed(edit, "relapse", _moved("relapse_date", days))

    def _donor(self, edit: Edit) -> Callable[[], Answer]:
        years = self.chance.randint(1, 40)

        def change(read: dict[str, Any]) -> dict[str, Any]:
            return {"donor_age": _another(read["donor_age"], years)}

        return self._changed(edit, "hsct", change)

    def _count(self, edit: Edit) -> Callable[[], Answer]:
        """Enter a new blood count; after a doubt, look whether it is there."""
        _record, patient = self._some(edit, "patient")
        edit.form, edit.record = "blood_count", 0
        said = {
            "patient": patient,
            "count_date": str(
                date(2024, 1, 1) + timedelta(self.chance.randint(0, 600))
            ),
            "platelets": (self.writer.number + 8 * self.made) % 3000,
            "reason": edit.reason,
        }

        def send() -> Answer:
            if edit.told_to_wait or edit.failures:
                there = self._is_there(said)
                if there is not None:
                    return there
            return self.program.ask("POST", f"{API}/blood_count/", json=said)

        return send

    def _is_there(self, said: dict[str, Any]) -> Answer | None:
        found = self.program.ask(
            "GET", f"{API}/blood_count/", params={"patient": said["patient"]}
        )
        if found.status not in SAVED:
            return found
        for row in found.json()["results"]:
            same = float(row["platelets"] or 0) == said["platelets"]
            if same and row["count_date"] == said["count_date"]:
                found.text = f'{{"id": {row["id"]}}}'
                return found
        return None

    # ---- On a page

    def _typed(
        self,
        edit: Edit,
        patient: int,
        path: str,
        change: Callable[[dict[str, Any]], Any],
    ) -> Callable[[], Answer]:
        """Open a form's page, and save it with what is typed."""
        draft = f"/patients/{patient}/{edit.form}/draft"

        def send() -> Answer:
            if edit.conflicts:  # somebody else was first: begin from what they saved
                self.browser.post(f"{draft}/discard/", {"record": edit.record})
            page = self.browser.ask("GET", path)
            if page.status not in SAVED:
                return page
            typed = answers_of(page.text)
            if "version" not in typed:  # locked, or its patient's consent has ended
                page.status = LOCKED
                return page
            changed = change(typed)
            typed |= {**changed, "reason": edit.reason}
            answer = self.browser.post(path, typed)
            if answer.status in SAVED and not self._made(edit, answer, typed, changed):
                answer.status = CONFLICT
            return answer

        return send

    def _made(
        self, edit: Edit, answer: Answer, typed: dict[str, Any], changed: dict[str, str]
    ) -> bool:
        """Tell whether a page's save made the version after the one that was read.

        Who types what somebody else has just saved is told so as saved, and makes none.
        """
        told = VERSION.search(answer.text)
        if told is None or int(told[1]) != int(typed["version"][0]) + 1:
            return False
        read = self._history(edit)
        rows = read.json() if read.status in SAVED else []
        return not any(
            _same_of_another(row, int(told[1]), edit, changed) for row in rows
        )

    def _weight_typed(self, edit: Edit) -> Callable[[], Answer]:
        _record, patient = self._some(edit, "patient")
        more = self.chance.randint(1, 9) / 10

        def change(typed: dict[str, Any]) -> dict[str, str]:
            weight = float((typed.get("weight_kg") or ["60"])[0] or 60)
            return {"weight_kg": f"{weight + (more if weight < 60 else -more):.1f}"}

        return self._typed(edit, patient, f"/patients/{patient}/edit/", change)

    def _donor_typed(self, edit: Edit) -> Callable[[], Answer]:
        record, patient = self._some(edit, "hsct")
        years = self.chance.randint(1, 40)

        def change(typed: dict[str, Any]) -> dict[str, str]:
            age = (typed.get("donor_age") or [""])[0]
            return {"donor_age": str(_another(age, years))}

        return self._typed(edit, patient, f"/patients/{patient}/hsct/{record}/", change)


def _same_of_another(
    row: dict[str, Any], version: int, edit: Edit, changed: dict[str, str]
) -> bool:
    """Tell whether a row of the history is this version, by another, to this value."""
    if row["version"] != version or row["reason"] == edit.reason:
        return False
    made = {one["field"]: one["new"] for one in row["fields_changed"]}
    return all(
        made.get(name) is not None and float(made[name]) == float(value)
        for name, value in changed.items()
    )


def _another(age: Any, years: int) -> int:
    """Return another age of a donor, from 18 to 62."""
    return 18 + (int(age or 18) - 18 + years) % 45


def _moved(name: str, days: int) -> Callable[[dict[str, Any]], dict[str, str]]:
    def change(read: dict[str, Any]) -> dict[str, str]:
        return {name: str(date.fromisoformat(read[name]) + timedelta(days))}

    return change


def write(
    hands: list[Hand], edits: int, what: str, progress: Progress | None = None
) -> list[Edit]:
    """Let everybody make their share of ``edits``; return all of them."""
    progress = progress or Progress()
    share, more = divmod(edits, len(hands))
    given_up = threading.Event()

    def work(hand: Hand) -> None:
        for _number in range(share + (hand.writer.number < more)):
            if given_up.is_set():
                return
            progress.add(hand.edit(what))

    with ThreadPoolExecutor(len(hands)) as pool:
        try:
            for done in [pool.submit(work, hand) for hand in hands]:
                done.result()
        finally:
            given_up.set()
    return progress.edits
