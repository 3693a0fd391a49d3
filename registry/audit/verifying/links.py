"""Count the seals again: each batch, each link, and the heads noted outside."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any

import psycopg

from registry.audit.chain import COLUMNS, HEADER, Stream, streams
from registry.audit.heads import Head
from registry.audit.verifying.findings import NAMED, Finding, Kind

SEALS = f"""
SELECT s.number, s.cluster, s.from_xid, s.to_xid, s.rows, s.previous, s.hash,
  sha256(s.previous || convert_to({HEADER.format(s="s.")}, 'UTF8')),
  s.stream, s.sealed_at, s.first_at, s.last_at
FROM registry_seal AS s ORDER BY s.number
"""
BATCHES = """
SELECT s.number, s.rows, b.rows, s.first_at, s.last_at
FROM registry_seal AS s, LATERAL ({batch}) AS b
WHERE s.stream = '{stream}' AND s.number BETWEEN %s AND %s
  AND (b.rows, b.digest) IS DISTINCT FROM (s.rows, s.digest)
ORDER BY s.number
"""
COVERED = """
SELECT "table", (array_agg(DISTINCT record))[:%s], min(at), max(at)
FROM (
  SELECT {records}, c.at FROM registry_seal AS s JOIN {table} AS c
    ON c.cluster = s.cluster AND c.xid >= s.from_xid AND c.xid < s.to_xid
  WHERE s.number = %s
) AS covered ("table", record, at) GROUP BY 1 ORDER BY 1
"""
# Numbered as no transaction of this cluster, and left by no seal of another: neither
# the application nor a restore leaves such rows once this cluster has sealed.
OUT_OF_TURN = """
SELECT c.id, c.at FROM {table} AS c CROSS JOIN (
  -- A transaction that wrote and verifies is itself in reach.
  SELECT system_identifier AS cluster,
    greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
      pg_current_xact_id_if_assigned()::text::bigint + 1) AS next
  FROM pg_control_system()) AS here
LEFT JOIN (
  SELECT cluster, max(to_xid) AS upto FROM registry_seal
  WHERE stream = '{stream}' GROUP BY cluster) AS sealed ON sealed.cluster = c.cluster
WHERE c.xid < 0 OR c.cluster = here.cluster AND c.xid >= here.next
  OR c.cluster <> here.cluster AND c.xid >= coalesce(sealed.upto, 0)
    AND EXISTS (SELECT FROM registry_seal
      WHERE stream = '{stream}' AND cluster = here.cluster)
"""
# A row is dated within its transaction, and no seal is made past one that still runs:
# so never so long before another of a lower number, or of a seal before, unless the
# clock was set back by more than that.
DATED_BACK = timedelta(days=1)
OUT_OF_ORDER = """
SELECT id, at FROM (
  SELECT id, at, max(at) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS newest
  FROM {table}) AS c WHERE at < newest - %s ORDER BY id
"""
LOOKS = f"""
SELECT s.number FROM registry_seal AS s,
  LATERAL ({COLUMNS.format(until="s.columns_until")}) AS k
WHERE s.number = (SELECT max(number) FROM registry_seal)
  AND (k.columns_until, k.columns_digest)
      IS DISTINCT FROM (s.columns_until, s.columns_digest)
"""
cursors = count()


def broken_links(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield every seal that does not hang on the one before, or was altered itself."""
    before: Any = None
    upto: dict[tuple[str, int], int] = {}
    with connection.cursor(f"seals_{next(cursors)}") as seals:
        for seal in seals.execute(SEALS):
            number, cluster, first, last, rows, previous, own, again = seal[:8]
            of, times = (seal[8], cluster), seal[10:]
            place = before[0] + 1 if before else 1
            hangs_on = before[6] if before else b""
            before = seal
            faults = []
            if number != place:
                faults.append(f"seals {place} to {number - 1} are missing")
            elif previous != hangs_on:
                faults.append("it does not hang on the seal before")
            if own != again:
                faults.append("its own hash is not that of what it says")
            if number == place and first != upto.get(of, 0):
                faults.append("transactions are left out between it and the one before")
            upto[of] = last
            if faults:
                said = f"seal {number}, of {rows} rows: {'; '.join(faults)}"
                yield Finding(Kind.CHAIN, said, number, {}, rows, *times)


