"""What a format is given to write: the rows as COPY made them, and their columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

import pyarrow as pa
import pyarrow.csv

from outcomes.exports.columns import Column, Kind
from registry.codelists.base import Label

# A block holds whole rows; no cell may be longer than one.
BLOCK_BYTES = 8 << 20
ARROW = {
    Kind.TEXT: pa.string(),
    Kind.CODE: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked of a file beside its dataset and its format.

    ``columns`` are the names wanted, none for all. ``only`` keeps the rows whose column
    has one of the values, ``since`` those behind which something changed from that
    moment on. ``safe`` lets no cell run as a formula. ``language`` is the labels'.
    """

    columns: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: datetime | None = None
    safe: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Table:
    """One dataset's rows, once, as CSV in a file.

    An empty cell is null, ``""`` an empty text. For each of ``reasons`` a column behind
    the others, named by ``reason_of``, says why its value is absent.
    """

    name: str
    label: Label
    columns: tuple[Column, ...]
    reasons: tuple[str, ...]
    rows: int
    file: IO[bytes]

    @property
    def schema(self) -> pa.Schema:
        """Return the types of the columns, and of the reasons behind them."""
        fields = [pa.field(one.name, ARROW[one.kind]) for one in self.columns]
        reasons = [pa.field(reason_of(name), pa.string()) for name in self.reasons]
        return pa.schema([*fields, *reasons])

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, typed, some thousands at a time."""
        self.file.seek(0)
        yield from pa.csv.open_csv(
            self.file,
            read_options=pa.csv.ReadOptions(block_size=BLOCK_BYTES),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=self.schema,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )


def reason_of(name: str) -> str:
    """Return the name of the column that says why ``name`` has no value."""
    return f"{name} absent"
