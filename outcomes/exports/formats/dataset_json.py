"""CDISC Dataset-JSON 1.1: one dataset a file, its columns said before its rows.

What a column has beyond this (code lists, units) is in the Define-XML of the analysis
datasets, or in the same dataset's ODM, whichever ``metaDataRef`` names.
Source: CDISC Dataset-JSON 1.1.
"""

import json
from decimal import Decimal
from typing import IO, Any

from outcomes.exports.columns import Kind
from outcomes.exports.derivations import ORIGINS
from outcomes.exports.formats.oids import (
    METADATA_OID,
    STUDY_OID,
    group_oid,
    item_oid,
)
from outcomes.exports.table import Options, Table

TYPES = {
    Kind.TEXT: "string",
    Kind.CODE: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "double",
    Kind.DAY: "date",
    Kind.MOMENT: "datetime",
}


def write_dsjson(table: Table, file: IO[bytes], options: Options) -> None:
    """Write the columns, held to the standard by odmlib, then row after row."""
    # Loaded by whoever writes such a file, not by every process.
    from odmlib.dataset_json_1_1.model import Column as ColumnOf
    from odmlib.dataset_json_1_1.model import DatasetJSON, SourceSystem

    about = DatasetJSON(
        datasetJSONCreationDateTime=table.made.said,
        datasetJSONVersion="1.1.0",
        originator="Day Zero",
        sourceSystem=SourceSystem(name="Day Zero", version=table.made.code_version),
        studyOID=STUDY_OID,
        metaDataVersionOID=METADATA_OID,
        metaDataRef="define.xml" if table.name in ORIGINS else f"{table.name}.odm",
        itemGroupOID=group_oid(table),
        records=table.rows,
        name=table.name.upper(),
        label=table.label.in_language(options.language),
        columns=[
            ColumnOf(
                itemOID=item_oid(table, column),
                name=column.name,
                label=column.titled(options.language),
                dataType=TYPES[column.kind],
            )
            for column in table.columns
        ],
    )
    head = json.dumps(about.to_dict(), ensure_ascii=False)
    file.write(f'{head.removesuffix("}")}, "rows": ['.encode())
    names, comma = [column.name for column in table.columns], ""
    for batch in table.batches():
        for row in zip(*(batch.column(n).to_pylist() for n in names), strict=True):
            line = json.dumps([_plain(value) for value in row], ensure_ascii=False)
            file.write(f"{comma}\n{line}".encode())
            comma = ","
    file.write(b"\n]}\n")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
