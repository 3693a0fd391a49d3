"""Whether everything still stands that keeps the trail: triggers, functions, roles."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings

from registry.access.rows import reach_functions
from registry.audit import chain, marks
from registry.audit.sql import FUNCTIONS
from registry.audit.triggers import audited_models, history_of, statements
from registry.audit.verifying.findings import Finding, Kind

TRIGGER = re.compile(
    r"CREATE OR REPLACE TRIGGER (?P<name>\w+)\s+(?P<when>BEFORE|AFTER)\s+"
    r"(?P<events>.+?)\s+ON\s+\"?(?P<table>\w+).*?FOR EACH (?P<each>ROW|STATEMENT)"
    r"(?P<only>.*?)EXECUTE FUNCTION\s+(?P<does>\w+\(.*?\));",
    re.DOTALL,
)
DEFINED = re.compile(
    r"CREATE TRIGGER (?P<name>\w+) (?P<when>BEFORE|AFTER) (?P<events>.+?) ON .*?"
    r"FOR EACH (?P<each>ROW|STATEMENT)(?P<only>.*?)EXECUTE FUNCTION "
    r"(?P<does>\w+\(.*\))",
    re.DOTALL,
)
FUNCTION = re.compile(
    r"CREATE OR REPLACE FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$;", re.DOTALL
)
THERE = """
SELECT c.relname, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid)
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""
SOURCES = """
SELECT proname, prosrc FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s)
"""
MAY = """
SELECT t.name, p.privilege
FROM unnest(%(tables)s::text[]) AS t(name),
  unnest(%(privileges)s::text[]) AS p(privilege)
WHERE to_regclass(quote_ident(t.name)) IS NOT NULL AND (
  has_table_privilege(%(role)s, quote_ident(t.name), p.privilege)
  OR (p.privilege IN ('INSERT', 'UPDATE')
      AND has_any_column_privilege(%(role)s, quote_ident(t.name), p.privilege)))
ORDER BY 1, 2
"""
ROLE = """
SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolreplication,
  EXISTS (SELECT FROM pg_class AS c WHERE c.relname = 'registry_change'
          AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
FROM pg_roles AS r WHERE r.rolname = %s
"""
STANDS = (
    *("is a superuser", "goes round row-level security", "may make roles"),
    *("may replicate", "may act as the owner of the tables"),
)


def guards_missing(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield every guard that is not as ``migrate`` makes it."""
    yield from _triggers(connection)
    yield from _functions(connection)
    yield from _privileges(connection)


def _shape(found: re.Match[str]) -> tuple[Any, ...]:
    """Return what a trigger is, however it is written."""
    events = frozenset(found["events"].split(" OR "))
    does = re.sub(r"\s+", "", found["does"])
    return found["when"], events, found["each"], "WHEN" in found["only"], does


def _triggers(connection: psycopg.Connection) -> Iterator[Finding]:
    there = {
        (table, name): (enabled, definition)
        for table, name, enabled, definition in connection.execute(THERE)
    }
    closed = {history_of(model)._meta.db_table for model in audited_models()}
    wanted = {}
    for _table, statement in statements():
        # A later statement may put a trigger in an earlier one's place.
        for found in TRIGGER.finditer(statement.as_string(connection)):
            wanted[found["table"], found["name"]] = found
    closed |= {table for table, name in wanted if name == "append_only"}
    for (table, name), trigger in wanted.items():
        if fault := _fault(trigger, there.get((table, name))):
            yield Finding(Kind.TRIGGER, f"{name} on {table} {fault}; run migrate")
    for table, name in sorted(there.keys() - wanted.keys()):
        if table in closed:
            said = f"{name} on {table} is none of the audit's triggers"
            yield Finding(Kind.TRIGGER, said)


def _fault(wanted: re.Match[str], there: tuple[str, str] | None) -> str:
    if there is None:
        return "is missing"
    enabled, definition = there
    if enabled != "A":
        return "is disabled" if enabled == "D" else "can be switched off by a session"
    made = DEFINED.match(definition)
    if made is None or _shape(made) != _shape(wanted):
        return "does something else"
    return ""


def _functions(connection: psycopg.Connection) -> Iterator[Finding]:
    ours = FUNCTIONS + marks.FUNCTIONS + chain.functions()
    ours += "".join(one.as_string(connection) for one in reach_functions())
    wanted = dict(FUNCTION.findall(ours))
    there: dict[str, str] = dict(connection.execute(SOURCES, [list(wanted)]).fetchall())
    for name, source in wanted.items():
        if there.get(name) != source:
            said = "is not this release’s" if name in there else "is missing"
            yield Finding(Kind.FUNCTION, f"{name} {said}; run migrate")


def _privileges(connection: psycopg.Connection) -> Iterator[Finding]:
    role = settings.APPLICATION_ROLE
    held = connection.execute(ROLE, [role]).fetchone()
    if held is None:
        said = f"the role {role} of the application does not exist"
        yield Finding(Kind.PRIVILEGE, said)
        return
    for has, words in zip(held, STANDS, strict=True):
        if has:
            yield Finding(Kind.PRIVILEGE, f"{role} {words}")
    for tables, privileges in _withheld():
        asked = {"role": role, "tables": tables, "privileges": privileges}
        for table, privilege in connection.execute(MAY, asked):
            yield Finding(Kind.PRIVILEGE, f"{role} may {privilege} {table}")


def _withheld() -> Iterator[tuple[list[str], list[str]]]:
    """Yield tables, and what the application may not do to them."""
    audited = list(audited_models())
    alone = [history_of(model)._meta.db_table for model in audited]
    added = []
    for model in apps.get_models():
        if getattr(model, "by_database_alone", False):
            alone.append(model._meta.db_table)
        elif getattr(model, "append_only", False):
            added.append(model._meta.db_table)
    yield alone, ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"]
    yield added, ["UPDATE", "DELETE", "TRUNCATE", "TRIGGER"]
    yield [model._meta.db_table for model in audited], ["TRUNCATE", "TRIGGER"]
