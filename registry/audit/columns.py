"""Keep how the history tables look, so that old digests can be counted again.

A digest covers every column that a history row had when it was written. A release that
adds, renames or drops one changes the row, not what was said then.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

NOW = """
SELECT c.relname, a.attname, a.attnum
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relname = ANY (%s) AND c.relnamespace = 'public'::regnamespace
  AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum
"""
KNOWN = """
SELECT "table", since, columns, renamed, dropped FROM registry_historycolumns
WHERE "table" = ANY (%s) ORDER BY id
"""
KEEP = """
INSERT INTO registry_historycolumns ("table", since, columns, renamed, dropped)
VALUES (%s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A history table's columns, by name, with the number the database gave each."""

    since: int
    columns: Mapping[str, int]
    renamed: Mapping[str, str]
    dropped: Collection[str]


def keep_columns(cursor: Any, tables: Collection[str]) -> None:
    """Note every history table whose columns differ from what was noted last."""
    now = columns_now(cursor, tables)
    known = looks_of(cursor, tables)
    for table, columns in now.items():
        before = known[table][-1] if known[table] else None
        # A restore may give other numbers to the same names.
        if before and before.columns == columns:
            continue
        since, renamed, dropped = 0, {}, []
        if before:
            since = _next_history(cursor, table)
            renamed = _renamed(before.columns, columns)
            gone = before.columns.keys() - columns.keys() - renamed.keys()
            dropped = sorted(gone)
        row = (json.dumps(columns), json.dumps(renamed), json.dumps(dropped))
        cursor.execute(KEEP, [table, since, *row])


def columns_now(cursor: Any, tables: Collection[str]) -> dict[str, dict[str, int]]:
    """Return the columns of each table that is there."""
    cursor.execute(NOW, [list(tables)])
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for table, name, place in cursor.fetchall():
        found[table][name] = place
    return found


def looks_of(cursor: Any, tables: Collection[str]) -> dict[str, list[Look]]:
    """Return how each table has looked, oldest first."""
    cursor.execute(KNOWN, [list(tables)])
    found: dict[str, list[Look]] = defaultdict(list)
    for table, since, *said in cursor.fetchall():
        columns, renamed, dropped = (
            json.loads(one) if isinstance(one, str) else one for one in said
        )
        found[table].append(Look(since, columns, renamed, dropped))
    return found


def names_now(looks: list[Look], place: int) -> dict[str, str | None]:
    """Return today's name of each column that the look at ``place`` had, if any."""
    names: dict[str, str | None] = {name: name for name in looks[place].columns}
    for later in looks[place + 1 :]:
        for then, now in names.items():
            if now in later.dropped:
                names[then] = None
            elif now is not None:
                names[then] = later.renamed.get(now, now)
    return names


def _next_history(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT coalesce(max(history_id), 0) + 1 FROM "{table}"')
    return int(cursor.fetchone()[0])


def _renamed(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, str]:
    """Return old name to new: a column keeps its number when it is renamed."""
    new = {place: name for name, place in now.items() if name not in before}
    return {
        name: new[place]
        for name, place in before.items()
        if name not in now and place in new
    }
