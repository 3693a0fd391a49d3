"""Who the groups are: numbers, days, follow-up; grades and day 28 as counts."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NotRequired, TypedDict

import numpy as np

from outcomes.cohorts.belonging import MEMBERS, SUBSET, CodeOf
from outcomes.cohorts.by_day import ByDay, Integers
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import Group
from outcomes.cohorts.shapes import Number, Reason, Words, number, reason, words
from outcomes.cohorts.splits import Split
from outcomes.cohorts.spread import spread
from outcomes.cohorts.tally import Cells, Part
from outcomes.cohorts.variables import VARIABLES
from outcomes.estimators import Counts, median_follow_up
from registry.codelists.base import Label

GRADES = range(6)
DISTRIBUTED = ("crs_grade", "icans_grade", "d28_mrd", "d28_response")
NOT_KNOWN = Label("Not known", "不详")


class GroupSummary(TypedDict):
    """One group of a cohort.

    median_follow_up : days, reverse Kaplan-Meier with deaths taken out first
    median_car_t_to_hsct : days, null without CAR-T before HSCT
    of : how many there are in all, where a figure puts its own ``n`` in their place
    """

    key: str
    label: Words
    n: int
    deaths: int
    first: str | None
    last: str | None
    median_follow_up: Number
    median_follow_up_why: Reason | None
    median_car_t_to_hsct: Number
    of: NotRequired[int]


class Category(TypedDict):
    """How many subjects have one value; ``share`` is of all ``n``."""

    key: str
    label: Words
    n: int
    share: float


class Distribution(TypedDict):
    """The values of one variable among ``n`` subjects with CAR-T, not known ones last.

    Whoever had none has no grade and no day 28, and is not one of whom it is not known.
    """

    label: Words
    n: int
    categories: list[Category]


def parts(definition: Definition, group: CodeOf) -> list[Part]:
    """Return what is counted: groups, days 0, days to HSCT, values of the subset."""

    def complete(row: Any) -> bool:
        return row["not_derivable"].keys().isdisjoint(definition.endpoints)

    def waited(row: Any) -> Iterator[tuple[Any, ...]]:
        if (days := row["car_t_to_hsct_days"]) is not None:
            yield group(row), days

    return [
        Part("groups", MEMBERS, lambda row: [(group(row), complete(row))]),
        Part("days_0", MEMBERS, lambda row: [(group(row), _day_0(row))], day=1),
        Part("to_hsct", MEMBERS, waited, day=1),
        *(_values(name) for name in DISTRIBUTED),
    ]


def _day_0(row: Any) -> int:
    return int(row["index_date"].toordinal())


def period(cells: Cells) -> list[str | None]:
    """Return the first and the last day 0; nulls without patients."""
    return _ends(cells["days_0"].days)


def _ends(days: Integers) -> list[str | None]:
    if not days.size:
        return [None, None]
    ends = int(days.min()), int(days.max())
    return [date.fromordinal(day).isoformat() for day in ends]


def _values(name: str) -> Part:
    column = VARIABLES[name].column
    return Part(
        f"values/{name}", SUBSET, lambda row: [(row[column],)] if row["car_t"] else []
    )


def summaries(cells: Cells, split: Split, survival: Counts) -> list[GroupSummary]:
    """Return who the groups are."""
    days, waits = cells["days_0"], cells["to_hsct"]
    of_days, of_waits = days.placed(split.place), waits.placed(split.place)
    return [
        _summary(group, days.kept(of_days == at), waits.kept(of_waits == at), survival)
        for at, group in enumerate(split.groups)
    ]


def _summary(group: Group, days: ByDay, waits: ByDay, survival: Counts) -> GroupSummary:
    first, last = _ends(days.days)
    waited = np.bincount(waits.days, waits.many).astype(int).tolist()
    of_group = survival.of(group.key)
    follow_up = median_follow_up(survival, group.key)
    return {
        "key": group.key,
        "label": words(group.label),
        "n": int(days.many.sum()),
        "deaths": int(of_group.any_event.sum()),
        "first": first,
        "last": last,
        "median_follow_up": number(follow_up),
        "median_follow_up_why": reason(follow_up),
        "median_car_t_to_hsct": spread(dict(enumerate(waited)))["median"],
    }


def distribution(cells: Cells, name: str) -> Distribution:
    """Return how often each value of a variable occurs."""
    variable = VARIABLES[name]
    found = {value: n for (value,), n in cells[f"values/{name}"].items()}
    total = sum(found.values())
    values: list[Any] = (
        [code.value for code in variable.codes] if variable.codes else [*GRADES]
    )
    labelled = [(str(v), variable.value_label(v), found.get(v, 0)) for v in values]
    labelled.append(("", NOT_KNOWN, found.get(None, 0)))
    return {
        "label": words(variable.label),
        "n": total,
        "categories": [
            {
                "key": key,
                "label": words(label),
                "n": n,
                "share": n / total if total else 0.0,
            }
            for key, label, n in labelled
        ],
    }
