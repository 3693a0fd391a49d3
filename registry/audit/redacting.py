"""Take an identifier out of the history that should never have been typed there.

The one way in which a history row changes. It needs the tables' owner, leaves a
tombstone where the text was, and is itself a change: of the history table, with the
row's new digest, sealed like any other.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from psycopg import Cursor, sql

from registry.audit.triggers import history_of, patient_column

TOMBSTONE = "[redacted]"

REPLACE = """
WITH redacted AS (
  UPDATE {history} AS h SET {field} = %(tombstone)s
  WHERE h.id = %(record)s AND h.{field} NOT IN ('', %(tombstone)s)
    AND h.{field} IS DISTINCT FROM
      (SELECT t.{field} FROM {table} AS t WHERE t.id = h.id)
  RETURNING h.*
)
INSERT INTO registry_change (cluster, xid, "table", record_id, patient_id, operation,
  history_id, actor_id, reason, session_role, at, digest)
SELECT (SELECT system_identifier FROM pg_control_system()),
  pg_current_xact_id()::text::bigint, %(name)s, id, {patient}, '~', history_id,
  %(actor)s, %(reason)s, session_user, clock_timestamp(),
  sha256(convert_to(jsonb_strip_nulls(to_jsonb(redacted))::text, 'UTF8'))
FROM redacted
"""


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
        if not isinstance(field, models.TextField | models.CharField) or field.choices:
            raise ValueError(f"{self.field} holds no free text")
        if not self.reason.strip():
            raise ValueError("a redaction has a reason")


def redact(cursor: Cursor[Any], asked: Redaction) -> int:
    """Replace the text in every history row that has another than the record now.

    Correct the record first: what it says now stays. ``cursor`` is the owner's, in a
    transaction. Returns the number of history rows.
    """
    history = history_of(asked.model)._meta.db_table
    named = sql.Identifier(history)
    # Nobody else writes to the table while its guard is down.
    for statement in ("LOCK TABLE {} IN EXCLUSIVE MODE", f"{GUARD} DISABLE {NAME}"):
        cursor.execute(sql.SQL(statement).format(named))
    patient = patient_column(asked.model)
    query = sql.SQL(REPLACE).format(
        history=named,
        table=sql.Identifier(asked.model._meta.db_table),
        field=sql.Identifier(str(asked.model._meta.get_field(asked.field).column)),  # type: ignore[union-attr]
        patient=sql.SQL(patient or "NULL::bigint"),
    )
    said = {"tombstone": TOMBSTONE, "record": asked.record, "name": history}
    said |= {"actor": asked.actor, "reason": f"{asked.field}: {asked.reason}"}
    cursor.execute("SET LOCAL timezone = 'UTC'")
    cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")
    cursor.execute(query, said)
    rows = cursor.rowcount
    cursor.execute(sql.SQL(f"{GUARD} ENABLE ALWAYS {NAME}").format(named))
    return rows


GUARD, NAME = "ALTER TABLE {}", "TRIGGER append_only"
