"""What ``migrate`` makes to guard the trail, as the database itself writes it.

Everything is made once more in the session's temporary schema, on empty copies of the
tables, in a transaction that is taken back: a condition, a trigger and a function can
be compared only in the database's own words.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg
from psycopg import sql

from registry.access.rows import POLICY_NAME, policies, reach_functions
from registry.audit import chain, marks
from registry.audit.sql import FUNCTIONS
from registry.audit.triggers import statements
from registry.audit.verifying.snapshot import plain_address

PATIENCE = "10s"
Shape = tuple[Any, ...]
# A restored guard was made of the database's words for it, which may come out with a
# cast more: both are as it should be.
Shapes = tuple[Shape, ...]
# What a policy is; of whom and to what it applies, and both of its conditions.
POLICY = """
SELECT p.polname, p.polcmd, p.polpermissive, p.polroles,
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p WHERE p.polrelid = {table}::regclass
"""
TRIGGERS = """
SELECT tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger
WHERE tgrelid = {table}::regclass
"""
MADE_FUNCTIONS = """
SELECT proname, pg_get_functiondef(oid) FROM pg_proc
WHERE pronamespace = pg_my_temp_schema()
"""
COPY = "CREATE TEMPORARY TABLE {name} (LIKE public.{name})"
MADE = "CREATE POLICY {policy} ON pg_temp.{name} USING ({rule}) WITH CHECK ({rule})"
CREATE, EXECUTE = "CREATE OR REPLACE FUNCTION ", re.compile(r"EXECUTE FUNCTION\s+")
SCHEMA = re.compile(r"\b(public|pg_temp(_\d+)?)\.")


@dataclass(slots=True)
class Made:
    """The guards of this release: policies by table, the others by their names."""

    policies: dict[str, Shapes] = field(default_factory=dict)
    triggers: dict[tuple[str, str], Shapes] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)


def plain(definition: str) -> str:
    """Return a definition without the schema that the registry's own is in."""
    return SCHEMA.sub("", definition)


@cache
def as_made() -> Made:
    """Return every guard as the database writes it; made once a process.

    Raises InsufficientPrivilege where no temporary table may be made, LockNotAvailable
    where a table is held for ``PATIENCE``.
    """
    made = Made()
    rules = {table: rule.sql(table) for table, rule in policies()}
    guards: dict[str, list[str]] = {}
    with _taken_back() as own:
        own.execute(_in_own_schema(_functions(own)))
        for name, definition in own.execute(MADE_FUNCTIONS):
            made.functions[name] = plain(definition)
        for table, statement in statements():
            if "TRIGGER" in (text := statement.as_string(own)):
                guards.setdefault(table, []).append(text)
        for table in rules.keys() | guards.keys():
            own.execute(sql.SQL(COPY).format(name=sql.Identifier(table)))
            if table in rules:
                one = _policy(own, table, rules[table])
                made.policies[table] = one, _policy(own, table, one[-1])
            for name, shapes in _triggers(own, table, guards.get(table, [])):
                made.triggers[table, name] = shapes
            drop = sql.SQL("DROP TABLE pg_temp.{}").format(sql.Identifier(table))
            own.execute(drop)
    return made


@contextmanager
def _taken_back() -> Iterator[psycopg.Connection]:
    with psycopg.connect(**plain_address(), autocommit=True) as own:
        own.execute("BEGIN")
        own.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        # A function may name another that is not there: that one is then missing.
        own.execute("SET LOCAL check_function_bodies = off")
        own.execute("SET LOCAL search_path = pg_catalog, public")
        yield own
        own.execute("ROLLBACK")


def _functions(own: psycopg.Connection) -> str:
    """Return the statements that make the functions that policies and triggers ask."""
    reach = "".join(one.as_string(own) for one in reach_functions())
    asked = {rule.functions for _table, rule in policies()}
    return FUNCTIONS + marks.FUNCTIONS + chain.functions() + reach + "".join(asked)


def _in_own_schema(statement: str) -> bytes:
    said = statement.replace(CREATE, f"{CREATE}pg_temp.")
    return EXECUTE.sub("EXECUTE FUNCTION pg_temp.", said).encode()


def _policy(own: psycopg.Connection, table: str, condition: str) -> Shape:
    """Return how the policy of ``condition`` reads once it is made."""
    named = {"name": sql.Identifier(table), "policy": sql.Identifier(POLICY_NAME)}
    own.execute(sql.SQL(MADE).format(**named, rule=sql.SQL(condition)))
    asked = sql.SQL(POLICY).format(table=sql.Literal(f'pg_temp."{table}"'))
    (row,) = own.execute(asked).fetchall()
    own.execute(sql.SQL("DROP POLICY {policy} ON pg_temp.{name}").format(**named))
    return tuple(row[1:])


def _triggers(
    own: psycopg.Connection, table: str, making: list[str]
) -> Iterator[tuple[str, Shapes]]:
    """Yield each trigger of a table: whether it is enabled, and what it does."""
    for statement in making:
        own.execute(_in_own_schema(statement))
    asked = sql.SQL(TRIGGERS).format(table=sql.Literal(f'pg_temp."{table}"'))
    once = own.execute(asked).fetchall()
    for name, _enabled, definition in once:
        drop = sql.SQL("DROP TRIGGER {} ON pg_temp.{}")
        own.execute(drop.format(sql.Identifier(name), sql.Identifier(table)))
        own.execute(definition.encode())
    again = {name: definition for name, _enabled, definition in own.execute(asked)}
    for name, enabled, definition in once:
        yield name, ((enabled, plain(definition)), (enabled, plain(again[name])))
