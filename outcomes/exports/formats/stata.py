"""Stata: labels of variables and values, reasons for absence as .a to .f."""

from typing import IO

import polars as pl
import pyreadstat

from outcomes.exports.formats.frame import Clock, Frame, frame, path_of, stamp
from outcomes.exports.formats.labels import MISSING_LETTERS, short, why_absent
from outcomes.exports.table import Options, Table

STAMP = rb"\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d"
CLOCK = Clock(3_653, 1, 1_000, "%td", "%tc")
LONGEST_NAME, LONGEST_LABEL, LONGEST_TITLE = 32, 80, 80


def write_dta(table: Table, file: IO[bytes], options: Options) -> None:
    """Write Stata's format 118, which Stata 14 and later read.

    Raises CannotHold.
    """
    made = frame(table, CLOCK, options)
    names = {column.name: short(column.name, LONGEST_NAME) for column in table.columns}
    reasons = {MISSING_LETTERS[r]: t for r, t in why_absent(options.language).items()}
    columns, missing = [], {}
    for name, values in made.columns.items():
        series = _with_reasons(made, name, values)
        columns.append(series.alias(names[name]))
        if series.dtype == pl.Object:
            missing[names[name]] = list(MISSING_LETTERS.values())
            made.values[name] = made.values.get(name, {}) | reasons
    title = table.label.in_language(options.language)
    pyreadstat.write_dta(
        pl.DataFrame(columns),
        path_of(file),
        file_label=title[:LONGEST_TITLE],
        column_labels=[
            c.titled(options.language)[:LONGEST_LABEL] for c in table.columns
        ],
        version=14,
        variable_value_labels={names[n]: v for n, v in made.values.items()},
        missing_user_values=missing,
        variable_format={names[n]: v for n, v in made.formats.items()},
    )
    stamp(file, STAMP, table.made.at.strftime("%d %b %Y %H:%M"))


def _with_reasons(made: Frame, name: str, values: pl.Series) -> pl.Series:
    """Put the letter of its reason where a number is absent.

    Texts have no missing values in Stata.
    """
    if name not in made.reasons or values.dtype == pl.String:
        return values
    letters = made.reasons[name].replace_strict(
        MISSING_LETTERS, default=None, return_dtype=pl.String
    )
    if letters.null_count() == len(letters):
        return values
    both = zip(values, letters, strict=True)
    put = [letter if value is None else float(value) for value, letter in both]
    return pl.Series(put, dtype=pl.Object)
