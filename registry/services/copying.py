"""Write many new rows by COPY, which costs a fraction of an INSERT of each value."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql

# What goes to the database as it is; an enumeration would go by its name.
PLAIN = (type(None), str, int, bool, date)
# Below this an INSERT of values is cheaper than a table for the moment.
FEW = 50

# PostgreSQL refuses COPY into a table with row policies, so rows go over in one INSERT,
# which the policies check.
BESIDE = "CREATE TEMP TABLE incoming AS SELECT {columns} FROM {table} WITH NO DATA"
COPY = "COPY pg_temp.incoming ({columns}) FROM STDIN"
OVER = """
INSERT INTO {table} ({columns}) SELECT {columns} FROM pg_temp.incoming;
DROP TABLE pg_temp.incoming
"""


def copy_in(rows: Sequence[models.Model], *, keyed: bool = False) -> None:
    """Write new rows of one model; triggers fire as on one INSERT of them all.

    The database gives their keys: with ``keyed`` they are drawn first and the rows
    know them, else they stay unknown. Raises IntegrityError as an INSERT does.
    """
    if not rows:
        return
    meta = rows[0]._meta
    if keyed:
        _draw_keys(rows)
    if len(rows) < FEW:
        meta.model._base_manager.bulk_create(rows)
        return
    fields = [f for f in meta.concrete_fields if not f.generated]
    fields = [f for f in fields if keyed or not _is_drawn(f)]
    named = sql.SQL(", ").join(sql.Identifier(f.column or "") for f in fields)
    into = {"table": sql.Identifier(meta.db_table), "columns": named}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.SQL(BESIDE).format(**into))
        _copy(rows, fields, cursor, sql.SQL(COPY).format(**into))
        cursor.execute(sql.SQL(OVER).format(**into))


def _copy(
    rows: Sequence[models.Model], fields: list[Any], cursor: Any, into: sql.Composed
) -> None:
    named = [(field.attname, field) for field in fields]
    with connection.wrap_database_errors, cursor.copy(into) as copy:
        for row in rows:
            values = row.__dict__
            copy.write_row([_prepared(f, values[name]) for name, f in named])


def _is_drawn(field: Any) -> bool:
    return isinstance(field, models.AutoField)


def _prepared(field: Any, value: Any) -> Any:
    if type(value) in PLAIN:
        return value
    return field.get_db_prep_save(value, connection)


def _draw_keys(rows: Sequence[models.Model]) -> None:
    table, key = rows[0]._meta.db_table, rows[0]._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))"
            " FROM generate_series(1, %s)",
            [f'"{table}"', key.column, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
            row._state.adding, row._state.db = False, connection.alias
