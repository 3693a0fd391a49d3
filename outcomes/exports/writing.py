"""Write a dataset: the database makes the rows by COPY, a format the file of them."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO, Any, Protocol

from django.conf import settings
from django.db import connection, transaction

from outcomes.cohorts.variables import ARMS
from outcomes.endpoints import ENDPOINTS
from outcomes.exports.adam import SUBJECT
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import SUBJECT_FIRST, Dataset
from outcomes.exports.formats.format import Format
from outcomes.exports.formats.refused import too_many
from outcomes.exports.profiles import Profile, secrets
from outcomes.exports.progress import Progress
from outcomes.exports.table import Made, Options, Table, reason_of
from registry.access.policy import Refused
from registry.codelists.base import Label

ALL = Options()
ROWS = Label("rows", "行")


class Reached(Protocol):
    """Whose rows are written, of the registry of now or of a cut."""

    @property
    def profile(self) -> Profile:
        """Return how much of who a patient is they tell."""

    @property
    def whole(self) -> bool:
        """Tell whether they are all that a file would have."""

    @property
    def most_rows(self) -> int | None:
        """Return what the rows of a file cannot exceed, None where that is unsaid."""

    @property
    def made(self) -> Made:
        """Return when the rows were made, and by which code."""

    def condition(self, dataset: Dataset) -> tuple[str, dict[str, Any]]:
        """Return which rows of ``dataset``, as SQL with its values."""


@dataclass(frozen=True, slots=True)
class Written:
    """A complete file without a name: it is gone when it is closed."""

    file: IO[bytes]
    columns: list[str]
    rows: int
    size: int
    sha256: str


class UnknownColumn(Exception):
    """A column that the dataset has not got, or not for this reader."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


def write(
    dataset: Dataset,
    reach: Reached,
    kind: Format,
    options: Options = ALL,
    progress: Progress | None = None,
) -> Written:
    """Write ``dataset`` in a format, complete or not at all.

    Raises UnknownColumn, CannotHold; Refused for days of edits that are not for the
    reader; Cancelled.
    """
    require_dates(reach, options)
    progress = progress or Progress()
    with closing_on_error(_file()) as copied:
        table = replace(read(dataset, reach, kind, options, copied), progress=progress)
        progress.read = table.rows
        progress.go_on()
        if kind.most_rows is not None and table.rows > kind.most_rows:
            raise too_many(ROWS, table.rows, kind.most_rows)
        if kind.write is None:
            return _written(table, copied)
        with copied, closing_on_error(_file()) as file:
            kind.write(table, file, options)
            # A library that writes a whole file in one call has not said how far it is.
            progress.at(table.rows)
            return _written(table, file)


def read(
    dataset: Dataset, reach: Reached, kind: Format, options: Options, file: IO[bytes]
) -> Table:
    """Copy the rows that were asked for into ``file`` as CSV."""
    columns = chosen(dataset, reach, kind, options)
    reasons = [c for c in columns if c.reason] if kind.reasons else []
    # An absent value alone in a line of CSV leaves it empty, and readers skip those.
    quoted_absent = kind.write is None and len(columns) == 1
    query, params = statement(
        dataset, reach, columns, options, reasons, quoted_absent=quoted_absent
    )
    copy = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    # COPY takes no parameters; psycopg quotes them into the statement.
    quoted: str = connection.ops.compose_sql(copy, params)  # type: ignore[attr-defined]
    rows, longest = _copy(quoted, file)
    return Table(
        dataset.name,
        dataset.label,
        columns,
        tuple(column.name for column in reasons),
        rows,
        file,
        _folder(),
        longest,
        reach.made,
    )


def chosen(
    dataset: Dataset, reach: Reached, kind: Format, options: Options
) -> tuple[Column, ...]:
    """Return the columns of the file: those asked for that the reader may have.

    Raises UnknownColumn.
    """
    may = {
        column.name: column
        for column in dataset.columns
        if column.expression(profile=reach.profile, safe=False) is not None
    }
    for name in (*options.columns, *options.only):
        if name not in may:
            raise UnknownColumn(name, list(may))
    if options.columns:
        return tuple(may[name] for name in dict.fromkeys(options.columns))
    return tuple(c for c in may.values() if not (kind.labelled and c.tells))


def _sql(column: Column, dataset: Dataset, reach: Reached, options: Options) -> str:
    said = column.expression(
        profile=reach.profile, safe=options.safe, shift=dataset.shift
    )
    return said or "NULL"


def _written(table: Table, file: IO[bytes]) -> Written:
    size = file.seek(0, SEEK_END)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    names = [column.name for column in table.columns]
    return Written(file, names, table.rows, size, sha256)


