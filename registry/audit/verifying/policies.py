"""Whether every table still stands under its row policy, and under no other."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import psycopg
from psycopg import sql

from registry.access.rows import POLICY_NAME, policies
from registry.audit.verifying.findings import Finding, Kind
from registry.audit.verifying.snapshot import plain_address

Shape = tuple[Any, ...]
PATIENCE = "10s"
Shapes = tuple[Shape, Shape]
# What a policy is; of whom and to what it applies, and both of its conditions.
SHAPE = """
SELECT p.polname, p.polcmd, p.polpermissive, p.polroles,
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p WHERE p.polrelid = {table}::regclass
"""
THERE = """
SELECT c.relname, c.relrowsecurity, p.polname, p.polcmd, p.polpermissive, p.polroles,
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relname = ANY (%s) AND c.relnamespace = 'public'::regnamespace
"""
COPY = "CREATE TEMPORARY TABLE {name} (LIKE public.{name})"
MADE = "CREATE POLICY {policy} ON pg_temp.{name} USING ({rule}) WITH CHECK ({rule})"


def policies_altered(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield each table whose rows are not kept apart as ``migrate`` makes it."""
    try:
        wanted = wanted_policies()
    except psycopg.errors.InsufficientPrivilege:
        said = "cannot be compared: verify as a role that may make temporary tables"
        yield Finding(Kind.POLICY, said)
        return
    except psycopg.errors.LockNotAvailable:
        said = f"cannot be compared: a table is held for {PATIENCE}; verify again"
        yield Finding(Kind.POLICY, said)
        return
    there: dict[str, dict[str, Shape]] = {}
    for table, enabled, name, *said_of in connection.execute(THERE, [list(wanted)]):
        if not enabled:
            said = f"row-level security of {table} is switched off; run migrate"
            yield Finding(Kind.POLICY, said)
        there.setdefault(table, {})
        if name is not None:
            there[table][name] = tuple(said_of)
    for table, shapes in wanted.items():
        if table not in there:
            continue
        stands = there[table].pop(POLICY_NAME, None)
        if stands not in shapes:
            fault = "is missing" if stands is None else "says something else"
            yield Finding(Kind.POLICY, f"{POLICY_NAME} on {table} {fault}; run migrate")
        for name in sorted(there[table]):
            said = f"{name} on {table} is none of the registry's policies"
            yield Finding(Kind.POLICY, said)


@cache
def wanted_policies() -> dict[str, Shapes]:
    """Return each table's policy as the database itself writes it; once a process.

    It is made on an empty copy of the same name, in a transaction that is taken back:
    a condition can be compared only in the database's own words. A restored one was
    made of those words, which may come out with a cast more.
    """
    found: dict[str, Shapes] = {}
    with psycopg.connect(**plain_address(), autocommit=True) as own:
        own.execute("BEGIN")
        own.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        for table, rule in policies():
            own.execute(sql.SQL(COPY).format(name=sql.Identifier(table)))
            made = _made(own, table, rule.sql(table))
            found[table] = made, _made(own, table, made[-1])
            drop = sql.SQL("DROP TABLE pg_temp.{}").format(sql.Identifier(table))
            own.execute(drop)
        own.execute("ROLLBACK")
    return found


def _made(own: psycopg.Connection, table: str, condition: str) -> Shape:
    """Return how the policy of ``condition`` reads once it is made."""
    named = {"name": sql.Identifier(table), "policy": sql.Identifier(POLICY_NAME)}
    own.execute(sql.SQL(MADE).format(**named, rule=sql.SQL(condition)))
    asked = sql.SQL(SHAPE).format(table=sql.Literal(f'pg_temp."{table}"'))
    (row,) = own.execute(asked).fetchall()
    own.execute(sql.SQL("DROP POLICY {policy} ON pg_temp.{name}").format(**named))
    return tuple(row[1:])
