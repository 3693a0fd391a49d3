"""A table as a frame of what statistics packages store: numbers and texts.

Codes become numbers with labels, days and moments the package's own count. These
formats are written from memory: ``MOST_CELLS`` bounds it.
"""

import re
from dataclasses import dataclass, field
from typing import IO, Any

import polars as pl
import pyarrow as pa

from outcomes.exports.columns import Column, Kind
from outcomes.exports.formats.labels import labels, numbered
from outcomes.exports.formats.refused import too_many
from outcomes.exports.table import Options, Table, reason_of
from registry.codelists.base import Label

MOST_CELLS = 50_000_000
HEAD_BYTES = 1 << 10
CELLS = Label("cells", "个单元格")


@dataclass(frozen=True, slots=True)
class Clock:
    """How a package counts time: its day and second of 1970, and its units of both."""

    first_day: int
    day: int
    second: int
    day_format: str
    moment_format: str

    def days(self, values: pl.Series) -> pl.Series:
        """Return days as the package's numbers."""
        return (values.cast(pl.Int64) + self.first_day) * self.day

    def moments(self, values: pl.Series) -> pl.Series:
        """Return moments as the package's numbers, to the whole second."""
        seconds = values.dt.epoch("s") + self.first_day * 86_400
        return seconds * self.second


@dataclass(slots=True)
class Frame:
    """Columns as a package stores them, by the names of the table, and their labels."""

    columns: dict[str, pl.Series] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[Any, str]] = field(default_factory=dict)
    reasons: dict[str, pl.Series] = field(default_factory=dict)


def frame(table: Table, clock: Clock, options: Options, *, coded: bool = True) -> Frame:
    """Return the rows as columns of numbers and texts; not ``coded``, codes stay texts.

    Raises CannotHold where they are more than memory is for; Cancelled.
    """
    if (cells := table.rows * len(table.columns)) > MOST_CELLS:
        raise too_many(CELLS, cells, MOST_CELLS)
    read = _read(table)
    made = Frame()
    for column in table.columns:
        table.progress.go_on()
        values = read[column.name]
        if coded and column.codes is not None:
            made.columns[column.name] = _numbered(made, column, values, options)
        else:
            made.columns[column.name] = _stored(made, column, values, clock)
    made.reasons = {name: read[reason_of(name)] for name in table.reasons}
    return made


def _read(table: Table) -> pl.DataFrame:
    whole = pa.Table.from_batches(table.batches(), schema=table.schema)
    return pl.DataFrame(pl.from_arrow(whole))


def _numbered(
    made: Frame, column: Column, values: pl.Series, options: Options
) -> pl.Series:
    """Return codes as numbers, and note the labels of these."""
    assert column.codes is not None
    texts = values.cast(pl.String)
    numbers = numbered(column.codes, texts.drop_nulls().unique())
    made.values[column.name] = dict(labels(column.codes, numbers, options.language))
    return texts.replace_strict(numbers, default=None, return_dtype=pl.Int64)


def _stored(made: Frame, column: Column, values: pl.Series, clock: Clock) -> pl.Series:
    if column.kind is Kind.DAY:
        made.formats[column.name] = clock.day_format
        return clock.days(values)
    if column.kind is Kind.MOMENT:
        made.formats[column.name] = clock.moment_format
        return clock.moments(values)
    return values.fill_null("") if values.dtype == pl.String else values


def path_of(file: IO[bytes]) -> str:
    """Return where a library that opens paths finds an open file without a name.

    So nothing is written twice, and nothing is left by who is killed in the middle.
    """
    return f"/dev/fd/{file.fileno()}"


def stamp(file: IO[bytes], pattern: bytes, said: str) -> None:
    """Write a moment over those in a file's head, where the library put its own."""
    file.seek(0)
    head = re.sub(pattern, said.encode(), file.read(HEAD_BYTES))
    file.seek(0)
    file.write(head)
    file.flush()
