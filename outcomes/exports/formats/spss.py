"""SPSS: labels of variables and values, reasons for absence as user-missing values."""

from typing import IO, Any

import polars as pl
import pyreadstat

from outcomes.exports.columns import IN_WORDS, Kind
from outcomes.exports.formats.frame import Clock, Frame, frame, path_of, stamp
from outcomes.exports.formats.labels import MISSING_NUMBERS, cut, short, why_absent
from outcomes.exports.formats.refused import too_long
from outcomes.exports.table import Options, Table

STAMP = rb"\d\d [A-Z][a-z]{2} \d{4}(:\d\d){2}"
CLOCK = Clock(141_428, 86_400, 1, "DATE11", "DATETIME20")
RANGE = {"lo": min(MISSING_NUMBERS.values()), "hi": max(MISSING_NUMBERS.values())}
LONGEST_NAME, LONGEST_LABEL, LONGEST_TEXT = 64, 256, 32_767
LONGEST_TITLE, LONGEST_VALUE = 64, 120


def write_sav(table: Table, file: IO[bytes], options: Options) -> None:
    """Write SPSS's own format, its rows compressed.

    Raises CannotHold.
    """
    made = frame(table, CLOCK, options)
    names = {column.name: short(column.name, LONGEST_NAME) for column in table.columns}
    reasons = {MISSING_NUMBERS[r]: t for r, t in why_absent(options.language).items()}
    columns: list[pl.Series] = []
    ranges: dict[str, Any] = {}
    for name, values in made.columns.items():
        _refuse_longer(name, values)
        columns.append(_with_reasons(made, name, values).alias(names[name]))
        if name in made.reasons and values.dtype != pl.String:
            ranges[names[name]] = [RANGE]
            made.values[name] = made.values.get(name, {}) | reasons
    for name, told in made.values.items():
        made.formats.setdefault(name, "F8.0")
        made.values[name] = {k: cut(v, LONGEST_VALUE) for k, v in told.items()}
    pyreadstat.write_sav(
        pl.DataFrame(columns),
        path_of(file),
        file_label=cut(table.label.in_language(options.language), LONGEST_TITLE),
        column_labels=[
            cut(c.titled(options.language), LONGEST_LABEL) for c in table.columns
        ],
        row_compress=True,
        variable_value_labels={names[n]: v for n, v in made.values.items()},
        missing_ranges=ranges,
        variable_format={names[n]: v for n, v in made.formats.items()},
        variable_measure={
            names[c.name]: "nominal" if c.codes or c.kind in IN_WORDS else "scale"
            for c in table.columns
            if c.kind not in (Kind.DAY, Kind.MOMENT)
        },
    )
    stamp(file, STAMP, table.made.at.strftime("%d %b %y%H:%M:%S"))


def _refuse_longer(name: str, values: pl.Series) -> None:
    if values.dtype != pl.String or not len(values):
        return
    lengths = values.str.len_bytes()
    if (row := lengths.arg_max()) is not None and lengths[row] > LONGEST_TEXT:
        raise too_long(name, row + 1, f"{LONGEST_TEXT:,}")


def _with_reasons(made: Frame, name: str, values: pl.Series) -> pl.Series:
    """Put the number of its reason where a number is absent."""
    if name not in made.reasons or values.dtype == pl.String:
        return values
    numbers = made.reasons[name].replace_strict(
        MISSING_NUMBERS, default=None, return_dtype=pl.Int64
    )
    return values.cast(pl.Float64).fill_null(numbers.cast(pl.Float64))
