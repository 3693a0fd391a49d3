"""The trail as a file: CSV for a spreadsheet, JSON for a program."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import QuerySet

from registry.intake.spelling import computes
from registry.models import Change
from registry.queries.trail_rows import TrailRow, rows_in_words
from registry.views.audit_words import row_in_words

CHUNK = 500
# What stands before a formula and is skipped by some spreadsheets.
BLANKS = ("\t", "\r", "\n", "\0", " ")
COLUMNS = (
    *("change", "at_utc", "who", "database_role", "act", "form", "table", "record"),
    *("centre", "patient", "field", "label", "old", "new", "marks", "reason"),
    *("history_row", "sha256"),
)


@dataclass(frozen=True, slots=True)
class Writer:
    """How a kind of file begins, says one change, parts changes, and ends."""

    content_type: str
    begin: str
    says: Callable[[TrailRow], str]
    between: str
    end: str


def written(rows: QuerySet[Change], kind: str) -> tuple[IO[bytes], int]:
    """Write every change into a nameless file, a chunk at a time; return the number.

    The oldest comes first, so that a later file continues an earlier one.
    """
    writer, count = WRITERS[kind], 0
    file = TemporaryFile()  # noqa: SIM115  closed by who sends it
    file.write(writer.begin.encode())
    for row in _in_order(rows):
        said = writer.says(row)
        file.write((writer.between + said if count else said).encode())
        count += 1
    file.write(writer.end.encode())
    file.seek(0)
    return file, count


def _in_order(rows: QuerySet[Change]) -> Iterator[TrailRow]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from rows_in_words(some)
        last = some[-1].pk


def _told(row: TrailRow) -> dict[str, Any]:
    said, change = row_in_words(row), row.change
    return {
        "change": change.pk,
        "at_utc": change.at.isoformat(),
        "who": said["who"],
        "database_role": change.session_role,
        "act": said["act"],
        "form": said["form"],
        "table": change.table,
        "record": change.record_id,
        "centre": said["centre"],
        "patient": said["patient"],
        "fields": said["fields"],
        "marks": said["marks"],
        "reason": said["reason"],
        "history_row": change.history_id,
        "sha256": bytes(change.digest).hex(),
    }


def _lines(row: TrailRow) -> str:
    told = _told(row)
    out = io.StringIO()
    lines = csv.writer(out)
    for one in told.pop("fields") or [{}]:
        cells = {**told, **one}
        # A spreadsheet would run a cell that begins like a formula.
        lines.writerow(_safe(cells.get(column, "")) for column in COLUMNS)
    return out.getvalue()


def _safe(cell: Any) -> Any:
    if isinstance(cell, str) and (computes(cell) or cell.startswith(BLANKS)):
        return f"'{cell}"
    return cell


def _json(row: TrailRow) -> str:
    return json.dumps(_told(row), ensure_ascii=False)


WRITERS = {
    # A byte order mark: spreadsheets then read the Chinese words as they are.
    "csv": Writer(
        "text/csv; charset=utf-8", "\ufeff" + ",".join(COLUMNS) + "\r\n", _lines, "", ""
    ),
    "json": Writer("application/json", "[\n", _json, ",\n", "\n]\n"),
}
