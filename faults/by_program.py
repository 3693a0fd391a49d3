"""Edits that a program makes with a token: what it reads, it sends back changed."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from faults.http import SAVED, Answer, Edit, Program
from faults.population import Writer

API = "/api/v1"
DAYS = (-3, -2, -1, 1, 2, 3)


class ByProgram:
    """Somebody's program at work. Each edit is returned as what sends it once."""

    def __init__(self, writer: Writer, url: str, chance: random.Random) -> None:
        self.writer, self.chance = writer, chance
        self.program = Program(url, writer.token)

    def history(self, edit: Edit) -> Answer:
        """Read the history of the record that an edit is about."""
        form = "patients" if edit.form == "patient" else edit.form
        return self.program.ask("GET", f"{API}/{form}/{edit.record}/history/")

    def visit(self, edit: Edit) -> Callable[[], Answer]:
        """Move a visit by some days."""
        days = self.chance.choice(DAYS)
        return self._changed(edit, "follow_up", _moved("visit_date", days))

    def relapse(self, edit: Edit) -> Callable[[], Answer]:
        """Move a relapse by some days."""
        days = self.chance.choice(DAYS)
        return self._changed(edit, "relapse", _moved("relapse_date", days))

    def donor(self, edit: Edit) -> Callable[[], Answer]:
        """Give a transplant a donor of another age."""
        years = self.chance.randint(1, 40)

        def change(read: dict[str, Any]) -> dict[str, Any]:
            return {"donor_age": another_age(read["donor_age"], years)}

        return self._changed(edit, "hsct", change)

    def count(self, edit: Edit) -> Callable[[], Answer]:
        """Enter a new blood count; after a doubt, look whether it is there."""
        _record, patient = edit.picks(self.chance, self.writer.records, "patient")
        edit.form, edit.record = "blood_count", 0
        said = {
            "patient": patient,
            "count_date": str(
                date(2024, 1, 1) + timedelta(self.chance.randint(0, 600))
            ),
            "platelets": (self.writer.number + 8 * edit.number) % 3000,
            "reason": edit.reason,
        }

        def send() -> Answer:
            if edit.told_to_wait or edit.failures:
                there = self._is_there(said)
                if there is not None:
                    return there
            return self.program.ask("POST", f"{API}/blood_count/", json=said)

        return send

    def _changed(
        self, edit: Edit, form: str, change: Callable[[dict[str, Any]], Any]
    ) -> Callable[[], Answer]:
        """Read a record, and send what changes with the version that was read."""
        record, _patient = edit.picks(self.chance, self.writer.records, form)
        path = f"{API}/{form}/{record}/"

        def send() -> Answer:
            read = self.program.ask("GET", path)
            if read.status not in SAVED:
                return read
            body = {**change(read.json()), "reason": edit.reason}
            tag = {"If-Match": read.headers["ETag"]}
            return self.program.ask("PATCH", path, json=body, headers=tag)

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


def another_age(age: Any, years: int) -> int:
    """Return another age of a donor, from 18 to 62."""
    return 18 + (int(age or 18) - 18 + years) % 45


def _moved(name: str, days: int) -> Callable[[dict[str, Any]], dict[str, str]]:
    def change(read: dict[str, Any]) -> dict[str, str]:
        return {name: str(date.fromisoformat(read[name]) + timedelta(days))}

    return change
