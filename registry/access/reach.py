"""Whose rows the database shows: told to it transaction by transaction.

Row policies (``registry.access.rows``) compare each row with settings that are local
to a transaction. Who acts is kept here for the length of a request, task or command,
and said to the database before the first statement of each transaction; a statement
outside of one gets its own. Where nobody is said, no rows of any centre are there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from registry.access.policy import Actor

SETTINGS = ("everything", "person", "edits", "reads", "opened")
NOTHING = ("", "", "{}", "{}", "")
EVERYTHING = ("yes", "", "{}", "{}", "")

SAY = "SELECT " + ", ".join(
    f"set_config('dayzero.{name}', %s, true)" for name in SETTINGS
)
# The database itself looks up the person's roles of now: what the application believes
# of them, and which rows it asks for, is the other layer.
LOOK_UP = """
SELECT set_config('dayzero.everything', '', true),
  set_config('dayzero.person', %s, true),
  set_config('dayzero.edits', r.edits::text, true),
  set_config('dayzero.reads', r.reads::text, true),
  set_config('dayzero.opened', coalesce(registry_opened(%s, %s)::text, ''), true)
FROM registry_reach(%s) r
"""


class Reach:
    """What somebody reaches: nothing, everything, or the rows of a person's roles.

    ``opened`` is a patient whom the person says to have opened in an emergency, whose
    rows are reached beside theirs where the database finds that it is so.
    """

    def __init__(
        self, values: tuple[str, ...] = (), *, person: int = 0, opened: int = 0
    ) -> None:
        self.values = values
        self.person = person
        self.opened = opened

    def say(self, cursor: Any) -> None:
        """Say it to the database; what was looked up once holds for this reach."""
        if self.values:
            cursor.execute(SAY, self.values)
        else:
            own = self.person
            cursor.execute(LOOK_UP, [str(own), own, self.opened, own])
            self.values = tuple(cursor.fetchone())


NOBODY, SYSTEM_REACH = Reach(NOTHING), Reach(EVERYTHING)
_current: ContextVar[Reach] = ContextVar("reach", default=NOBODY)


def reach_of(actor: Actor) -> Reach:
    """Return what ``actor`` reaches."""
    if actor.system:
        return SYSTEM_REACH
    return Reach(person=actor.user_id) if actor.user_id else NOBODY


def reach_within(actor: Actor) -> Reach:
    """Return what ``actor`` reaches; for whoever acts already, what was looked up."""
    now = _current.get()
    return now if now.person and now.person == actor.user_id else reach_of(actor)


@contextmanager
def reaching(reach: Reach) -> Iterator[None]:
    """Read and write inside as far as ``reach`` goes."""
    token = _current.set(reach)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def reading_opened(person: int, patient: int) -> Iterator[None]:
    """Read inside, beside what is the person's own, a patient opened in an emergency.

    In one transaction in which the database takes no change.
    """
    with transaction.atomic(), reaching(Reach(person=person, opened=patient)):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


@contextmanager
def everywhere() -> Iterator[None]:
    """Read and write inside without regard to the person behind it.

    For what a service does on behalf of both sides, and for numbers about the whole
    registry. Each use says why; ``tests/access/test_reach.py`` lists them.
    """
    with reaching(SYSTEM_REACH):
        yield


def reaches_everything() -> bool:
    """Tell whether every row is reached here."""
    return _current.get() is SYSTEM_REACH


def go_on_as(actor: Actor) -> None:
    """Reach as far as ``actor`` from here to the end of the request.

    For whoever finds out only inside it who asks; ``rows_of_the_person`` ends it.
    """
    _current.set(reach_within(actor))


# ---- Saying it in time


class Said:
    """Marks, among a transaction's commit hooks, what was said in it.

    Django drops the hooks of a savepoint that is rolled back, and PostgreSQL the
    settings made since: so the last mark is always what holds.
    """

    def __init__(self, reach: Reach) -> None:
        self.reach = reach

    def __call__(self) -> None:
        """Do nothing: the settings end with the transaction by themselves."""


def _in_force(connection: BaseDatabaseWrapper) -> Reach:
    for _savepoints, hook, *_ in reversed(connection.run_on_commit):
        if isinstance(hook, Said):
            return hook.reach
    return NOBODY


# Said of the transaction itself: the level of isolation before anything else, and
# savepoints also where a statement has failed and nothing else is heard.
OF_THE_TRANSACTION = ("SET TRANSACTION", "SAVEPOINT", "ROLLBACK TO", "RELEASE")


def _reads_no_rows(sql: Any) -> bool:
    return isinstance(sql, str) and sql.startswith(OF_THE_TRANSACTION)


def say_first(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """Run a statement of Django's after the database knows whose it is."""
    connection, reach = context["connection"], _current.get()
    if not connection.in_atomic_block:
        if reach is NOBODY or not connection.get_autocommit():
            return execute(sql, params, many, context)
        with _transaction(connection, reach):
            return execute(sql, params, many, context)
    if _in_force(connection) is not reach and not _reads_no_rows(sql):
        connection.validate_no_broken_transaction()
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            reach.say(cursor)
        connection.on_commit(Said(reach))
    return execute(sql, params, many, context)


@contextmanager
def _transaction(connection: BaseDatabaseWrapper, reach: Reach) -> Iterator[None]:
    """Give one statement a transaction of its own, with which the settings end."""
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute("BEGIN")
        try:
            reach.say(cursor)
            yield
        except BaseException:
            if not connection.connection.closed:
                cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


def attend(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Have a connection's statements pass through ``say_first``."""
    if say_first not in connection.execute_wrappers:
        connection.execute_wrappers.append(say_first)
