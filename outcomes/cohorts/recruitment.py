"""How a cohort grew: its subjects by centre and month of day 0."""

from collections import defaultdict
from typing import TypedDict

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from outcomes.models import AnalysisSubject


class CentreMonths(TypedDict):
    """One centre: the months in which somebody came, ``2021-03``, and how many."""

    centre: str
    n: int
    months: list[str]
    counts: list[int]


def recruitment(subjects: QuerySet[AnalysisSubject]) -> list[CentreMonths]:
    """Return every centre with its months, the largest first: one query."""
    rows = (
        subjects.annotate(month=TruncMonth("index_date"))
        .order_by("month")
        .values_list("centre__code", "month")
        .annotate(n=Count("pk"))
    )
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for centre, month, n in rows:
        found[centre].append((month.strftime("%Y-%m"), n))
    centres: list[CentreMonths] = [
        {
            "centre": centre,
            "n": sum(n for _month, n in months),
            "months": [month for month, _n in months],
            "counts": [n for _month, n in months],
        }
        for centre, months in found.items()
    ]
    return sorted(centres, key=lambda one: (-one["n"], one["centre"]))
