"""Write a dataset by COPY: the database makes the file, nothing is held in memory."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from outcomes.cohorts.variables import ARMS
from outcomes.endpoints import ENDPOINTS
from outcomes.exports.datasets import Dataset
from outcomes.exports.reach import Reach


@dataclass(frozen=True, slots=True)
class Written:
    """A complete file without a name: it is gone when it is closed."""

    file: IO[bytes]
    columns: list[str]
    rows: int
    size: int
    sha256: str


def write_csv(dataset: Dataset, reach: Reach, *, safe: bool) -> Written:
    """Write ``dataset`` as CSV (RFC 4180, UTF-8, a header line)."""
    chosen = {
        column.name: sql
        for column in dataset.columns
        if (sql := column.expression(named=reach.named, safe=safe)) is not None
    }
    query, params = _query(dataset, reach, chosen)
    copy = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    # COPY takes no parameters; psycopg quotes them into the statement.
    statement: str = connection.ops.compose_sql(copy, params)  # type: ignore[attr-defined]
    file = TemporaryFile(dir=_folder())  # noqa: SIM115  closed by who sends it
    try:
        rows, sha256 = _copy(statement, file)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    return Written(file, list(chosen), rows, size, sha256)


def _copy(statement: str, file: IO[bytes]) -> tuple[int, str]:
    """Copy into ``file``; return the number of rows and the SHA-256."""
    digest = hashlib.sha256()
    with transaction.atomic(), connection.cursor() as cursor:
        # Statements of psycopg's own do not say whose they are; this one does.
        cursor.execute("SELECT")
        with cursor.copy(statement) as out:
            for block in out:
                digest.update(block)
                file.write(block)
        return cursor.rowcount, digest.hexdigest()


def _query(
    dataset: Dataset, reach: Reach, chosen: Mapping[str, str]
) -> tuple[str, dict[str, Any]]:
    try:
        rows = reach.patients if dataset.patient else reach.subjects
        selected, given = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        selected, given = "SELECT NULL::bigint WHERE false", ()
    names = [f"chosen_{number}" for number in range(len(given))]
    selected = selected % tuple(f"%({name})s" for name in names)
    columns = ", ".join(f'{sql} AS "{name}"' for name, sql in chosen.items())
    where = f"{dataset.patient or 's.id'} IN ({selected})"
    if dataset.endpoint:
        where += f" AND {dataset.endpoint} = ANY(%(endpoints)s)"
    query = (
        f"SELECT {columns} FROM {dataset.tables} WHERE {where} ORDER BY {dataset.order}"
    )
    said = {**_words(), "endpoints": [*reach.endpoints]}
    return query, dict(zip(names, given, strict=True)) | said


def _words() -> dict[str, Any]:
    names = {code: endpoint.name.en for code, endpoint in ENDPOINTS.items()}
    return {
        "arm_true": ARMS["true"].en,
        "arm_false": ARMS["false"].en,
        "params": json.dumps(names),
        "begins": json.dumps(
            {c: one.begins.en for c, one in ENDPOINTS.items() if one.begins}
        ),
        "either": [c for c, one in ENDPOINTS.items() if len(one.from_index) > 1],
        "key": salted_hmac("outcomes.exports.pseudonym", "patient").hexdigest(),
    }


def _folder() -> str:
    folder = settings.MEDIA_ROOT / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder)
