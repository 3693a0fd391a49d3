"""Take an identifier out of the history that should never have been typed there.

The one way in which a history row changes. It needs the tables' owner, leaves a
tombstone where the text was, and is itself a change: of the history table, with the
row's new digest, sealed like any other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from psycopg import Cursor, sql

from registry.audit.chain import TOMBSTONE
from registry.audit.triggers import history_of, patient_column
from registry.models.data_query import DataQuery

REPLACE = """
WITH redacted AS (
  UPDATE {history} AS h SET {field} = %(tombstone)s::text::{type}
  WHERE h.id = %(record)s AND h.{field}::text NOT IN ('', %(tombstone)s)
    AND h.{field} IS DISTINCT FROM
      (SELECT t.{field} FROM {table} AS t WHERE t.id = h.id)
  RETURNING h.*
)
"""
LOGGED = """
INSERT INTO registry_change (cluster, xid, "table", record_id, patient_id, operation,
  history_id, actor_id, reason, session_role, at, digest)
SELECT (SELECT system_identifier FROM pg_control_system()),
  pg_current_xact_id()::text::bigint, %(name)s, id, {patient}, '~', history_id,
  %(actor)s, %(reason)s, session_user, clock_timestamp(), {digest}
FROM redacted
"""
# As the database writes it.
JUDGED = f'{{"redacted": "{TOMBSTONE}"}}'
# As the trigger of an audited table counts it.
ROW_DIGEST = "sha256(convert_to(jsonb_strip_nulls(to_jsonb(redacted))::text, 'UTF8'))"


@dataclass(frozen=True, slots=True)
class Redaction:
    """Which text of which record is taken out of its history, by whom and why."""

    model: type[models.Model]
    record: int
    field: str
    actor: int
    reason: str

    def __post_init__(self) -> None:
        field = self.model._meta.get_field(self.field)
        said = isinstance(field, models.TextField | models.CharField)
        if not self.is_judged and (not said or getattr(field, "choices", None)):
            raise ValueError(f"{self.field} holds no free text")
        if not self.reason.strip():
            raise ValueError("a redaction has a reason")

    @property
    def is_judged(self) -> bool:
        """Tell whether it is what a query judged: once, free text was kept with it."""
        return (self.model, self.field) == (DataQuery, "value")

    def said(self, table: str) -> dict[str, Any]:
        """Return what the statements are given, for the log's line about ``table``."""
        return {
            "tombstone": JUDGED if self.is_judged else TOMBSTONE,
            "record": self.record,
            "name": table,
            "actor": self.actor,
            "reason": f"{self.field}: {self.reason}",
        }


def redact(cursor: Cursor[Any], asked: Redaction) -> int:
    """Replace the text in every history row that has another than the record now.

    Correct the record first: what it says now stays. ``cursor`` is the owner's, in a
    transaction. Returns the number of history rows.
    """
    history = history_of(asked.model)._meta.db_table
    # Nobody else writes to the table while its guard is down.
    cursor.execute(
        sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(history))
    )
    replace = sql.SQL(REPLACE).format(
        history=sql.Identifier(history),
        table=sql.Identifier(asked.model._meta.db_table),
        field=sql.Identifier(column_of(asked)),
        type=sql.SQL("jsonb" if asked.is_judged else "text"),
    )
    logged = sql.SQL(LOGGED).format(
        patient=sql.SQL(patient_column(asked.model) or "NULL::bigint"),
        digest=sql.SQL(ROW_DIGEST),
    )
    with unguarded(cursor, history):
        cursor.execute(replace + logged, asked.said(history))
        return cursor.rowcount


def column_of(asked: Redaction) -> str:
    """Return the column that the text is in."""
    return str(asked.model._meta.get_field(asked.field).column)  # type: ignore[union-attr]


@contextmanager
def unguarded(cursor: Cursor[Any], *tables: str) -> Iterator[None]:
    """Take the guard of tables down, which the transaction has locked."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # none waits while a table alters
    for table in tables:
        _turn(cursor, "DISABLE", table)
    # As the trigger's own digest is made.
    cursor.execute("SET LOCAL timezone = 'UTC'")
    cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")
    yield
    for table in tables:
        _turn(cursor, "ENABLE ALWAYS", table)


def _turn(
    cursor: Cursor[Any], how: Literal["DISABLE", "ENABLE ALWAYS"], table: str
) -> None:
    statement = f"ALTER TABLE {{}} {how} TRIGGER append_only"
    cursor.execute(sql.SQL(statement).format(sql.Identifier(table)))
