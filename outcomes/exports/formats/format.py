"""What a format says of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from outcomes.exports.table import Options, Table
from registry.codelists.base import Label

Write = Callable[[Table, IO[bytes], Options], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name in addresses, and how a table is written in it.

    ``write`` is None where the table's own CSV is the file. ``labelled`` formats keep
    the labels of codes, and so leave out the columns that only repeat these in words;
    those with ``reasons`` keep why a value is absent. ``most_rows`` are those it takes.
    """

    name: str
    label: Label
    content_type: str
    write: Write | None = None
    suffix: str = ""
    labelled: bool = False
    reasons: bool = False
    most_rows: int | None = None
