"""The first rows of a dataset and how many there are, before it is taken out.

Of a cut's large dataset only the first parts are read, as all of it takes as long as
the file: then the rows are an example, and their number is an upper bound or unsaid.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from outcomes.exports.columns import Column
from outcomes.exports.datasets import Dataset
from outcomes.exports.formats.format import Format
from outcomes.exports.table import Options
from outcomes.exports.writing import Reached, chosen, counted, require_dates, statement

FIRST = 10
MOST_OF_A_CUT = 100_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What the file would have: its columns, its first rows, the number of rows.

    ``rows`` is None where not all were read; ``most`` is then what it cannot exceed,
    None for those who may not know.
    """

    columns: tuple[Column, ...]
    lines: list[tuple[Any, ...]]
    rows: int | None
    most: int | None = None


def preview(
    dataset: Dataset, reach: Reached, kind: Format, options: Options
) -> Preview:
    """Return the first rows as the file would have them, where they may be read.

    Raises UnknownColumn, Refused.
    """
    require_dates(reach, options)
    columns = chosen(dataset, reach, kind, options)
    selected, params = statement(dataset, reach, columns, options)
    with connection.cursor() as cursor:
        cursor.execute(f"{selected} LIMIT {FIRST}", params)
        lines = cursor.fetchall()
    if not reach.whole:
        return Preview(columns, lines, None, reach.most_rows)
    return Preview(columns, lines, counted(dataset, reach, kind, options))