@contextmanager
def closing_on_error(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Let a file that has no name vanish when it was not finished."""
    try:
        yield file
    except BaseException:
        file.close()
        raise


def _file() -> IO[bytes]:
    return TemporaryFile(dir=_folder())


def _copy(statement: str, file: IO[bytes]) -> tuple[int, int]:
    """Copy into ``file``; return the number of rows, and the bytes of the longest."""
    longest = 0
    with transaction.atomic(), connection.cursor() as cursor:
        # Statements of psycopg's own do not say whose they are; this one does.
        cursor.execute("SELECT")
        with connection.wrap_database_errors, cursor.copy(statement) as out:
            # PostgreSQL sends each row by itself.
            for row in out:
                longest = max(longest, file.write(row))
        return int(cursor.rowcount), longest


def require_dates(reach: Reached, options: Options) -> None:
    """Raise Refused where rows are asked for by the day of an edit, without dates.

    An edit is made near the day that it is about.
    """
    if options.since is not None and reach.profile is not Profile.FULL:
        raise Refused("days of edits are for those who may see the patients' dates")


def statement(
    dataset: Dataset,
    reach: Reached,
    columns: Sequence[Column],
    options: Options,
    reasons: Sequence[Column] = (),
    *,
    ordered: bool = True,
    quoted_absent: bool = False,
) -> tuple[str, dict[str, Any]]:
    """Return the query of the rows that were asked for, and its parameters.

    ``quoted_absent``: what is absent is an empty text, which COPY writes as ``""``.
    """
    sql = [(c.name, _sql(c, dataset, reach, options)) for c in columns]
    if quoted_absent:
        sql = [(name, f"coalesce(({one})::text, '')") for name, one in sql]
    sql += [(reason_of(c.name), c.reason) for c in reasons]
    listed = ", ".join(f'{one} AS "{name}"' for name, one in sql)
    kept, values = _kept(dataset, reach, options)
    of_whom, chosen = reach.condition(dataset)
    query = f"SELECT {listed} FROM {dataset.tables} WHERE {of_whom}{kept}"
    if ordered:
        query += f" ORDER BY {_order(dataset, reach)}"
    return query, words(options.language) | chosen | values


def counted(dataset: Dataset, reach: Reached, kind: Format, options: Options) -> int:
    """Return how many rows the file has: of one moment's view, as many as it gets."""
    columns = chosen(dataset, reach, kind, options)[:1]
    query, params = statement(dataset, reach, columns, options, ordered=False)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({query}) counted", params)
        return int((cursor.fetchone() or (0,))[0])


def patient_of(dataset: Dataset) -> Column:
    """Return the column of the patient's key, which no file has."""
    return Column("patient", dataset.patient or "p.id", Label("", ""), Kind.WHOLE)


def distinct(
    dataset: Dataset, reach: Reached, columns: Sequence[Column], options: Options
) -> list[tuple[Any, ...]]:
    """Return what the rows of a file have in these columns, each once."""
    rows, values = statement(dataset, reach, columns, options, ordered=False)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT * FROM ({rows}) file", values)
        return cursor.fetchall()


def _order(dataset: Dataset, reach: Reached) -> str:
    subject = SUBJECT.expression(profile=reach.profile, safe=False) or "NULL"
    return dataset.order.replace(SUBJECT_FIRST, subject)


def _kept(
    dataset: Dataset, reach: Reached, options: Options
) -> tuple[str, dict[str, Any]]:
    """Return the conditions that keep the rows asked for, and their values."""
    sql = {column.name: _sql(column, dataset, reach, ALL) for column in dataset.columns}
    named = {f"only_{n}": name for n, name in enumerate(options.only)}
    where = "".join(
        f" AND ({sql[name]})::text = ANY(%({key})s)" for key, name in named.items()
    )
    values: dict[str, Any] = {k: [*options.only[n]] for k, n in named.items()}
    if options.since is not None:
        where += f" AND {dataset.changed}"
        values["since"] = options.since
    return where, values


def words(language: str = "en") -> dict[str, Any]:
    """Return what the SQL of columns is given: words, codes and secrets.

    Labels of codes are in ``language``, what CDISC has a variable for in English.
    """
    names = {code: endpoint.name.en for code, endpoint in ENDPOINTS.items()}
    return {
        "in_chinese": language.lower().startswith("zh"),
        "arm_true": ARMS["true"].en,
        "arm_false": ARMS["false"].en,
        "params": json.dumps(names),
        "begins": json.dumps(
            {c: one.begins.en for c, one in ENDPOINTS.items() if one.begins}
        ),
        "either": [c for c, one in ENDPOINTS.items() if len(one.from_index) > 1],
        **secrets(),
    }


def _folder() -> str:
    folder = settings.MEDIA_ROOT / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder)
