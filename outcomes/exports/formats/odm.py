"""CDISC ODM 1.3.2: what the columns mean, then each subject's rows.

The metadata is made and held to the standard by odmlib; the rows follow one by one, so
that memory does not grow with them. Source: CDISC ODM 1.3.2.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import IO, Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from outcomes.exports.columns import Column
from outcomes.exports.formats.oids import (
    METADATA_OID,
    STUDY_OID,
    group_oid,
    item_oid,
)
from outcomes.exports.table import Options, Table

SUBJECT = "USUBJID"
ODM = "http://www.cdisc.org/ns/odm/v1.3"
# What XML 1.0 cannot carry, not even escaped.
IMPOSSIBLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_odm(table: Table, file: IO[bytes], options: Options) -> None:
    """Write the document; rows of a subject that follow each other stand together."""
    # Loaded by whoever writes such a file, not by every process.
    from outcomes.exports.formats.odm_metadata import study_of

    made, code = table.made, quoteattr(table.made.code_version)
    study = ElementTree.tostring(study_of(table).to_xml(), encoding="unicode")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ODM xmlns="{ODM}" FileType="Snapshot" ODMVersion="1.3.2"'
        f' FileOID="DAYZERO.{table.name}.{made.said}" CreationDateTime="{made.said}"'
        f' SourceSystem="Day Zero" SourceSystemVersion={code}>\n'
        f"{study}\n"
        f'<ClinicalData StudyOID="{STUDY_OID}" MetaDataVersionOID="{METADATA_OID}">'
    )
    file.write(head.encode())
    _rows(table, file)
    file.write(b"\n</ClinicalData>\n</ODM>\n")


def _rows(table: Table, file: IO[bytes]) -> None:
    name, numbers = table.name.upper(), count(1)
    form = f'<StudyEventData StudyEventOID="SE.{name}"><FormData FormOID="FO.{name}">'
    end, open_for, repeats = (
        "\n</FormData></StudyEventData></SubjectData>",
        None,
        numbers,
    )
    for whose, cells in _lines(table):
        subject = whose or str(next(numbers))
        if subject != open_for:
            file.write((end if open_for else "").encode())
            file.write(f"\n<SubjectData SubjectKey={_said(subject)}>{form}".encode())
            open_for, repeats = subject, count(1)
        file.write(_group(table, cells, next(repeats)).encode())
    if open_for:
        file.write(end.encode())


def _lines(table: Table) -> Iterator[tuple[str | None, str]]:
    """Yield each row's subject, where it has one, and its items."""
    for batch in table.batches():
        columns = [
            _items(table, column, batch.column(column.name).to_pylist())
            for column in table.columns
        ]
        subjects: list[str | None] = [None] * batch.num_rows
        if SUBJECT in batch.schema.names:
            subjects = batch.column(SUBJECT).to_pylist()
        for subject, *cells in zip(subjects, *columns, strict=True):
            yield subject, "".join(cells)


def _items(table: Table, column: Column, values: list[Any]) -> list[str]:
    """Return a column's values as items; what is absent is none.

    A value that many rows have is put in words once.
    """
    begins = f'<ItemData ItemOID="{item_oid(table, column)}" Value='
    said = {value: f"{begins}{_said(value)}/>" for value in {*values}}
    if None in said:
        said[None] = ""
    return [said[value] for value in values]


def _group(table: Table, cells: str, repeat: int) -> str:
    place = f'ItemGroupOID="{group_oid(table)}" ItemGroupRepeatKey="{repeat}"'
    return f"\n<ItemGroupData {place}>{cells}</ItemGroupData>"


def _said(value: Any) -> str:
    """Return a value as an attribute, without what XML cannot carry."""
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return quoteattr(IMPOSSIBLE.sub("", text))
