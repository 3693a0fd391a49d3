"""A record that Python cannot read, in a table whose refusal is taken away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RULE = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
REFUSAL = "hsct_hsct_date_ok"
TABLE = "ALTER TABLE registry_hsct"
BREAK = "UPDATE registry_hsct SET hsct_date = 'infinity' WHERE patient_id = %s"
CURE = "UPDATE registry_hsct SET hsct_date = '2020-01-01' WHERE patient_id = %s"


@contextmanager
def unreadable(patient: Any) -> Iterator[None]:
    """Give the patient's transplant a day that no calendar has, inside the block."""
    from tests.settings import DATABASE_NAME, POSTGRES

    with POSTGRES.superuser(DATABASE_NAME) as server:
        [rule] = server.execute(RULE, [REFUSAL]).fetchone()  # type: ignore[misc]
        server.execute(f"{TABLE} DROP CONSTRAINT {REFUSAL}")  # type: ignore[arg-type]
        try:
            server.execute(BREAK, [patient.pk])
            yield
        finally:
            server.execute(CURE, [patient.pk])
            server.execute(f"{TABLE} ADD CONSTRAINT {REFUSAL} {rule}")  # type: ignore[arg-type]
