"""Which files a change of code or of a library changes, byte for byte (ADR 167)."""

import hashlib
import io
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

from outcomes.exports.catalogue import FORMATS
from outcomes.exports.columns import Kind
from outcomes.exports.table import Made
from tests.unit.exports.tables import GRADE, HYPOXIA, a_table, column, written

KEPT = Path(__file__).with_name("bytes.json")
COLUMNS = (
    column("USUBJID"),
    column("hypoxia", Kind.CODE, codes=HYPOXIA),
    column("crs_grade", Kind.WHOLE, codes=GRADE),
    column("max_temp_c", Kind.NUMBER, unit="°C", reason="r.why"),
    column("crs_onset_date", Kind.DAY),
    column("entered_at", Kind.MOMENT),
)
ROWS = [
    ["LDP-陈", "low_flow", 3, 39.25, date(2023, 2, 28), "2026-03-01T12:00:00Z"],
    ["", None, 0, None, None, None],
]
REASONS = {"max_temp_c": [None, "not_done"]}
# A moment and a code as a cut has them, not those of now.
MADE = Made(datetime(2026, 3, 1, 12, tzinfo=UTC), "0.1.0")


def found():
    """Return the SHA-256 of one table in each format that a library writes."""
    table = replace(a_table(COLUMNS, ROWS), made=MADE)
    told = replace(a_table(COLUMNS, ROWS, REASONS), made=MADE)
    return {
        name: digest(written(one.write, told if one.reasons else table))
        for name, one in FORMATS.items()
        if one.write
    }


def digest(content):
    """Return the SHA-256, of a zip of its parts: machines pack differently."""
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return hashlib.sha256(content).hexdigest()


def test_no_file_of_a_cut_changes_without_being_accepted():
    now = found()
    if os.environ.get("ACCEPT_BYTES"):
        KEPT.write_text(json.dumps(now, indent=1) + "\n")
    kept = json.loads(KEPT.read_text())
    changed = [name for name in now if now[name] != kept.get(name)]
    assert not changed, (
        f"Files of a cut in {changed} are other bytes than before. If their content is "
        "the same or better, say so in CHANGELOG.md and run this with ACCEPT_BYTES=1."
    )
