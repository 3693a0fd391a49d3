"""Edits that are typed on a page's form, by somebody who is signed in."""

import random
import re
from collections.abc import Callable
from typing import Any

from faults.by_program import another_age
from faults.http import CONFLICT, LOCKED, SAVED, Answer, Browser, Edit, answers_of
from faults.population import PASSWORD, Writer

# What a page says of a save, in the language of a browser that names none.
VERSION = re.compile(r"Saved [^<]*?, version (\d+)")


class OnPage:
    """Somebody's browser at work; ``history`` reads that of an edit's record."""

    def __init__(
        self,
        writer: Writer,
        url: str,
        chance: random.Random,
        history: Callable[[Edit], Answer],
    ) -> None:
        self.writer, self.chance, self.history = writer, chance, history
        self.browser = Browser(url, writer.name, PASSWORD)

    def weight(self, edit: Edit) -> Callable[[], Answer]:
        """Type another weight."""
        _record, patient = edit.picks(self.chance, self.writer.records, "patient")
        more = self.chance.randint(1, 9) / 10

        def change(typed: dict[str, Any]) -> dict[str, str]:
            weight = float((typed.get("weight_kg") or ["60"])[0] or 60)
            return {"weight_kg": f"{weight + (more if weight < 60 else -more):.1f}"}

        return self._typed(edit, patient, f"/patients/{patient}/edit/", change)

    def donor(self, edit: Edit) -> Callable[[], Answer]:
        """Type another age of a donor."""
        record, patient = edit.picks(self.chance, self.writer.records, "hsct")
        years = self.chance.randint(1, 40)

        def change(typed: dict[str, Any]) -> dict[str, str]:
            age = (typed.get("donor_age") or [""])[0]
            return {"donor_age": str(another_age(age, years))}

        return self._typed(edit, patient, f"/patients/{patient}/hsct/{record}/", change)

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
        read = self.history(edit)
        rows = read.json() if read.status in SAVED else []
        return not any(
            _same_of_another(row, int(told[1]), edit, changed) for row in rows
        )


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
