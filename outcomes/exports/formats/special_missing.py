"""SAS's special missing values in a transport file: why a number is absent, a letter.

The library that writes the file puts ``.`` wherever a number is absent: the byte 2E and
seven zeros. Of ``.A`` to ``.Z`` SAS keeps the letter in the same byte.
Source: SAS technical support, TS-140, version 5 transport format.
"""

from collections.abc import Iterator, Mapping
from typing import IO

import numpy as np
import polars as pl

from outcomes.exports.formats.labels import MISSING_LETTERS

# The letters of Stata's .a to .f, as SAS writes them.
SAS_LETTERS = {reason: letter.upper() for reason, letter in MISSING_LETTERS.items()}
BYTES = {reason: ord(letter) for reason, letter in SAS_LETTERS.items()}
ABSENT = ord(".")
RECORD, DESCRIBED = 80, 140
# The eighth record counts the variables, whose descriptions follow it.
COUNT_AT = 7 * RECORD
COUNT, LENGTH, NAME, PLACE = (slice(54, 58), slice(4, 6), slice(8, 16), slice(84, 88))


def put_reasons(file: IO[bytes], reasons: Mapping[str, pl.Series]) -> None:
    """Put a letter over each absent number whose reason is told, by variable."""
    told = {name: _bytes(one) for name, one in reasons.items() if one.count()}
    if not told:
        return
    rows = len(next(iter(told.values())))
    places, width, begins = _layout(file)
    body = np.memmap(file, np.uint8, "r+", begins, (rows, width))
    for name, letters in told.items():
        first = body[:, places[name]]
        put = (first == ABSENT) & (letters != 0)
        first[put] = letters[put]
    body.flush()


def _bytes(reasons: pl.Series) -> np.ndarray:
    put = reasons.replace_strict(BYTES, default=0, return_dtype=pl.UInt8)
    return put.fill_null(0).to_numpy()


def _layout(file: IO[bytes]) -> tuple[dict[str, int], int, int]:
    """Return where each variable stands in a row, a row's width, where rows begin."""
    file.seek(COUNT_AT)
    count = int(file.read(RECORD)[COUNT])
    said = [file.read(DESCRIBED) for _ in range(count)]
    described = -(-count * DESCRIBED // RECORD)  # filled up to a whole record
    begins = COUNT_AT + RECORD * (1 + described + 1)
    width = sum(int.from_bytes(one[LENGTH]) for one in said)
    return dict(_places(said)), width, begins


def _places(said: list[bytes]) -> Iterator[tuple[str, int]]:
    for one in said:
        yield one[NAME].decode("ascii").rstrip(), int.from_bytes(one[PLACE])
