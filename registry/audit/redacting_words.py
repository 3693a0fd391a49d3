"""Take a name out of what people said: in queries, and as the reason of a change.

Words are sealed as their SHA-256 (``registry.audit.chain``). A redaction leaves a
tombstone where they were, and logs their SHA-256 as the digest of its own change, by
which the seals still count. What is said in a query is the reason of its change too,
and goes from both.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.db import models
from psycopg import Cursor, errors, sql
from psycopg.types.json import Jsonb

from registry.audit.redacting import LOGGED, ROW_DIGEST, Redaction, redact, unguarded
from registry.audit.triggers import audited_models, history_of, patient_column
from registry.models import Change, DataQuery, QueryEntry
from registry.queries.judged import without_words

CHANGES, ENTRIES = Change._meta.db_table, QueryEntry._meta.db_table
# What is said in words, by the name that the command has for it.
WORDS: dict[str, type[models.Model]] = {"change": Change, "query_entry": QueryEntry}
# Waiting for a table would make savers wait, and stop one of two who wait in a circle.
TRIES, PAUSE = 150, 0.2

REPLACE = """
WITH meant AS (
  SELECT t.id, {patient} AS patient_id, {history_id} AS history_id,
    sha256(convert_to(t.{field}, 'UTF8')) AS digest
  FROM {table} AS t WHERE t.id = ANY (%(ids)s) AND t.{field} NOT IN ('', %(tombstone)s)
), redacted AS (
  UPDATE {table} AS t SET {field} = %(tombstone)s FROM meant WHERE t.id = meant.id
  RETURNING meant.*
)
"""
REASON = """
WITH redacted AS (
  UPDATE {history} AS h SET history_change_reason = %(tombstone)s
  WHERE h.history_id = ANY (%(ids)s)
    AND h.history_change_reason IS DISTINCT FROM %(tombstone)s
  RETURNING h.*
)
"""
# An act gives all of its changes the one reason.
OF_THE_ACT = """
SELECT c.id, c."table", c.history_id FROM registry_change AS c
JOIN registry_change AS one USING (cluster, xid, reason)
WHERE one.id = %(record)s AND c.reason NOT IN ('', %(tombstone)s)
"""
OF_THE_QUERY = """
SELECT c.id, c."table", c.history_id FROM registry_change AS c
WHERE c."table" = 'registry_dataquery' AND c.record_id = %(query)s
  AND c.reason = %(words)s AND c.reason NOT IN ('', %(tombstone)s)
"""
ENTRY = "SELECT query_id, said FROM registry_queryentry WHERE id = %(record)s"
QUESTION = "SELECT id, {field} FROM registry_dataquery WHERE id = %(record)s"
ASKED = "UPDATE registry_dataquery SET {field} = %(tombstone)s WHERE id = %(record)s"
KEPT = """
UPDATE registry_dataquery SET value = %(kept)s
WHERE id = %(record)s AND value <> %(kept)s
"""
WHO = """
SELECT set_config('dayzero.actor', %s, true), set_config('dayzero.reason', %s, true)
"""
PATIENT_OF_ENTRY = (
    "(SELECT q.patient_id FROM registry_dataquery AS q WHERE q.id = t.query_id)"
)


def redact_words(cursor: Cursor[Any], asked: Redaction) -> int:
    """Take out words: an entry's, a question's, or the reason of an act's changes.

    The question itself is replaced too, for no page corrects it. ``cursor`` is the
    owner's, in a transaction. Returns how many rows had the words.
    """
    said = {**asked.said(CHANGES), "query": None, "words": ""}
    if asked.is_judged:
        return _judged(cursor, asked, said)
    if asked.model is Change:
        return _reasons(cursor, asked, OF_THE_ACT, said)
    find = ENTRY if asked.model is QueryEntry else QUESTION
    named = sql.SQL(find).format(field=sql.Identifier(asked.field))
    if (found := cursor.execute(named, said).fetchone()) is None:
        return 0
    said["query"], said["words"] = found
    reasons = _reasons(cursor, asked, OF_THE_QUERY, said)
    if asked.model is QueryEntry:
        return reasons + _replaced(cursor, asked, ENTRIES, [asked.record])
    return reasons + _question(cursor, asked, said)


def _judged(cursor: Cursor[Any], asked: Redaction, said: dict[str, Any]) -> int:
    """Take the words out of what a query judged, and that out of its history."""
    cursor.execute(WHO, [str(asked.actor), said["reason"]])
    found = DataQuery.objects.filter(pk=asked.record).first()
    if found is None:
        return 0
    cursor.execute(KEPT, said | {"kept": Jsonb(without_words(found))})
    return redact(cursor, asked)


def _question(cursor: Cursor[Any], asked: Redaction, said: dict[str, Any]) -> int:
    cursor.execute(WHO, [str(asked.actor), said["reason"]])
    cursor.execute(sql.SQL(ASKED).format(field=sql.Identifier(asked.field)), said)
    return redact(cursor, asked)


def _reasons(
    cursor: Cursor[Any], asked: Redaction, find: str, said: dict[str, Any]
) -> int:
    """Redact the reason of changes, and that of the history rows that they tell of."""
    meant = cursor.execute(sql.SQL(find), said).fetchall()  # type: ignore[arg-type]
    of_table = {model._meta.db_table: model for model in audited_models()}
    by_model = {
        model: [row for _id, at, row in meant if at == table]
        for table, model in of_table.items()
        if table in {at for _id, at, _row in meant}
    }
    histories = {model: history_of(model)._meta.db_table for model in by_model}
    _lock(cursor, [*histories.values(), CHANGES, ENTRIES])
    rows = _replaced(cursor, asked, CHANGES, [one for one, _at, _row in meant])
    for model, ids in by_model.items():
        table = histories[model]
        replace = sql.SQL(REASON).format(history=sql.Identifier(table))
        patient = patient_column(model) or "NULL::bigint"
        with unguarded(cursor, table):
            cursor.execute(
                replace + _logged(patient, ROW_DIGEST), asked.said(table) | {"ids": ids}
            )
    return rows


def _replaced(
    cursor: Cursor[Any], asked: Redaction, table: str, ids: Iterable[int]
) -> int:
    of_change = table == CHANGES
    replace = sql.SQL(REPLACE).format(
        table=sql.Identifier(table),
        field=sql.Identifier("reason" if of_change else asked.field),
        patient=sql.SQL("t.patient_id" if of_change else PATIENT_OF_ENTRY),
        history_id=sql.SQL("t.history_id" if of_change else "0::bigint"),
    )
    with unguarded(cursor, table):
        cursor.execute(
            replace + _logged("patient_id", "digest"),
            asked.said(table) | {"ids": list(ids)},
        )
        return cursor.rowcount


def _logged(patient: str, digest: str) -> sql.Composed:
    return sql.SQL(LOGGED).format(
        patient=sql.SQL(patient),  # type: ignore[arg-type]
        digest=sql.SQL(digest),  # type: ignore[arg-type]
    )


def _lock(cursor: Cursor[Any], tables: Iterable[str]) -> None:
    """Lock tables against writing, once nobody writes to any; else TimeoutError."""
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    lock = sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE NOWAIT").format(names)
    for _try in range(TRIES):
        cursor.execute("SAVEPOINT unlocked")
        try:
            cursor.execute(lock)
        except errors.LockNotAvailable:
            cursor.execute("ROLLBACK TO SAVEPOINT unlocked")
            time.sleep(PAUSE)
        else:
            return
    raise TimeoutError("somebody was writing all the time: try again")
