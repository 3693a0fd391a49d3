"""Parquet and Arrow: typed columns, labels in the schema, a block of rows at a time."""

import json
from typing import IO

import pyarrow as pa
import pyarrow.parquet

from outcomes.exports.columns import Column
from outcomes.exports.table import ARROW, Options, Table

# Many small blocks make one group: readers skip groups, and compress within one.
GROUP_ROWS = 32 << 10


def schema(table: Table, options: Options) -> pa.Schema:
    """Return the columns' types, with what they mean as their metadata."""
    fields = [_field(column, options.language) for column in table.columns]
    said = {"label": table.label.in_language(options.language), "name": table.name}
    return pa.schema(fields, metadata=said)


def _field(column: Column, language: str) -> pa.Field:
    said = {
        "label": column.titled(language),
        "label_en": column.label.en,
        "label_zh": column.label.zh,
        "kind": column.kind.value,
    }
    if column.unit:
        said["unit"] = column.unit
    if column.codes:
        for one in ("en", "zh"):
            labels = {code.value: code.label.in_language(one) for code in column.codes}
            said[f"codes_{one}"] = json.dumps(labels, ensure_ascii=False)
    return pa.field(column.name, ARROW[column.kind], metadata=said)


def write_parquet(table: Table, file: IO[bytes], options: Options) -> None:
    """Write the rows in groups; memory holds one group."""
    of = schema(table, options)
    with pyarrow.parquet.ParquetWriter(file, of, compression="zstd") as writer:
        held: list[pa.RecordBatch] = []
        for batch in table.batches():
            held.append(pa.RecordBatch.from_arrays(batch.columns, schema=of))
            if sum(one.num_rows for one in held) >= GROUP_ROWS:
                writer.write_table(pa.Table.from_batches(held))
                held.clear()
        writer.write_table(pa.Table.from_batches(held, schema=of))


def write_arrow(table: Table, file: IO[bytes], options: Options) -> None:
    """Write the rows as an Arrow stream, batch by batch."""
    of = schema(table, options)
    with pa.ipc.new_stream(file, of) as writer:
        for batch in table.batches():
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=of))
