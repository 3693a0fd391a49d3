"""Row policies under every query, made from the models after each migration.

Either layer alone keeps centres apart: the querysets' ``visible_to``, and these. Their
grain is the centre, and the person where a row has no centre; what a role may do with
a row that it reads is the services' matter. The tables' owner, who migrates, and the
trigger functions, which are the owner's, pass by; the application's role owns nothing.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models
from psycopg import sql

from registry.access.granting import granting_functions, roles_that_may
from registry.access.numbers import numbers_like
from registry.access.policy import Action
from registry.access.rules import (
    OPENED,
    Exempt,
    Rule,
    is_one_of,
    of_another,
    of_centre,
    of_patient,
)

PACKAGES = {
    "auth": "permissions of the administration site, no data",
    "contenttypes": "names of models",
    "sessions": "read before anybody is known; the key is the secret",
    "axes": "failed sign-ins, read before anybody is known",
    "admin": "acts in the administration site, which has no clinical data",
}

REACH = """
CREATE OR REPLACE FUNCTION registry_reach(
  person bigint, OUT edits bigint[], OUT reads bigint[]
) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  SELECT coalesce(array_agg(DISTINCT m.centre_id)
      FILTER (WHERE m.role = ANY ({edits})), '{{}}'),
    coalesce(array_agg(DISTINCT m.centre_id)
      FILTER (WHERE m.role = ANY ({reads})), '{{}}')
  INTO edits, reads
  FROM registry_membership m JOIN registry_user u ON u.id = m.user_id
  WHERE u.id = person AND u.is_active AND m.centre_id IS NOT NULL
    AND (m.until IS NULL OR m.until > now());
END $$;
"""
# Whom somebody opened in an emergency, once they say whom: the database looks by itself
# whether that stands.
EMERGENCY = """
CREATE OR REPLACE FUNCTION registry_opened(person bigint, patient bigint)
RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  RETURN (
    SELECT e.patient_id
    FROM registry_emergencyaccess e
    JOIN registry_user u ON u.id = e.user_id
    JOIN registry_membership m ON m.user_id = u.id
    WHERE e.user_id = person AND e.patient_id = patient
      AND e.ended_at IS NULL AND e.until > now() AND u.is_active
      AND m.role = ANY ({opens}) AND (m.until IS NULL OR m.until > now())
    LIMIT 1);
END $$;
"""

POLICY_NAME = "rows_of_the_reach"
POLICY = """
DROP POLICY IF EXISTS rows_of_the_reach ON {table};
CREATE POLICY rows_of_the_reach ON {table} USING ({rule}) WITH CHECK ({rule});
COMMENT ON POLICY rows_of_the_reach ON {table} IS {digest};
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
"""
STANDING = """
SELECT c.relname, obj_description(p.oid, 'pg_policy') FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
WHERE p.polname = 'rows_of_the_reach' AND c.relrowsecurity
  AND c.relnamespace = current_schema()::regnamespace
"""


def rule_of(model: type[models.Model]) -> Rule | Exempt | None:
    """Return whose the rows of ``model`` are; None where nobody said."""
    tracked = getattr(model, "instance_type", None)  # of a history
    of = tracked or model
    if of._meta.app_label in PACKAGES:
        return Exempt(PACKAGES[of._meta.app_label])
    if of._meta.label == "registry.Patient":
        return of_another("registry_patient", "id") if tracked else _patients()
    if said := getattr(of, "row_rule", None):
        rule: Rule | Exempt = said
        return rule
    columns = {field.column for field in of._meta.concrete_fields}
    if "patient_id" in columns:
        return of_patient()
    return of_centre("centre_id") if "centre_id" in columns else None


def _patients() -> Rule:
    """Return the rule that ``PatientQuerySet`` has in Django's words."""
    edits, reads = (is_one_of("{t}.centre_id", name) for name in ("edits", "reads"))
    covered = _covered().replace("{", "{{").replace("}", "}}")
    reads = f"({reads} OR {{t}}.id = {OPENED})"
    return Rule(f"{edits} OR ({reads} AND ({covered}))")


def _covered() -> str:
    """Return, as SQL, that a patient's consent covers more than their own centre."""
    from registry.models.patient import NOT_ANALYSED, Patient

    connection = connections["default"]
    query = Patient._default_manager.exclude(NOT_ANALYSED).query
    condition, params = query.get_compiler(connection=connection).compile(query.where)
    composed: str = connection.ops.compose_sql(condition, params)  # type: ignore[attr-defined]
    return composed


def policies() -> Iterator[tuple[str, Rule]]:
    """Yield each table under a policy, with its rule."""
    for model in apps.get_models():
        if isinstance(rule := rule_of(model), Rule):
            yield model._meta.db_table, rule


def protect(using: str = "default", **_: Any) -> None:
    """Put every table under its policy; what stands already is left alone."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = [(table, rule) for table, rule in policies() if table in tables]
    if "registry_membership" not in tables:
        return
    with connection.cursor() as cursor:
        for function in reach_functions():
            cursor.execute(function)
        for functions in {rule.functions for _table, rule in wanted}:
            if functions:
                cursor.execute(functions)
        cursor.execute(STANDING)
        standing = dict(cursor.fetchall())
        for table, rule in wanted:
            statement, digest = _policy(table, rule)
            if standing.get(table) != digest:
                cursor.execute(statement)


def reach_functions() -> tuple[sql.Composed, ...]:
    """Return the functions that look past the policies, for whom they keep apart.

    At which centres a person reads and edits; whom they opened in an emergency; which
    of their patients have a number; which roles they may give.
    """
    reach = sql.SQL(REACH).format(
        edits=roles_that_may(Action.EDIT_RECORD),
        reads=roles_that_may(Action.READ_RECORD),
    )
    opens = roles_that_may(Action.OPEN_IN_EMERGENCY)
    opened = sql.SQL(EMERGENCY).format(opens=opens)
    numbers = numbers_like(_patients().sql("registry_patient"))
    return reach, opened, numbers, *granting_functions()


def _policy(table: str, rule: Rule) -> tuple[sql.Composed, str]:
    condition = rule.sql(table)
    digest = hashlib.sha256(condition.encode()).hexdigest()
    statement = sql.SQL(POLICY).format(
        table=sql.Identifier(table),
        rule=sql.SQL(condition),
        digest=digest,
    )
    return statement, digest
