"""Verify everything, from one view of the database, by as many connections as given."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import psycopg

from registry.audit.chain import logs, streams
from registry.audit.columns import looks_of
from registry.audit.heads import Head
from registry.audit.triggers import audited_models, history_of
from registry.audit.verifying.findings import Finding, Kind, Report
from registry.audit.verifying.guards import guards_missing
from registry.audit.verifying.links import (
    altered_columns,
    broken_batches,
    broken_links,
    dated_back,
    lost_heads,
    out_of_order,
    out_of_turn,
)
from registry.audit.verifying.rows import (
    Audited,
    altered_history,
    altered_records,
    not_countable,
)

# Digests are of texts, which these settings have a say in.
SESSION = (
    # No function or table that somebody put elsewhere is asked.
    "SET LOCAL search_path = pg_catalog, public",
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL work_mem = '32MB'",
    "SET LOCAL jit = off",
    # The trail is recounted whole, past every row policy.
    "SET LOCAL dayzero.everything = 'yes'",
)
COUNTS = """
SELECT (SELECT count(*) FROM registry_seal), (SELECT count(*) FROM registry_change),
  (SELECT coalesce(sum(rows), 0)::bigint FROM registry_seal WHERE stream = '')
"""
LOGGED = """
SELECT (SELECT count(*) FROM {table}),
  (SELECT coalesce(sum(rows), 0)::bigint FROM registry_seal WHERE stream = '{stream}')
"""
HEAD = "SELECT number, hash, sealed_at FROM registry_seal ORDER BY number DESC LIMIT 1"
# Stretches of seals that are counted at once, so that both processors have work.
STRETCH = """
SELECT min(number), max(number), sum(rows) FROM (
  SELECT number, rows, sum(rows) OVER (ORDER BY number) / 50000 AS stretch
  FROM registry_seal
) AS s GROUP BY stretch ORDER BY 1
"""

Work = Callable[[psycopg.Connection], Iterable[Finding]]


def verify(
    connections: Sequence[psycopg.Connection], heads: Iterable[Head] | None
) -> Report:
    """Recount the whole trail; each connection stands in the same snapshot.

    ``heads`` are those noted outside, or None where nobody asks for them. Nothing is
    written.
    """
    begun, report, first = time.monotonic(), Report(), connections[0]
    for connection in connections:
        for statement in SESSION:
            connection.execute(statement)
    _count(first, report)
    report.findings += guards_missing(first)
    report.findings += broken_links(first)
    report.findings += altered_columns(first)
    report.findings += dated_back(first)
    for stream in streams():
        report.findings += out_of_turn(first, stream)
    if heads is not None:
        report.findings += _outside(first, heads, report)
    work = list(_work(first, report))
    report.findings += _done(connections, work)
    report.findings.sort(key=lambda one: list(Kind).index(one.kind))
    report.seconds = round(time.monotonic() - begun, 3)
    return report


def _count(connection: psycopg.Connection, report: Report) -> None:
    counts = connection.execute(COUNTS).fetchone() or (0, 0, 0)
    report.seals, report.changes, sealed = counts
    report.unsealed = report.changes - sealed
    for log in logs():
        asked = LOGGED.format(table=log.table, stream=log.name)
        rows, under_seal = connection.execute(asked).fetchone() or (0, 0)
        report.logged += rows
        report.logged_unsealed += rows - under_seal
    if found := connection.execute(HEAD).fetchone():
        number, own, report.sealed_at = found
        report.head = str(Head(number, own.hex()))


def _outside(
    connection: psycopg.Connection, heads: Iterable[Head], report: Report
) -> Iterator[Finding]:
    def told(number: int) -> None:
        report.noted_outside += number

    yield from lost_heads(connection, heads, told)
    if report.seals and not report.noted_outside:
        yield Finding(
            Kind.NOTHING_OUTSIDE,
            "the end of the chain could be cut off unseen; give a head that was mailed "
            "with --head, the file of heads with --heads, or say --no-heads",
        )


def _work(connection: psycopg.Connection, report: Report) -> Iterator[Work]:
    """Yield what is left to do, the largest tables first."""
    audited = list(audited_models())
    histories = [history_of(model)._meta.db_table for model in audited]
    looks = looks_of(connection.cursor(), histories)
    tables = [
        Audited.of(model, looks[history])
        for model, history in zip(audited, histories, strict=True)
    ]
    report.tables = len(tables)
    report.not_countable = sum(not_countable(connection, one) for one in tables)
    sizes: dict[str, int] = dict(
        connection.execute(
            "SELECT relname, pg_relation_size(oid) FROM pg_class"
            " WHERE relname = ANY (%s)",
            [histories],
        ).fetchall()
    )
    for one in sorted(tables, key=lambda one: -sizes[one.history]):
        yield lambda c, one=one: altered_history(c, one)  # type: ignore[misc]
    for first, last, _rows in connection.execute(STRETCH).fetchall():
        yield lambda c, f=first, t=last: broken_batches(c, f, t)  # type: ignore[misc]
    for stream in streams():
        yield lambda c, of=stream: out_of_order(c, of)  # type: ignore[misc]
    for one in tables:
        yield lambda c, one=one: altered_records(c, one)  # type: ignore[misc]


def _done(
    connections: Sequence[psycopg.Connection], work: Iterable[Work]
) -> list[Finding]:
    """Do all of the work, each connection taking the next piece."""
    waiting: SimpleQueue[Work | None] = SimpleQueue()
    for piece in (*work, *(None for _ in connections)):
        waiting.put(piece)

    def take(connection: psycopg.Connection) -> list[Finding]:
        found: list[Finding] = []
        while piece := waiting.get():
            found += piece(connection)
        return found

    with ThreadPoolExecutor(len(connections)) as pool:
        return [one for found in pool.map(take, connections) for one in found]
