"""Eight people edit at once, by programs and by the pages' forms."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from faults.by_program import ByProgram
from faults.http import CONFLICT, LOCKED, SAVED, Answer, Edit, NotAnswered
from faults.on_page import OnPage
from faults.population import Writer

TRIES, CONFLICTS = 40, 20
# What a page and a problem say of a form that cannot be read.
UNREADABLE = ("A form cannot be read", ":unreadable", "a day that no calendar has")
UNAVAILABLE = 503
# Consent withdrawn, out of turn, a check, a lock: said with the reason.
REFUSED = (403, 409, 422, LOCKED)
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
        self.program = ByProgram(writer, url, self.chance)
        page = OnPage(writer, url, self.chance, self.program.history)
        self.made = 0
        self.unreadable = 0
        self.does: dict[str, Callable[[Edit], Callable[[], Answer]]] = {
            "visit": self.program.visit,
            "donor": self.program.donor,
            "relapse": self.program.relapse,
            "count": self.program.count,
            "weight on the page": page.weight,
            "donor on the page": page.donor,
        }

    def edit(self, what: str) -> Edit:
        """Make edits until one is not refused by a check; return it."""
        while True:
            self.made += 1
            kind = self.chance.choices([*KINDS], [*KINDS.values()])[0]
            reason = f"{what} {self.writer.number}-{self.made}"
            edit = Edit(reason, kind, self.made, time.monotonic())
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
        read = self.program.history(edit)
        known = read.status not in SAVED or f'"{edit.reason}"' in read.text
        return read if known else None


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
