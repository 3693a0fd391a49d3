"""Two cuts held against each other, record by record.

Each side is what the reader could take out of it: for others than the own centre
pseudonymised, and of the granted studies' members of then.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from outcomes.cuts.reach import Asked, opened
from outcomes.exports.datasets import Dataset
from outcomes.exports.writing import words
from outcomes.models import Cohort, CutDataset, DataCut
from outcomes.pipeline.versions import one_view
from registry.access.policy import Actor
from registry.codelists.base import Label

PAGE = 50
ADDED, REMOVED, CHANGED = "added", "removed", "changed"

# What makes a row the same one in two cuts.
OF_SUBJECT = (
    "f.held_patient || '/' || split_part(f.held_place, '|', 1) || '/'"
    " || split_part(f.held_place, '|', 3) || '/' || coalesce(f.held_endpoint, '')"
)
# Of forms, the rows of their groups, measurements in time, queries and changes.
OF_RECORD = (
    *("record", "row_no", "FORM", "RECORD", "PARCAT1", "PARAMCD"),
    *("query", "change"),
)
# What tells a reader which of a subject's rows it is.
TOLD = ("ORIGIN", "ORIGINNO", *OF_RECORD)

SIDE = """
CREATE TEMP TABLE {side} ON COMMIT DROP AS
SELECT {key} AS key, {who} AS who, to_jsonb(r) AS said FROM {tables}
CROSS JOIN LATERAL (SELECT {columns}) r WHERE {condition}
"""
DIFFERING = """
CREATE TEMP TABLE differing ON COMMIT DROP AS
SELECT coalesce(a.who, b.who) AS who, coalesce(a.key, b.key) AS key,
  CASE WHEN a.key IS NULL THEN 'added' WHEN b.key IS NULL THEN 'removed'
  ELSE 'changed' END AS kind, a.said AS old, b.said AS new
FROM before a FULL JOIN after b ON a.key = b.key
WHERE a.said IS DISTINCT FROM b.said
"""
COUNTS = "SELECT kind, count(*) FROM differing GROUP BY kind"
ROWS = """
SELECT who, kind, old::text, new::text FROM differing
ORDER BY who, key LIMIT %s OFFSET %s
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One field that two cuts say differently; None where one says nothing."""

    name: str
    label: Label
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Differing:
    """One record that was added, removed or changed.

    ``which`` of the subject's: its endpoint or measurement, or its record's number.
    """

    who: str
    which: str
    kind: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two cuts of one dataset differ: how many records, and a page of them."""

    dataset: str
    counts: dict[str, int]
    rows: list[Differing]
    page: int

    @property
    def total(self) -> int:
        """Return how many records differ."""
        return sum(self.counts.values())

    @property
    def pages(self) -> int:
        """Return how many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: which cuts, of which dataset, of one study or of all."""

    before: DataCut
    after: DataCut
    dataset: str
    cohort: Cohort | None = None
    page: int = 1


def compare(actor: Actor, asked: Question) -> Comparison:
    """Return how ``after`` differs from ``before``.

    Raises Refused; NotInTheCut; Damaged.
    """
    with one_view():
        labels: dict[str, Label] = {}
        for side, cut in (("before", asked.before), ("after", asked.after)):
            of = Asked(cut, asked.dataset, asked.cohort)
            with _side(actor, of, side) as dataset:
                labels |= {column.name: column.label for column in dataset.columns}
        with connection.cursor() as cursor:
            cursor.execute(DIFFERING)
            cursor.execute(COUNTS)
            counts = {ADDED: 0, REMOVED: 0, CHANGED: 0} | dict(cursor.fetchall())
            cursor.execute(ROWS, [PAGE, (asked.page - 1) * PAGE])
            rows = [_differing(labels, *row) for row in cursor.fetchall()]
            cursor.execute("DROP TABLE before, after, differing")
    return Comparison(asked.dataset, counts, rows, asked.page)


def kept_by_one(one: DataCut, other: DataCut) -> list[CutDataset]:
    """Return the datasets that ``one`` has and ``other`` has not: code kept more since.

    Of these nothing can be compared.
    """
    return list(one.datasets.exclude(name__in=other.datasets.values("name")))


def page_of(text: str) -> int:
    """Return the number of a page: 1 where the text is none."""
    fits = text.isascii() and text.isdecimal() and len(text) < 7
    return max(1, int(text)) if fits else 1


def _key_of(columns: Mapping[str, str]) -> str:
    named = ", ".join(f'f."{name}"' for name in OF_RECORD if name in columns)
    return f"concat_ws('/', {named})"


@contextmanager
def _side(actor: Actor, of: Asked, side: str) -> Iterator[Dataset]:
    with opened(actor, of) as (dataset, reach):
        condition, values = reach.condition(dataset)
        columns = {
            column.name: expression
            for column in dataset.columns
            if (
                expression := column.expression(
                    profile=reach.profile, safe=False, shift=dataset.shift
                )
            )
        }
        statement = SIDE.format(
            side=side,
            key=_key_of(columns) if reach.patients_alone else OF_SUBJECT,
            who=columns["USUBJID"],
            tables=dataset.tables,
            columns=", ".join(f'{sql} AS "{name}"' for name, sql in columns.items()),
            condition=condition,
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, words() | values)
        yield dataset


def _differing(
    labels: dict[str, Label], who: str, kind: str, old: str | None, new: str | None
) -> Differing:
    was, now = (json.loads(side) if side else {} for side in (old, new))
    fields = (
        Field(name, labels[name], was.get(name), now.get(name))
        for name in labels
        if was.get(name) != now.get(name)
    )
    either = now or was
    which = " ".join(str(either[name]) for name in TOLD if either.get(name) is not None)
    return Differing(who, which, kind, tuple(fields))
