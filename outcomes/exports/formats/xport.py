"""SAS transport, version 5: what regulators ask for, and SAS on any machine reads.

Names have 8 letters, labels 40 bytes, texts 200: longer names end in a mark of the
whole, longer texts go on in columns of their own. One of .A to .F says why a number is
absent; texts have no missing values in SAS. Labels of codes and letters have no place
in it: ``write_sas`` packs it with the program that makes SAS formats of them and gives
back the long names.
"""

import csv
import io
from collections.abc import Iterator
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pyreadstat

from outcomes.exports.columns import Column
from outcomes.exports.formats.frame import Clock, Frame, frame, path_of, stamp
from outcomes.exports.formats.labels import cut, short
from outcomes.exports.formats.program import Variable, program
from outcomes.exports.formats.refused import too_long
from outcomes.exports.formats.special_missing import SAS_LETTERS, put_reasons
from outcomes.exports.table import Options, Table

STAMP = rb"\d\d[A-Z]{3}\d\d(:\d\d){3}"
CLOCK = Clock(3_653, 1, 1, "DATE9.", "DATETIME20.")
LONGEST_NAME, LONGEST_LABEL, LONGEST_TEXT, MOST_PARTS = 8, 40, 200, 20


def write_xpt(table: Table, file: IO[bytes], options: Options) -> None:
    """Write the transport file alone.

    Raises CannotHold.
    """
    _write(table, file, options)


def write_sas(table: Table, file: IO[bytes], options: Options) -> None:
    """Write a zip: the transport file, a program that reads it, the columns' names.

    Raises CannotHold.
    """
    name = member(table)
    with (
        TemporaryFile(dir=table.beside) as transport,
        ZipFile(file, "w", ZIP_DEFLATED) as archive,
    ):
        variables = _write(table, transport, options)
        transport.seek(0)
        part = table.made.part(f"{name}.xpt")
        with archive.open(part, "w", force_zip64=True) as packed:
            copyfileobj(transport, packed, 1 << 20)
        said = program(name, table, variables, options.language)
        archive.writestr(table.made.part(f"{name}.sas"), said)
        archive.writestr(table.made.part(f"{name}_columns.csv"), _listed(variables))


def member(table: Table) -> str:
    """Return the dataset's name within the file."""
    return short(table.name, LONGEST_NAME).upper()


def _write(table: Table, file: IO[bytes], options: Options) -> list[Variable]:
    made = frame(table, CLOCK, options, coded=False)
    parts = [
        part
        for column in table.columns
        for part in _parts(column, made.columns[column.name])
    ]
    pyreadstat.write_xport(
        pl.DataFrame([values for values, _ in parts]),
        path_of(file),
        file_label=cut(table.label.in_language(options.language), LONGEST_LABEL),
        column_labels=[
            cut(variable.title(options.language), LONGEST_LABEL)
            for _, variable in parts
        ],
        table_name=member(table),
        file_format_version=5,
        variable_format={
            variable.name: made.formats[variable.column.name]
            for _, variable in parts
            if variable.column.name in made.formats
        },
    )
    stamp(file, STAMP, table.made.at.strftime("%d%b%y:%H:%M:%S").upper())
    put_reasons(file, _reasons(made))
    return [variable for _, variable in parts]


def _reasons(made: Frame) -> dict[str, pl.Series]:
    """Return the reasons beside numbers, by the names of these in the file."""
    return {
        short(name, LONGEST_NAME): reasons
        for name, reasons in made.reasons.items()
        if made.columns[name].dtype != pl.String
    }


def _parts(column: Column, values: pl.Series) -> Iterator[tuple[pl.Series, Variable]]:
    """Yield a column, a text that is too long in parts of 200 bytes.

    Raises CannotHold where even these are too many.
    """
    pieces = _pieces(column.name, values)
    for number, piece in enumerate(pieces, 1):
        name = column.name if number == 1 else f"{column.name}_{number}"
        variable = Variable(
            short(name, LONGEST_NAME), column, number, len(pieces), _bytes(piece)
        )
        yield piece.alias(variable.name), variable


def _pieces(name: str, values: pl.Series) -> list[pl.Series]:
    if values.dtype != pl.String or _bytes(values) <= LONGEST_TEXT:
        return [values]
    pieces: list[pl.Series] = []
    while _bytes(values):
        if len(pieces) == MOST_PARTS:
            lengths = values.str.len_bytes()
            row = int(lengths.arg_max() or 0) + 1
            raise too_long(name, row, f"{MOST_PARTS} × {LONGEST_TEXT}")
        first = [cut(value, LONGEST_TEXT) for value in values]
        pieces.append(pl.Series(first, dtype=pl.String))
        rest = zip(values, first, strict=True)
        values = pl.Series([v[len(f) :] for v, f in rest], dtype=pl.String)
    return pieces


def _bytes(values: pl.Series) -> int:
    if values.dtype != pl.String or not len(values):
        return 0
    return int(values.str.len_bytes().max() or 0)  # type: ignore[arg-type]


def _listed(variables: list[Variable]) -> str:
    """Return which column each variable of the file is, as CSV."""
    to = io.StringIO()
    sheet = csv.writer(to, lineterminator="\n")
    heads = ("variable", "column", "part", "label_en", "label_zh", "unit", "absent")
    sheet.writerow(heads)
    letters = " | ".join(f".{one} = {reason}" for reason, one in SAS_LETTERS.items())
    for one in variables:
        said = one.column
        labels = (said.label.en, said.label.zh, said.unit)
        absent = letters if one.tells_reasons else ""
        sheet.writerow([one.name, said.name, one.part, *labels, absent])
    return to.getvalue()
