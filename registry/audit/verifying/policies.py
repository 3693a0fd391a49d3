"""Whether every table still stands under its row policy, and under no other."""

from collections.abc import Iterator

import psycopg

from registry.access.rows import POLICY_NAME
from registry.audit.verifying.findings import Finding, Kind
from registry.audit.verifying.made import Shape, Shapes

THERE = """
SELECT c.relname, c.relrowsecurity, p.polname, p.polcmd, p.polpermissive, p.polroles,
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relname = ANY (%s) AND c.relnamespace = 'public'::regnamespace
"""


def policies_altered(
    connection: psycopg.Connection, wanted: dict[str, Shapes]
) -> Iterator[Finding]:
    """Yield each table whose rows are not kept apart as ``migrate`` makes it."""
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
