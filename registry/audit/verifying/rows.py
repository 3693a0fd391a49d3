"""Count the digests of history rows again, and hold records against their newest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import models
from psycopg import sql

from registry.audit.columns import Look, names_now
from registry.audit.triggers import history_of
from registry.audit.verifying.findings import NAMED, Finding, Kind

# The trigger wrote both: whatever differs between them was altered since.
HISTORY = """
SELECT coalesce(c.record_id, h.id), coalesce(c.at, h.history_date), CASE
    WHEN c.id IS NULL THEN 'added' WHEN h.history_id IS NULL THEN 'gone'
    WHEN c.at <> h.history_date OR c.record_id <> h.id
      OR c.actor_id IS DISTINCT FROM h.history_user_id
      OR c.reason IS DISTINCT FROM h.history_change_reason
      OR replace(c.operation, '>', '~') <> h.history_type THEN 'change'
    ELSE 'digest' END AS fault
FROM (
  SELECT c.id, c.record_id, c.at, c.actor_id, c.reason, c.operation, c.history_id,
    coalesce(x.digest, c.digest) AS digest
  FROM registry_change AS c LEFT JOIN (
    -- A redaction is a change of the history table, with the row's new digest.
    SELECT DISTINCT ON (history_id) history_id, digest FROM registry_change
    WHERE "table" = {history_name} ORDER BY history_id, id DESC
  ) AS x ON x.history_id = c.history_id
  WHERE c."table" = {name}
) AS c
FULL JOIN {history} AS h ON h.history_id = c.history_id
WHERE c.id IS NULL OR h.history_id IS NULL OR c.at <> h.history_date
  OR c.record_id <> h.id OR c.actor_id IS DISTINCT FROM h.history_user_id
  OR c.reason IS DISTINCT FROM h.history_change_reason
  OR replace(c.operation, '>', '~') <> h.history_type
  OR NOT ({digests})
"""
RECORDS = """
SELECT coalesce(t.id, h.id), h.history_date, CASE
    WHEN h.id IS NULL THEN 'unwritten' WHEN t.id IS NULL THEN 'gone'
    ELSE 'differs' END AS fault
FROM {table} AS t
FULL JOIN (
  SELECT h.* FROM {history} AS h
  JOIN (SELECT max(history_id) AS history_id FROM {history} GROUP BY id) AS newest
    USING (history_id)
  WHERE h.history_type <> '-'
) AS h ON h.id = t.id
WHERE t.id IS NULL OR h.id IS NULL OR ({here}) IS DISTINCT FROM ({there})
"""
DIGEST = (
    "c.digest = sha256(convert_to(jsonb_strip_nulls(to_jsonb({row}))::text, 'UTF8'))"
)
SAYS = {
    "added": (Kind.HISTORY_ADDED, "no change tells of {rows} of {history}"),
    "gone": (Kind.HISTORY_GONE, "{rows} of {history} are gone, which changes tell of"),
    "change": (Kind.CHANGE, "{rows} of registry_change differ from {history}"),
    "digest": (Kind.HISTORY_CHANGED, "{rows} of {history} differ from their digest"),
    "unwritten": (Kind.RECORD, "{rows} of {table} have no history"),
    "differs": (Kind.RECORD, "{rows} of {table} differ from their newest history"),
}


@dataclass(frozen=True, slots=True)
class Audited:
    """An audited table: how its history looks now and has looked."""

    table: str
    history: str
    columns: Sequence[str]
    looks: Sequence[Look]

    @classmethod
    def of(cls, model: type[models.Model], looks: Sequence[Look]) -> "Audited":
        """Return what ``model`` and its history share."""
        history = history_of(model)
        kept = {field.column for field in history._meta.concrete_fields}
        own = [field.column or "" for field in model._meta.concrete_fields]
        shared = [column for column in own if column in kept]
        return cls(model._meta.db_table, history._meta.db_table, shared, looks)


def altered_history(
    connection: psycopg.Connection, audited: Audited
) -> Iterator[Finding]:
    """Yield what differs between the change log and a history table, by kind."""
    query = sql.SQL(HISTORY).format(
        name=sql.Literal(audited.table),
        history_name=sql.Literal(audited.history),
        history=sql.Identifier(audited.history),
        digests=sql.SQL(" OR ").join(_digests(audited)),
    )
    yield from _told(connection, query, audited)


def altered_records(
    connection: psycopg.Connection, audited: Audited
) -> Iterator[Finding]:
    """Yield the records that are not as their newest history has them."""

    def columns_of(row: str) -> sql.Composed:
        names = (sql.Identifier(row, column) for column in audited.columns)
        return sql.SQL("ROW({})").format(sql.SQL(", ").join(names))

    query = sql.SQL(RECORDS).format(
        table=sql.Identifier(audited.table),
        history=sql.Identifier(audited.history),
        here=columns_of("t"),
        there=columns_of("h"),
    )
    for finding in _told(connection, query, audited):
        gone = finding.kind is Kind.HISTORY_GONE
        said = f"{finding.count} rows of {audited.table} are gone, unknown to history"
        yield Finding(
            Kind.RECORD,
            said if gone else finding.says,
            None,
            finding.records,
            finding.count,
            finding.since,
            finding.until,
        )


def not_countable(connection: psycopg.Connection, audited: Audited) -> int:
    """Return how many history rows lost a column to a release that dropped it."""
    upto = 0
    for place in range(len(audited.looks) - 1):
        if None in names_now(list(audited.looks), place).values():
            upto = audited.looks[place + 1].since
    if not upto:
        return 0
    query = sql.SQL("SELECT count(*) FROM {} WHERE history_id < %s").format(
        sql.Identifier(audited.history)
    )
    found = connection.execute(query, [upto]).fetchone()
    return int(found[0]) if found else 0


def _digests(audited: Audited) -> Iterator[sql.Composable]:
    """Yield the conditions under which a row is what its change says of it.

    A row counts as what it was under any release's columns: no two rows agree by
    chance.
    """
    yield sql.SQL(DIGEST).format(row=sql.SQL("h"))
    looks = list(audited.looks)
    for place in range(len(looks) - 1):
        names = names_now(looks, place)
        if None in names.values():
            yield sql.SQL("h.history_id < {}").format(looks[place + 1].since)
            continue
        columns = sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(sql.Identifier("h", now), sql.Identifier(then))
            for then, now in names.items()
            if now
        )
        row = sql.SQL("(SELECT r FROM (SELECT {}) AS r)").format(columns)
        yield sql.SQL(DIGEST).format(row=row)


def _told(
    connection: psycopg.Connection, query: sql.Composed, audited: Audited
) -> Iterator[Finding]:
    counted: dict[str, int] = {}
    named: dict[str, list[int]] = {}
    times: dict[str, list[datetime]] = {}
    for record, at, fault in connection.execute(query):
        counted[fault] = counted.get(fault, 0) + 1
        ids = named.setdefault(fault, [])
        if len(ids) < NAMED and record not in ids:
            ids.append(record)
        if at is not None:
            since, until = times.get(fault, [at, at])
            times[fault] = [min(since, at), max(until, at)]
    for fault, count in counted.items():
        kind, words = SAYS[fault]
        said = words.format(
            rows=f"{count} rows" if count > 1 else "1 row",
            table=audited.table,
            history=audited.history,
        )
        records = {audited.table: sorted(named[fault])}
        yield Finding(kind, said, None, records, count, *times.get(fault, ()))
