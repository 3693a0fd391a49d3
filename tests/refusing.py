"""Let the database refuse to write a table, as it does when it has no room."""

from collections.abc import Iterator
from contextlib import contextmanager

FULL = "53100"  # disk_full
GIVEN_UP = "40P01"  # deadlock_detected
FAIL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE SQLSTATE '{}'; END $$
"""
WATCH = """
CREATE CONSTRAINT TRIGGER no_room AFTER INSERT OR UPDATE ON {}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_room()
"""


@contextmanager
def refusing(table: str, state: str = FULL) -> Iterator[None]:
    """Fail at every commit that wrote ``table``, inside the block."""
    from tests.settings import DATABASE_NAME, POSTGRES

    with POSTGRES.superuser(DATABASE_NAME) as server:
        server.execute(FAIL.format(state))  # type: ignore[arg-type]
        server.execute(WATCH.format(table))  # type: ignore[arg-type]
        try:
            yield
        finally:
            server.execute("DROP FUNCTION no_room CASCADE")
