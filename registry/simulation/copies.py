"""Copy simulated patients within the database: the same stories on other days.

A copy's keys are the original's and a number, so that what refers to a row refers to
its copy. Whole statements: the audit triggers keep history and change log of each row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from psycopg import sql

COPY = "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {whom}"
# Drawn one by one: setting a sequence is the owner's alone.
NUMBERED = """
SELECT count(nextval(pg_get_serial_sequence({name}, 'id'))) FROM generate_series(
  (SELECT last_value FROM {sequence}), (SELECT max(id) FROM {table}))
"""
KEYS = ("id", "patient_id")


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of the patients whose keys are up to ``last``.

    further : what is added to every key; earlier : days by which all days go back
    """

    last: int
    further: int
    earlier: int

    def rows(
        self,
        model: type[models.Model],
        *,
        whom: str = "patient_id <= {last}",
        keys: tuple[str, ...] = KEYS,
        other: Mapping[str, str] | None = None,
    ) -> None:
        """Copy a table; ``keys`` are moved, ``other`` columns are expressions.

        Expressions, and ``whom``, may name ``{last}`` and ``{earlier}``. Without ``id``
        among its keys the table gives new ones: nothing refers to its rows.
        """
        values = {
            field.column or "": self._value(field, keys, other or {})
            for field in model._meta.concrete_fields
            if (field.column != "id" or "id" in keys) and not field.generated
        }
        statement = sql.SQL(COPY).format(
            table=sql.Identifier(model._meta.db_table),
            columns=sql.SQL(", ").join(map(sql.Identifier, values)),
            values=sql.SQL(", ").join(values.values()),
            whom=self._said(whom),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def _value(
        self, field: Any, keys: tuple[str, ...], other: Mapping[str, str]
    ) -> sql.Composable:
        column = sql.Identifier(field.column)
        if field.column in other:
            return self._said(other[field.column])
        if field.column in keys:
            return sql.SQL("{} + {}").format(column, sql.Literal(self.further))
        if field.get_internal_type() == "DateField":
            return sql.SQL("{} - {}").format(column, sql.Literal(self.earlier))
        return column

    def _said(self, expression: str) -> sql.Composed:
        return sql.SQL(expression).format(
            last=sql.Literal(self.last), earlier=sql.Literal(self.earlier)
        )


def number_on(model: type[models.Model]) -> None:
    """Let the table's next key be one that no copy has."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        sequence = cursor.fetchone()[0].split(".")
        cursor.execute(
            sql.SQL(NUMBERED).format(
                name=sql.Literal(f'"{table}"'),
                sequence=sql.Identifier(*sequence),
                table=sql.Identifier(table),
            )
        )
