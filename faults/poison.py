"""A record that no code can read: set aside, shown, tried again, in nobody's way."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from config.embedded.postgres import DATABASE
from faults.http import Browser, Program
from faults.installation import Installation
from faults.population import CENTRES, PASSWORD, person
from registry.access.policy import Role

# Of a centre at which people edit, so that they meet the record.
NEWEST = """
SELECT h.id, h.patient_id, h.hsct_date FROM registry_hsct h
JOIN registry_patient p ON p.id = h.patient_id
JOIN registry_centre c ON c.id = p.centre_id
WHERE c.code = ANY (%s) ORDER BY h.id DESC LIMIT 1
"""
# Written round every check, the table's own too: Python has no such day.
IMPOSSIBLE = "infinity"
REFUSAL = "hsct_hsct_date_ok"
UNGUARD = f"ALTER TABLE registry_hsct DROP CONSTRAINT {REFUSAL}"
GUARD = f"ALTER TABLE registry_hsct ADD CONSTRAINT {REFUSAL} {{}}"
RULE = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
WRITE = "UPDATE registry_hsct SET hsct_date = %s WHERE id = %s"
PATIENCE = 180


@dataclass
class Poisoned:
    """A patient whose transplant has an impossible day, and the day that was there."""

    record: int
    patient: int
    day: date
    rule: str


def poison(here: Installation) -> Poisoned:
    """Break the record of one patient, in the database itself."""
    with here.postgres.superuser(DATABASE) as server:
        found = server.execute(NEWEST, [list(CENTRES)]).fetchone()
        assert found is not None
        rule = server.execute(RULE, [REFUSAL]).fetchone()
        assert rule is not None
        server.execute(UNGUARD)
        server.execute(WRITE, [IMPOSSIBLE, found[0]])
    return Poisoned(*found, *rule)


def cure(here: Installation, poisoned: Poisoned) -> None:
    """Write the day back that was there."""
    with here.postgres.superuser(DATABASE) as server:
        server.execute(WRITE, [poisoned.day, poisoned.record])
        server.execute(GUARD.format(poisoned.rule))


class Watch:
    """What a system administrator sees of it, by page and by metrics."""

    def __init__(self, here: Installation) -> None:
        self.url = here.url
        self.name, token = person("operator", Role.SYSTEM_ADMINISTRATOR, None)
        self.program = Program(here.url, token)

    @cached_property
    def browser(self) -> Browser:
        """Return a browser that signs in at last: a storm may outlast a session."""
        return Browser(self.url, self.name, PASSWORD)

    def set_aside(self) -> int:
        """Return how many patients the metrics say were set aside."""
        said = self.program.ask("GET", "/api/v1/metrics").text
        found = re.search(r"^dayzero_patients_set_aside (\d+)", said, re.M)
        assert found is not None
        return int(found[1])

    def names(self, patient: int) -> bool:
        """Tell whether the page of the system names the patient and a fault."""
        page = self.browser.ask("GET", "/system/").text
        return f'<td class="">{patient}</td>' in page

    def try_again(self) -> bool:
        """Press *Try all of them again*; tell whether the page says that it does."""
        typed = {"csrfmiddlewaretoken": self.browser.session.cookies.get("csrftoken")}
        answer = self.browser.ask("POST", "/system/retry", data=typed)
        return "tried again" in answer.text


def until(true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
    """Wait until something holds; return after how many seconds."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() > begun + seconds:
            raise AssertionError(f"after {seconds:.0f} s still not: {what}")
        time.sleep(0.2)
    return time.monotonic() - begun
