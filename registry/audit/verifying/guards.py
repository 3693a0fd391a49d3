"""Whether everything still stands that keeps the trail: triggers, functions, rules."""

from collections.abc import Iterator

import psycopg

from registry.audit.verifying.findings import Finding, Kind
from registry.audit.verifying.made import PATIENCE, Made, as_made, plain
from registry.audit.verifying.policies import policies_altered
from registry.audit.verifying.roles import roles_beyond
from registry.audit.verifying.ways_round import ways_round

# PostgreSQL's own keep foreign keys.
TRIGGERS = """
SELECT c.relname, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid)
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_proc AS p ON p.oid = t.tgfoid
WHERE c.relnamespace = 'public'::regnamespace
  AND (NOT t.tgisinternal OR p.pronamespace <> 'pg_catalog'::regnamespace)
"""
FUNCTIONS = """
SELECT proname, pg_get_functiondef(oid) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND proname = ANY (%s)
"""
# What would be asked in place of PostgreSQL's own: trigger functions look into the
# registry's schema first.
SHADOWS = """
SELECT p.proname FROM pg_proc AS p
WHERE p.pronamespace = 'public'::regnamespace
  AND p.proname IN (SELECT proname FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace)
  AND NOT EXISTS (SELECT FROM pg_depend
    WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
UNION
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relname LIKE 'pg\\_%'
"""
RULES = """
SELECT c.relname, r.rulename
FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s)
ORDER BY 1, 2
"""


def guards_missing(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield every guard that is not as ``migrate`` makes it, and every one too many."""
    yield from roles_beyond(connection)
    try:
        made = as_made()
    except psycopg.errors.InsufficientPrivilege:
        yield _not_compared("verify as a role that may make temporary tables")
        return
    except psycopg.errors.LockNotAvailable:
        yield _not_compared(f"a table is held for {PATIENCE}; verify again")
        return
    yield from policies_altered(connection, made.policies)
    yield from _triggers(connection, made)
    yield from _functions(connection, made)
    yield from ways_round(connection, made.functions)
    tables = {table for table, _name in made.triggers} | made.policies.keys()
    for table, name in connection.execute(RULES, [sorted(tables)]):
        yield Finding(Kind.RULE, f"{name} on {table} is none of the registry's")


def _not_compared(says: str) -> Finding:
    said = f"policies, triggers and functions cannot be compared: {says}"
    return Finding(Kind.POLICY, said)


def _triggers(connection: psycopg.Connection, made: Made) -> Iterator[Finding]:
    there = {
        (table, name): (enabled, plain(definition))
        for table, name, enabled, definition in connection.execute(TRIGGERS)
    }
    for (table, name), shapes in made.triggers.items():
        if fault := _fault(shapes, there.pop((table, name), None)):
            yield Finding(Kind.TRIGGER, f"{name} on {table} {fault}; run migrate")
    for table, name in sorted(there):
        said = f"{name} on {table} is none of the registry's triggers"
        yield Finding(Kind.TRIGGER, said)


def _fault(wanted: tuple[tuple[str, str], ...], there: tuple[str, str] | None) -> str:
    if there is None:
        return "is missing"
    enabled = there[0]
    if enabled != "A":
        return "is disabled" if enabled == "D" else "can be switched off by a session"
    return "" if there in wanted else "does something else"


def _functions(connection: psycopg.Connection, made: Made) -> Iterator[Finding]:
    there: dict[str, list[str]] = {}
    for name, definition in connection.execute(FUNCTIONS, [list(made.functions)]):
        there.setdefault(name, []).append(plain(definition))
    for name, wanted in made.functions.items():
        found = there.get(name, [])
        if found != [wanted]:
            said = "is missing"
            if found:
                said = (
                    "is not this release’s" if wanted not in found else "stands twice"
                )
            yield Finding(Kind.FUNCTION, f"{name} {said}; run migrate")
    for (name,) in connection.execute(SHADOWS):
        said = f"public.{name} is asked in place of PostgreSQL's own {name}"
        yield Finding(Kind.FUNCTION, said)
