"""Rows of a cut, put where exports read them; their hashes are checked on the way."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db import connection
from psycopg import sql

from outcomes.cuts.freezing import HELD, OTHER, SHARED, WHY
from outcomes.exports.catalogue import DESCRIBED
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import Dataset
from outcomes.models import CutDataset, CutPart
from registry.codelists.base import Code, CodeList, Label

# What goes along with each row, and its type.
HELD_TYPES = dict(zip(HELD, ("bigint", "bigint", "text", "text", "int"), strict=True))


class Damaged(Exception):
    """What is stored of a cut is not what was stored."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a dataset that are read: their keys, and the rows of all there are.

    ``whole``: all are read.
    """

    keys: list[int]
    rows: int
    whole: bool


def parts_of(
    kept: CutDataset, centres: Iterable[int], most: int | None = None
) -> Parts:
    """Return the parts of ``centres``: with ``most`` the first, of about so many rows.

    One at least, where there is one.
    """
    found = CutPart.objects.filter(dataset=kept, centre__in=list(centres))
    sizes = dict(found.values_list("pk", "rows"))
    keys, total = [*sizes], sum(sizes.values())
    if most is None or total <= most:
        return Parts(keys, total, whole=True)
    read = zip(keys, accumulate(sizes.values()), strict=True)
    first = [key for key, rows in read if rows <= most] or keys[:1]
    return Parts(first, total, whole=first == keys)


@contextmanager
def thawed(kept: CutDataset, parts: Parts, table: str = "thawed") -> Iterator[Dataset]:
    """Put the rows of a dataset into a temporary table; yield how they are read.

    Raises Damaged where a part is not what it was.
    """
    dataset = as_dataset(kept, table)
    with connection.cursor() as cursor:
        cursor.execute(_table(kept, table))
        try:
            _load(cursor, parts.keys, table)
            yield dataset
        finally:
            # Of a transaction that failed everything is gone already.
            if not connection.needs_rollback:
                cursor.execute(
                    sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(
                        sql.Identifier(table)
                    )
                )


def _table(kept: CutDataset, table: str) -> sql.Composed:
    types = {**HELD_TYPES, SHARED: "boolean", **dict(_types(kept))}
    return sql.SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(
        sql.Identifier(table),
        sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
            for name, kind in types.items()
        ),
    )


def _types(kept: CutDataset) -> Iterator[tuple[str, str]]:
    for column in kept.columns:
        yield column["name"], column["type"]
        if column["withheld"] == "other":
            yield OTHER.format(column["name"]), "text"
        if column["why"]:
            yield WHY.format(column["name"]), "text"


def _load(cursor: Any, keys: Iterable[int], table: str) -> None:
    copy = sql.SQL("COPY pg_temp.{} FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table)
    )
    for key in keys:
        part = CutPart.objects.get(pk=key)
        text = zlib.decompress(part.content)
        if hashlib.sha256(text).hexdigest() != part.sha256:
            raise Damaged(f"{part} is not what it was: its hash differs")
        with cursor.copy(copy) as rows:
            rows.write(text)
    cursor.execute(sql.SQL("ANALYZE pg_temp.{}").format(sql.Identifier(table)))


def as_dataset(kept: CutDataset, table: str = "thawed") -> Dataset:
    """Return a dataset of a cut as exports know it, with the columns of then.

    Which of them are genetic is the registry's word of now: a column that it does not
    know any more is taken for one.
    """
    now = DESCRIBED.get(kept.name)
    open_now = {c.name for c in now.columns if not c.genetic} if now else {*()}
    return Dataset(
        kept.name,
        kept.label,
        tuple(
            _column(column, genetic=column["name"] not in open_now)
            for column in kept.columns
        ),
        f"{table} f",
        "f.held_order",
        main_only=False,
        patient="f.held_patient",
        endpoint="f.held_endpoint",
        shift="f.held_shift",
    )


def _column(said: dict[str, Any], *, genetic: bool) -> Column:
    name = said["name"]
    other: dict[str, str | None] = {
        "": "",
        "left out": None,
        "other": f'f."{OTHER.format(name)}"',
    }
    codes = tuple(Code(value, Label(en, zh)) for value, en, zh in said["codes"])
    return Column(
        name,
        f'f."{name}"',
        Label(said["label"]["en"], said["label"]["zh"]),
        Kind(said["kind"]),
        other[said["withheld"]],
        unit=said["unit"],
        codes=CodeList(name, codes) if codes else None,
        reason=f'f."{WHY.format(name)}"' if said["why"] else "",
        tells=said["tells"],
        age=said["age"],
        birth=said["birth"],
        genetic=genetic,
    )