def dated_back(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield every seal whose rows are dated long before those of the seal before.

    A seal vouches for no time after its own. Nor is its own the measure: what waited
    for long is sealed late, in several seals.
    """
    before: dict[str, datetime] = {}
    with connection.cursor(f"seals_{next(cursors)}") as seals:
        for seal in seals.execute(SEALS):
            number, (stream, sealed_at, first_at, last_at) = seal[0], seal[8:]
            since = before.get(stream)
            if since and first_at < since - DATED_BACK:
                of = f" of {stream}" if stream else ""
                said = f"rows under seal {number}{of} are dated back"
                yield Finding(Kind.LOGGED, said, number, {}, 1, first_at, last_at)
            before[stream] = min(sealed_at, last_at)


def out_of_order(connection: psycopg.Connection, stream: Stream) -> Iterator[Finding]:
    """Yield a finding if rows are dated long before others of a lower number."""
    query = OUT_OF_ORDER.format(table=stream.table)
    found = connection.execute(query, [DATED_BACK]).fetchall()
    yield from _rows_of(stream, found, "are dated before others of a lower number")


def out_of_turn(connection: psycopg.Connection, stream: Stream) -> Iterator[Finding]:
    """Yield a finding if rows of a log are numbered so that no seal will cover them."""
    query = OUT_OF_TURN.format(table=stream.table, stream=stream.name)
    found = connection.execute(query).fetchall()
    yield from _rows_of(stream, found, "are out of every seal's reach")


def _rows_of(stream: Stream, found: list[Any], says: str) -> Iterator[Finding]:
    if found:
        ids, times = zip(*found, strict=True)
        said = f"{len(ids)} rows of {stream.table} {says}"
        records = {stream.table: sorted(ids)[:NAMED]}
        yield Finding(
            Kind.LOGGED, said, None, records, len(ids), min(times), max(times)
        )


def broken_batches(
    connection: psycopg.Connection, first: int, last: int
) -> Iterator[Finding]:
    """Yield every seal of the stretch whose rows are not those it sealed."""
    for stream in streams():
        yield from _broken_batches(connection, stream, first, last)


def _broken_batches(
    connection: psycopg.Connection, stream: Stream, first: int, last: int
) -> Iterator[Finding]:
    batch = stream.batch(cluster="s.cluster", from_xid="s.from_xid", to_xid="s.to_xid")
    query = BATCHES.format(batch=batch, stream=stream.name)
    what_of = COVERED.format(records=stream.records, table=stream.table)
    for seal, rows, found, *said in connection.execute(query, [first, last]):
        covered = connection.execute(what_of, [NAMED, seal]).fetchall()
        records = {table: sorted(ids) for table, ids, *_times in covered}
        # A row that was dated anew may lie outside what the seal says.
        times = [*said, *(at for _table, _ids, *some in covered for at in some)]
        what = f"{found}" if found != rows else "them altered or in another order"
        of = f"rows of {stream.table}" if stream.name else "changes"
        yield Finding(
            Kind.CHAIN,
            f"seal {seal} covers {rows} {of} and finds {what}",
            *(seal, records, rows, min(times), max(times)),
        )


def altered_columns(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield a finding if the list of history columns is not as the head has it."""
    for (seal,) in connection.execute(LOOKS):
        said = f"registry_historycolumns is not what seal {seal} covers"
        yield Finding(Kind.COLUMNS, said, seal)


def lost_heads(
    connection: psycopg.Connection, heads: Iterable[Head], told: Any
) -> Iterator[Finding]:
    """Yield every head noted outside that the chain does not have.

    ``told`` is given the number of heads of each thousand.
    """
    rest = iter(heads)
    while some := list(islice(rest, 1000)):
        told(len(some))
        numbers = [head.number for head in some]
        asked = "SELECT number, hash FROM registry_seal WHERE number = ANY (%s)"
        found: dict[int, bytes] = dict(connection.execute(asked, [numbers]).fetchall())
        for head in some:
            there = found.get(head.number)
            if there is None:
                said = f"seal {head.number} was noted and is gone: the end was cut off"
            elif there.hex() != head.hash:
                said = f"seal {head.number} is another than the one noted"
            else:
                continue
            yield Finding(Kind.HEAD, said, head.number)
