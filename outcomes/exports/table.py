"""What a format is given to write: the rows as COPY made them, and their columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO
from zipfile import ZIP_DEFLATED, ZipInfo

import pyarrow as pa
import pyarrow.csv

from outcomes.exports.columns import Column, Kind
from outcomes.exports.progress import Progress
from outcomes.version import code_version
from registry.codelists.base import Label

# Some blocks are held at a time, however many there are; each takes whole rows.
BLOCK_BYTES = 256 << 10
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
class Made:
    """When rows were made and by which code: those of a cut when the cut was.

    So that a file of a cut is the same, byte for byte, whenever it is written.
    """

    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    code_version: str = field(default_factory=code_version)

    @property
    def said(self) -> str:
        """Return the moment as CDISC's formats have it."""
        return self.at.isoformat(timespec="seconds")

    def part(self, name: str) -> ZipInfo:
        """Return a part of a zip that says this moment, within what zips can say."""
        at = max(self.at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        made = ZipInfo(name, at)
        made.compress_type = ZIP_DEFLATED
        return made


@dataclass(frozen=True, slots=True)
class Table:
    """One dataset's rows, once, as CSV in a file.

    An empty cell is null, ``""`` an empty text. For each of ``reasons`` a column behind
    the others, named by ``reason_of``, says why its value is absent. ``beside`` is a
    folder for what a format writes beside its file; without, the system's own, which in
    production is memory. ``longest`` are the bytes of the longest row. ``progress`` is
    told how many of the rows are written.
    """

    name: str
    label: Label
    columns: tuple[Column, ...]
    reasons: tuple[str, ...]
    rows: int
    file: IO[bytes]
    beside: str | None = None
    longest: int = 0
    made: Made = field(default_factory=Made)
    progress: Progress = field(default_factory=Progress)

    @property
    def schema(self) -> pa.Schema:
        """Return the types of the columns, and of the reasons behind them."""
        fields = [pa.field(one.name, ARROW[one.kind]) for one in self.columns]
        reasons = [pa.field(reason_of(name), pa.string()) for name in self.reasons]
        return pa.schema([*fields, *reasons])

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows, typed, some thousands at a time.

        Raises ValueError after the last where they are not as many as were copied;
        Cancelled between two of them where nobody wants the file any more.
        """
        self.file.seek(0)
        found = 0
        for batch in self._read():
            self.progress.at(found)
            found += batch.num_rows
            yield batch
        self.progress.at(found)
        if found != self.rows:
            raise ValueError(f"{found} rows read of {self.rows}")

    def _read(self) -> pa.csv.CSVStreamingReader:
        return pa.csv.open_csv(
            self.file,
            # Threads would read ahead, as far as memory goes.
            read_options=pa.csv.ReadOptions(
                block_size=max(BLOCK_BYTES, 2 * self.longest), use_threads=False
            ),
            # Where there is one column, an empty line is a row of it.
            parse_options=pa.csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False
            ),
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
