"""Count the seals again: each batch, each link, and the heads noted outside."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Any

import psycopg

from registry.audit.chain import BATCH, COLUMNS, HEADER
from registry.audit.heads import Head
from registry.audit.verifying.findings import NAMED, Finding, Kind

SEALS = f"""
SELECT s.number, s.cluster, s.from_xid, s.to_xid, s.rows, s.previous, s.hash,
  sha256(s.previous || convert_to({HEADER.format(s="s.")}, 'UTF8')),
  s.first_at, s.last_at
FROM registry_seal AS s ORDER BY s.number
"""
BATCHES = f"""
SELECT s.number, s.rows, b.rows, s.first_at, s.last_at
FROM registry_seal AS s, LATERAL (
  {BATCH.format(cluster="s.cluster", from_xid="s.from_xid", to_xid="s.to_xid")}) AS b
WHERE s.number BETWEEN %s AND %s
  AND (b.rows, b.digest) IS DISTINCT FROM (s.rows, s.digest)
ORDER BY s.number
"""
COVERED = """
SELECT c."table", (array_agg(DISTINCT c.record_id))[:%s], min(c.at), max(c.at)
FROM registry_seal AS s JOIN registry_change AS c
  ON c.cluster = s.cluster AND c.xid >= s.from_xid AND c.xid < s.to_xid
WHERE s.number = %s GROUP BY 1 ORDER BY 1
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
    upto: dict[int, int] = {}
    with connection.cursor(f"seals_{next(cursors)}") as seals:
        for seal in seals.execute(SEALS):
            number, cluster, first, last, rows, previous, own, again, *times = seal
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
            if number == place and first != upto.get(cluster, 0):
                faults.append("transactions are left out between it and the one before")
            upto[cluster] = last
            if faults:
                said = f"seal {number}, of {rows} changes: {'; '.join(faults)}"
                yield Finding(Kind.CHAIN, said, number, {}, rows, *times)


def broken_batches(
    connection: psycopg.Connection, first: int, last: int
) -> Iterator[Finding]:
    """Yield every seal of the stretch whose changes are not those it sealed."""
    for seal, rows, found, *said in connection.execute(BATCHES, [first, last]):
        covered = connection.execute(COVERED, [NAMED, seal]).fetchall()
        records = {table: sorted(ids) for table, ids, *_times in covered}
        # A row that was dated anew may lie outside what the seal says.
        times = [*said, *(at for _table, _ids, *some in covered for at in some)]
        what = f"{found}" if found != rows else "them altered or in another order"
        yield Finding(
            Kind.CHAIN,
            f"seal {seal} covers {rows} changes and finds {what}",
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
