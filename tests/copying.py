"""COPY as somebody at the database would use it: the policies let it in by INSERT."""

from collections.abc import Sequence

from django.db import connection


def copy_row(table: str, columns: str, row: Sequence[object]) -> None:
    """Copy one row beside ``table``, and over from there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE beside ON COMMIT DROP AS"
            f" SELECT {columns} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY beside ({columns}) FROM STDIN") as copy:
            copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM beside")
        cursor.execute("DROP TABLE beside")
