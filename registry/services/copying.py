"""Write many new rows by COPY, which costs a fraction of an INSERT of each value."""

from collections.abc import Sequence

from django.db import connection, models
from psycopg import sql


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model; the database gives their keys, which stay unknown.

    Triggers fire as on INSERT. A row that is there already is an IntegrityError.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [f for f in meta.concrete_fields if not isinstance(f, models.AutoField)]
    into = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(f.column or "") for f in fields),
    )
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(
                [
                    field.get_db_prep_save(getattr(row, field.attname), connection)
                    for field in fields
                ]
            )
