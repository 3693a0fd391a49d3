"""Delimited text in the encodings that hospitals send."""

import codecs
import csv
import io
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from registry.intake.table import Cell, Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200
# What a spreadsheet has, and what is read of one.
MOST_COLUMNS = 16_384
MOST_CELLS = 10_000_000

Grid = Sequence[Sequence[Cell]]


def grids_of_text(
    content: bytes, known_headers: Callable[[Grid], int]
) -> list[tuple[str, Grid]]:
    """Return the cells of a delimited text; blank lines keep their place.

    The delimiter is the one that makes most headers known. Raises Unreadable.
    """
    text = decoded(content)
    if "\x00" in text:
        raise Unreadable(_("This is no text. Save the table as .xlsx or as .csv."))
    csv.field_size_limit(10 * 2**20)
    try:
        samples = {d: _parsed(text, d, SAMPLE) for d in DELIMITERS}
        best = max(
            DELIMITERS, key=lambda d: (known_headers(samples[d]), _width(samples[d]))
        )
        _refuse_wide(samples[best])
        grid = _parsed(text, best)
        _refuse_wide(grid)
        return [("", grid)]
    except csv.Error as error:
        raise Unreadable(
            _("The text is no table (%(why)s). Save the table again as .csv.")
            % {"why": error}
        ) from None


def _refuse_wide(grid: Grid) -> None:
    """Refuse more cells than are read: each row is as wide as the widest."""
    width = _width(grid)
    if width > MOST_COLUMNS or width * len(grid) > MOST_CELLS:
        raise Unreadable(
            _(
                "The text has %(rows)d rows and up to %(columns)d columns, which is "
                "more than is read. Leave out the columns that the registry does not "
                "know, or split the file."
            )
            % {"rows": len(grid), "columns": width}
        )


def decoded(content: bytes) -> str:
    """Return the text of UTF-8 (with or without mark), UTF-16 or GB18030 bytes."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strict(content, encoding)
    head = content[:2000]
    if head.count(0) > len(head) // 4:
        little = head[1::2].count(0) >= head[0::2].count(0)
        return _strict(content, "utf-16-le" if little else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(content, "gb18030")


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            _(
                "The text's encoding is not known. Save the file as CSV UTF-8 or as "
                ".xlsx."
            )
        ) from None


def _parsed(text: str, delimiter: str, most: int | None = None) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        rows.append(list(row))
        if len(rows) == most:
            break
    return rows


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid), default=0)
