"""Which rows hold a day that no calendar has, and how each is corrected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.base import CommandError
from django.db import connections
from psycopg import sql

from registry.access.reach import everywhere
from registry.models import FORMS, Patient, Versioned
from registry.variables.fields import Day

# With it the tables refuse such days, and what they hold already stops it.
REFUSED_FROM = ("registry", "0037_days_of_the_calendar")
FIND = """
SELECT t.id, said.name, said.day::text FROM {table} AS t,
  LATERAL (VALUES {days}) AS said(name, day)
WHERE NOT said.day BETWEEN '0001-01-01' AND '9999-12-31' ORDER BY t.id, said.name
"""
SHOWN = 50
WHAT_TO_DO = """\
Nothing was changed. Look the day up in the case notes, and let the database's owner
write it, saying why; NULL where it is not known and the form may be without:
  BEGIN; SET LOCAL dayzero.reason = 'day read from the case notes';
  {example}; COMMIT;
The history keeps who wrote it, what stood there before, and the reason."""


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """One such day: the row that holds it, in which column, as the database says it."""

    table: str
    id: int
    column: str
    says: str

    def __str__(self) -> str:
        return f"{self.table}, id {self.id}, {self.column}: {self.says}"

    @property
    def correction(self) -> str:
        """Return the statement that corrects it, but for the day."""
        day = f"SET {self.column} = 'YYYY-MM-DD'"
        return f"UPDATE {self.table} {day} WHERE id = {self.id}"


def unreadable_days(using: str = "default") -> Iterator[UnreadableRow]:
    """Yield every day of every patient's forms that cannot be read: a query a table.

    Of the columns that the database has: it may be that of an earlier release.
    """
    with everywhere(), connections[using].cursor() as cursor:
        tables = set(connections[using].introspection.table_names(cursor))
        models: tuple[type[Versioned], ...] = (Patient, *FORMS.values())
        for model in models:
            table = model._meta.db_table
            if table in tables and (days := _days_of(model, using, cursor)):
                cursor.execute(_find(table, days))
                for pk, column, says in cursor.fetchall():
                    yield UnreadableRow(table, pk, column, says)


def explained(rows: list[UnreadableRow]) -> str:
    """Return which rows they are, one a line, and what to do about them."""
    lines = [f"  {row}" for row in rows[:SHOWN]]
    if more := len(rows) - SHOWN:
        lines += [f"  and {more} more"] if more > 0 else []
    return "\n".join([*lines, WHAT_TO_DO.format(example=rows[0].correction)])


def refuse_upgrade(using: str = "default", plan: Any = (), **_: Any) -> None:
    """Stop a migration ahead of its first change where it would stop half-way.

    Raises CommandError, which names the rows.
    """
    if not any((one.app_label, one.name) == REFUSED_FROM for one, _back in plan):
        return
    if rows := list(unreadable_days(using)):
        raise CommandError(
            f"{len(rows)} days in the registry are of no calendar, and this release "
            f"refuses them:\n{explained(rows)}\nThen upgrade again."
        )


def _days_of(model: type[Versioned], using: str, cursor: Any) -> list[str]:
    table = model._meta.db_table
    described = connections[using].introspection.get_table_description(cursor, table)
    there = {column.name for column in described}
    days = [field for field in model._meta.concrete_fields if isinstance(field, Day)]
    return [day.column for day in days if day.column and day.column in there]


def _find(table: str, days: list[str]) -> sql.Composed:
    pairs = [
        sql.SQL("({}, t.{})").format(sql.Literal(day), sql.Identifier(day))
        for day in days
    ]
    return sql.SQL(FIND).format(
        table=sql.Identifier(table), days=sql.SQL(", ").join(pairs)
    )
