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
MADE = """
CREATE TEMPORARY TABLE {name} (LIKE public.{name});
CREATE POLICY {policy} ON pg_temp.{name} USING ({rule}) WITH CHECK ({rule});
"""


def policies_altered(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield each table whose rows are not kept apart as ``migrate`` makes it."""
    try:
        wanted = wanted_policies()
    except psycopg.errors.InsufficientPrivilege:
        said = "cannot be compared: verify as a role that may make temporary tables"
        yield Finding(Kind.POLICY, said)
        return
    there: dict[str, dict[str, Shape]] = {}
    for table, enabled, name, *shape in connection.execute(THERE, [list(wanted)]):
        if not enabled:
            said = f"row-level security of {table} is switched off; run migrate"
            yield Finding(Kind.POLICY, said)
        there.setdefault(table, {})
        if name is not None:
            there[table][name] = tuple(shape)
    for table, shape in wanted.items():
        if table not in there:
            continue
        stands = there[table].pop(POLICY_NAME, None)
        if stands != shape:
            fault = "is missing" if stands is None else "says something else"
            yield Finding(Kind.POLICY, f"{POLICY_NAME} on {table} {fault}; run migrate")
        for name in sorted(there[table]):
            said = f"{name} on {table} is none of the registry's policies"
            yield Finding(Kind.POLICY, said)


@cache
def wanted_policies() -> dict[str, Shape]:
    """Return each table's policy as the database itself writes it; once a process.

    It is made on an empty copy of the same name, in a transaction that is taken back:
    a condition can be compared only in the database's own words.
    """
    found: dict[str, Shape] = {}
    with psycopg.connect(**plain_address(), autocommit=True) as own:
        own.execute("BEGIN")
        own.execute("SET LOCAL lock_timeout = '10s'")
        for table, rule in policies():
            named = {
                "name": sql.Identifier(table),
                "policy": sql.Identifier(POLICY_NAME),
            }
            own.execute(sql.SQL(MADE).format(**named, rule=sql.SQL(rule.sql(table))))
            asked = sql.SQL(SHAPE).format(table=sql.Literal(f'pg_temp."{table}"'))
            (row,) = own.execute(asked).fetchall()
            found[table] = tuple(row[1:])
            own.execute(sql.SQL("DROP TABLE pg_temp.{name}").format(**named))
        own.execute("ROLLBACK")
    return found
