"""A dataset's rows, put into parts that are kept: one or more for each centre.

Beside the dataset's own columns each row has those of ``HELD``: what an export asks of
a row to choose, shift or sort it, as it was when the cut was made.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import connection
from psycopg import sql

from outcomes.exports.columns import Column
from outcomes.exports.datasets import SUBJECT_FIRST, Dataset
from outcomes.exports.profiles import SHIFT
from outcomes.exports.reach import keys_of
from outcomes.exports.writing import words
from outcomes.models import AnalysisSubject
from registry.models import Patient
from registry.models.patient import leaves_out

# Rows of about so many bytes are one part.
PART_BYTES = 16 << 20
OTHER, WHY = "{}__other", "{}__why"
# First allogeneic HSCT, other HSCT, infusion: the order in which a patient's subjects
# are taken (``outcomes.exports.reach``).
PLACE = (
    "s.index_kind || '|' || CASE WHEN s.first_allogeneic THEN 0 ELSE 1 END"
    " || '|' || lpad(s.index_no::text, 5, '0')"
)
HELD = ("held_order", "held_patient", "held_place", "held_endpoint", "held_shift")
SHARED = "held_shared"

FROZEN = """
CREATE TEMP TABLE frozen ON COMMIT DROP AS
SELECT row_number() OVER () AS held_order, q.* FROM (
SELECT c.id AS held_centre, {who}, p.id AS held_patient, {place} AS held_place,
  {endpoint} AS held_endpoint, {shift} AS held_shift,
  p.id NOT IN ({private}) AS held_shared, {columns}
FROM {tables} WHERE {which} ORDER BY {order}) q;
CREATE INDEX ON frozen (held_centre, held_order);
"""
TYPES = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = 'pg_temp.frozen'::regclass AND attnum > 0 ORDER BY attnum
"""
CENTRES = """
SELECT f.held_centre, c.code FROM (SELECT DISTINCT held_centre FROM frozen) f
JOIN registry_centre c ON c.id = f.held_centre ORDER BY c.code
"""


@dataclass(slots=True)
class Part:
    """Some rows of one centre: ``size`` packed bytes ``at`` a place of the spool."""

    centre: int
    code: str
    number: int
    rows: int
    sha256: str
    at: int
    size: int


@dataclass(slots=True)
class Frozen:
    """A dataset as it is kept: what its columns are, and its rows by centre."""

    dataset: Dataset
    columns: list[dict[str, Any]]
    parts: list[Part] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """Return the hash over the columns and the hashes of the parts, in order."""
        named = [f"{c['name']} {c['type']}" for c in self.columns]
        lines = [f"{p.code} {p.number} {p.rows} {p.sha256}" for p in self.parts]
        return hashlib.sha256("\n".join([*named, *lines]).encode()).hexdigest()


def freeze(dataset: Dataset, spool: IO[bytes]) -> Frozen:
    """Put every row of a dataset into ``spool``, as the tables stand here and now.

    Within a transaction; one moment's view is the caller's matter.
    """
    with connection.cursor() as cursor:
        statement, params = _statement(dataset)
        cursor.execute(statement, params)
        cursor.execute(TYPES)
        types = dict(cursor.fetchall())
        frozen = Frozen(dataset, _told(dataset, types))
        cursor.execute(CENTRES)
        names = [*HELD, SHARED, *_names(frozen.columns)]
        for centre, code in cursor.fetchall():
            frozen.parts += _parts(cursor, names, (centre, code), spool)
        cursor.execute("DROP TABLE frozen")
    return frozen


def _statement(dataset: Dataset) -> tuple[str, dict[str, Any]]:
    analysed = not dataset.patient
    kept: Any = AnalysisSubject.objects.consenting()
    if not analysed:
        kept = Patient.objects.analysed().filter(merged_into=None)
    private = Patient.objects.filter(leaves_out("sharing"))
    given: dict[str, Any] = {}
    which = f"{dataset.patient or 's.id'} IN ({_keys(kept, 'kept', given)})"
    columns = dict(_columns(dataset))
    who = columns.pop("USUBJID")
    statement = FROZEN.format(
        who=f'{who} AS "USUBJID"',
        place=PLACE if analysed else "NULL::text",
        endpoint=dataset.endpoint or "NULL::text",
        shift=SHIFT,
        private=_keys(private, "private", given),
        columns=", ".join(f'{text} AS "{name}"' for name, text in columns.items()),
        tables=dataset.tables,
        which=which,
        order=dataset.order.replace(SUBJECT_FIRST, who),
    )
    return statement, words() | given


def _keys(rows: Any, name: str, given: dict[str, Any]) -> str:
    selected, values = keys_of(rows, name)
    given |= values
    return selected


def withheld(column: Column) -> str:
    """Return what others than the own centre get: "", "left out" or "other"."""
    if column.pseudonymised is None:
        return "left out"
    return "other" if column.name in ("USUBJID", "SUBJID") else ""


def kept_columns(dataset: Dataset) -> list[Column]:
    """Return the columns that a cut keeps: none of free text.

    What must not have been typed is taken out of records and their history by
    ``redact``; of what is kept for good nothing can be.
    """
    return [column for column in dataset.columns if not column.free]


def _columns(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for column in kept_columns(dataset):
        other = withheld(column) == "other"
        # Text that has a form it should have is kept in that form alone.
        own = column.sql if other or not column.pseudonymised else column.pseudonymised
        yield column.name, own
        if other and column.pseudonymised:
            yield OTHER.format(column.name), column.pseudonymised
        if column.reason:
            yield WHY.format(column.name), column.reason


def _told(dataset: Dataset, types: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "label": {"en": column.label.en, "zh": column.label.zh},
            "kind": column.kind.value,
            "type": types[column.name],
            "withheld": withheld(column),
            "unit": column.unit,
            "codes": [[c.value, c.label.en, c.label.zh] for c in column.codes or ()],
            "why": bool(column.reason),
            "tells": column.tells,
            "age": column.age,
            "birth": column.birth,
        }
        for column in kept_columns(dataset)
    ]


def _names(columns: list[dict[str, Any]]) -> list[str]:
    """Return the columns of a part, in order: the dataset's own and what goes along."""
    names = []
    for column in columns:
        names.append(column["name"])
        if column["withheld"] == "other":
            names.append(OTHER.format(column["name"]))
        if column["why"]:
            names.append(WHY.format(column["name"]))
    return names


def _parts(
    cursor: Any, names: list[str], of: tuple[int, str], spool: IO[bytes]
) -> Iterator[Part]:
    copy = sql.SQL(
        "COPY (SELECT {names} FROM frozen WHERE held_centre = {centre}"
        " ORDER BY held_order) TO STDOUT (FORMAT csv)"
    ).format(
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        centre=sql.Literal(of[0]),
    )
    rows: list[bytes] = []
    size = number = 0
    with cursor.copy(copy) as out:
        for row in out:
            rows.append(bytes(row))
            size += len(row)
            if size >= PART_BYTES:
                yield _part(of, number, rows, spool)
                rows, size, number = [], 0, number + 1
    if rows:
        yield _part(of, number, rows, spool)


def _part(
    of: tuple[int, str], number: int, rows: list[bytes], spool: IO[bytes]
) -> Part:
    text = b"".join(rows)
    packed, at = zlib.compress(text), spool.tell()
    spool.write(packed)
    digest = hashlib.sha256(text).hexdigest()
    return Part(*of, number, len(rows), digest, at, len(packed))
