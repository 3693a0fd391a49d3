"""What an address asks of a file: columns, rows, labels. Read alike by API and page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware

from outcomes.exports.columns import Column
from outcomes.exports.datasets import Dataset
from outcomes.exports.table import Options
from registry.codelists.base import Label

CENTRE = "SITEID"
# Parameters that are not columns: what the view itself reads, and what is read here.
READ_HERE = frozenset({"columns", "centre", "updated_since", "safe", "language"})
OF_THE_FILE = frozenset({"cohort", "cut", "profile", "recipient", "approval"})


@dataclass(frozen=True, slots=True)
class Unclear:
    """A parameter that cannot be read as asked: its name, and what to do."""

    parameter: str
    says: Label


def options_of(
    asked: QueryDict, dataset: Dataset, language: str, more: Iterable[str] = ()
) -> tuple[Options, list[Unclear]]:
    """Return the options, and every parameter that cannot be read.

    A parameter that names a column keeps the rows that have one of its values. ``more``
    are parameters that others read.
    """
    known = {column.name: column for column in dataset.columns}
    unclear = list(_strangers(asked, known, {*READ_HERE, *OF_THE_FILE, *more}))
    since = _moment(asked.get("updated_since", ""))
    if asked.get("updated_since") and since is None:
        unclear.append(Unclear("updated_since", NOT_A_MOMENT))
    # The codebook has columns of such names: on the page these choose the file.
    read = {*known} - {*more}
    only = {name: tuple(asked.getlist(name)) for name in asked if name in read}
    if centres := asked.getlist("centre"):
        only[CENTRE] = tuple(centres)
    return Options(
        columns=tuple(listed(asked, "columns")),
        only=only,
        since=since,
        safe=asked.get("safe") == "1",
        language=asked.get("language") or language,
    ), unclear


NOT_A_MOMENT = Label(
    "Write a day or a moment, such as 2026-03-01 or 2026-03-01T12:00Z.",
    "请填写日期或时刻，如2026-03-01或2026-03-01T12:00Z。",
)


def listed(asked: QueryDict, name: str) -> list[str]:
    """Return the words of a parameter, given once with commas or several times."""
    words = (word.strip() for text in asked.getlist(name) for word in text.split(","))
    return [word for word in words if word]


def _strangers(
    asked: QueryDict, known: Mapping[str, Column], others: set[str]
) -> Iterable[Unclear]:
    names = ", ".join(known)
    for name in asked:
        if name not in known and name not in others:
            yield Unclear(
                name,
                Label(
                    f"There is no such parameter and no such column. Columns: {names}.",
                    f"没有该参数，也没有该列。可用的列：{names}。",
                ),
            )


def _moment(text: str) -> datetime | None:
    """Return a moment, or the beginning of a day where the centre is."""
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)):
            moment = datetime(day.year, day.month, day.day)
    except ValueError:
        return None
    if moment is not None and is_naive(moment):
        return make_aware(moment, get_current_timezone())
    return moment
