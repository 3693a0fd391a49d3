"""Pages of a list by the values of its last row: as quick on page 900 as on page 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

PAGE = 50
# Counting a long list costs more than showing a page of it.
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the keys that lead to what comes before and after."""

    rows: list[Any]
    before: int | None = None
    after: int | None = None


def page_of(
    rows: QuerySet[Any],
    order: Sequence[str],
    *,
    all_rows: QuerySet[Any],
    after: int | None = None,
    before: int | None = None,
    size: int = PAGE,
) -> Page:
    """Return the page of ``rows`` behind the row ``after``, or ahead of ``before``.

    ``order`` names fields that are never null, ``-`` for descending, and ends in one
    that is unique. The row that marks the place is looked up in ``all_rows``, so that
    it may have left the list since.
    """
    backwards = before is not None
    order = [_turned(name) for name in order] if backwards else order
    place = before if backwards else after
    mark = _values(all_rows, order, place)
    found = rows.filter(_behind(order, mark)) if mark else rows
    taken = list(found.order_by(*order)[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    if backwards:
        taken.reverse()
    there = bool(taken)
    ahead = there and (more if backwards else mark is not None)
    behind = there and (mark is not None if backwards else more)
    return Page(
        rows=taken,
        before=taken[0].pk if ahead else None,
        after=taken[-1].pk if behind else None,
    )


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _values(
    rows: QuerySet[Any], order: Sequence[str], pk: int | None
) -> dict[str, Any] | None:
    if pk is None:
        return None
    return rows.filter(pk=pk).values(*(name.lstrip("-") for name in order)).first()


def counted(rows: QuerySet[Any]) -> int:
    """Count a list, up to one more than ``COUNTED``."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()


class _Row(Func):
    """Several values compared as one, which an index of them answers."""

    function = "ROW"
    output_field = TextField()


def _behind(order: Sequence[str], mark: dict[str, Any]) -> Any:
    """Return the condition for every row that ``order`` puts behind ``mark``."""
    if len({name.startswith("-") for name in order}) == 1:
        beyond = LessThan if order[0].startswith("-") else GreaterThan
        names = [name.lstrip("-") for name in order]
        here = (F(name) for name in names)
        return beyond(_Row(*here), _Row(*(Value(mark[name]) for name in names)))
    behind, level = Q(), Q()
    for name in order:
        field = name.lstrip("-")
        side = "lt" if name.startswith("-") else "gt"
        behind |= level & Q(**{f"{field}__{side}": mark[field]})
        level &= Q(**{field: mark[field]})
    return behind
