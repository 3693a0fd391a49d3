"""Who the groups are: numbers, days, follow-up; grades and day 28 as counts."""

from typing import Any, TypedDict

from django.db.models import Count, F, Max, Min, QuerySet

from outcomes.cohorts.members import Group, Median, group_key
from outcomes.cohorts.shapes import Number, Reason, Words, number, reason, words
from outcomes.cohorts.variables import VARIABLES
from outcomes.estimators import Counts, median_follow_up
from outcomes.models import AnalysisSubject
from registry.codelists.base import Label

GRADES = range(6)
NOT_KNOWN = Label("Not known", "不详")


class GroupSummary(TypedDict):
    """One group of a cohort.

    median_follow_up : days, reverse Kaplan-Meier with deaths taken out first
    median_car_t_to_hsct : days, null without CAR-T before HSCT
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


class Category(TypedDict):
    """How many subjects have one value; ``share`` is of all ``n``."""

    key: str
    label: Words
    n: int
    share: float


class Distribution(TypedDict):
    """The values of one variable among ``n`` subjects, not known ones last."""

    label: Words
    n: int
    categories: list[Category]


def summaries(
    subjects: QuerySet[AnalysisSubject], groups: list[Group], survival: Counts
) -> list[GroupSummary]:
    """Return who the groups are: one query."""
    rows = (
        subjects.annotate(group=group_key(groups))
        .values("group")
        .annotate(
            n=Count("pk"),
            first=Min("index_date"),
            last=Max("index_date"),
            to_hsct=Median(F("car_t_to_hsct_days")),
        )
        .order_by()
    )
    found: dict[str, Any] = {row["group"]: row for row in rows}
    return [_summary(group, found.get(group.key), survival) for group in groups]


def _summary(
    group: Group, row: dict[str, Any] | None, survival: Counts
) -> GroupSummary:
    of_group = survival.of(group.key)
    follow_up = median_follow_up(survival, group.key)
    return {
        "key": group.key,
        "label": words(group.label),
        "n": row["n"] if row else 0,
        "deaths": int(of_group.any_event.sum()),
        "first": row["first"].isoformat() if row else None,
        "last": row["last"].isoformat() if row else None,
        "median_follow_up": number(follow_up),
        "median_follow_up_why": reason(follow_up),
        "median_car_t_to_hsct": row["to_hsct"] if row else None,
    }


def distribution(subjects: QuerySet[AnalysisSubject], name: str) -> Distribution:
    """Return how often each value of a variable occurs: one query."""
    variable = VARIABLES[name]
    rows = subjects.values(variable.column).annotate(n=Count("pk")).order_by()
    found = {row[variable.column]: row["n"] for row in rows}
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
