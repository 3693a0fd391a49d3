"""Put every audited table under its triggers, after each migration."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from psycopg import sql

from registry.access.granting import granting_functions, granting_guards
from registry.audit import chain, marks
from registry.audit.columns import keep_columns
from registry.audit.sql import (
    APPEND_ONLY,
    AUDITED,
    FUNCTIONS,
    KEPT,
    LEFT_EMPTY,
    ONLY_ADDED_TO,
    VERSIONED,
    WITHHELD,
)
from registry.models import Attestation, Change, Seal

# Django's own ways to give rights, which no policy here reads.
UNUSED_TABLES = (
    "auth_group",
    "auth_group_permissions",
    "registry_user_groups",
    "registry_user_user_permissions",
)
# Where simple-history notes the name of a model's history manager.
HISTORY = "simple_history_manager_attribute"


def audited_models() -> Iterator[type[models.Model]]:
    """Yield every model that keeps a history."""
    for model in apps.get_models():
        if hasattr(model._meta, HISTORY):
            yield model


@cache  # simple-history makes a manager class each time that it is asked
def history_of(model: type[models.Model]) -> type[models.Model]:
    """Return the model of ``model``'s history table."""
    name = getattr(model._meta, HISTORY)
    history: type[models.Model] = getattr(model, name).model
    return history


def patient_column(model: type[models.Model]) -> str:
    """Return the column that names the patient a row belongs to, or nothing."""
    if model._meta.label == "registry.Patient":
        return "id"
    return "patient_id" if "patient_id" in _columns(model) else ""


def _columns(model: type[models.Model]) -> set[str]:
    return {field.column or "" for field in model._meta.concrete_fields}


def attach(using: str = "default", **_: Any) -> None:
    """Make the functions and attach the triggers; safe to run again.

    Run after every migration, so that a new form cannot be forgotten.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if not {model._meta.db_table for model in (Change, Seal)} <= tables:
        return
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS + marks.FUNCTIONS + chain.functions())
        for function in granting_functions():
            cursor.execute(function)
        for table, statement in statements():
            if table in tables:
                cursor.execute(statement)
        histories = {history_of(model)._meta.db_table for model in audited_models()}
        keep_columns(cursor, histories & tables)


def statements() -> Iterator[tuple[str, sql.Composed]]:
    """Yield what guards each table: every audited one, and every log."""
    for model in audited_models():
        table, history = model._meta.db_table, history_of(model)._meta.db_table
        for statement in _audited(model, history):
            yield table, statement
        for statement in _append_only(history, WITHHELD):
            yield history, statement
        if _columns(model) >= {"locked_at"}:
            yield table, _marked(model)
    for model in apps.get_models():
        if getattr(model, "append_only", False):
            alone = getattr(model, "by_database_alone", False)
            withheld = WITHHELD if alone else ONLY_ADDED_TO
            for statement in _append_only(model._meta.db_table, withheld):
                yield model._meta.db_table, statement
    yield from granting_guards()
    for table in UNUSED_TABLES:
        yield table, sql.SQL(LEFT_EMPTY).format(table=sql.Identifier(table))
    attestations = Attestation._meta.db_table
    yield (
        attestations,
        sql.SQL(marks.ATTESTED).format(table=sql.Identifier(attestations)),
    )
    yield attestations, _withheld(ONLY_ADDED_TO, attestations)


def _audited(model: type[models.Model], history: str) -> Iterator[sql.Composed]:
    table = sql.Identifier(model._meta.db_table)
    yield sql.SQL(AUDITED).format(
        table=table,
        history=sql.Literal(history),
        patient=sql.Literal(patient_column(model)),
        # What analyses do not read is logged and queues nothing.
        analysed=sql.Literal(str(getattr(model, "analysed", True)).lower()),
    )
    if getattr(model, "never_deleted", False):
        yield sql.SQL(KEPT).format(table=table)
    if "version" in _columns(model):
        yield sql.SQL(VERSIONED).format(table=table)


def _append_only(table: str, withheld: str) -> Iterator[sql.Composed]:
    yield sql.SQL(APPEND_ONLY).format(table=sql.Identifier(table))
    yield _withheld(withheld, table)


def _withheld(statement: str, table: str) -> sql.Composed:
    return sql.SQL(statement).format(
        table=sql.Literal(table), role=sql.Literal(settings.APPLICATION_ROLE)
    )


def _marked(model: type[models.Model]) -> sql.Composed:
    """Return what keeps a form's marks, beside what keeps its history."""
    case = "case_locked_at" in _columns(model)
    marked = " OR ".join(marks.has_a_mark(row, case=case) for row in ("OLD", "NEW"))
    return sql.SQL(marks.MARKED).format(
        table=sql.Identifier(model._meta.db_table),
        form=sql.Literal(model.form),  # type: ignore[attr-defined]
        marked=sql.SQL(marked),
        locked=sql.SQL(marks.is_locked(case=case)),
    )
