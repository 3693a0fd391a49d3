"""When CRS and ICANS began and how long they lasted, by grade."""

from collections import Counter
from typing import TypedDict

from django.db.models import Count, QuerySet

from outcomes.cohorts.spread import Spread, spread
from outcomes.models import AnalysisSubject

# The variable of the grade, and whose days.
OF_GRADE = {"crs_grade": "crs", "icans_grade": "icans"}
ANY = "any"


class GradeCourse(TypedDict):
    """Those whose worst grade it was (``any`` for 1 to 5): onset and duration, days.

    Onset counts from the infusion; each spread says of how many it is.
    """

    key: str
    n: int | None
    onset: Spread
    duration: Spread


def toxicity_courses(
    subset: QuerySet[AnalysisSubject],
) -> dict[str, list[GradeCourse]]:
    """Return the courses of CRS and of ICANS by worst grade: two queries."""
    return {name: _courses(subset, name, of) for name, of in OF_GRADE.items()}


def _courses(
    subset: QuerySet[AnalysisSubject], grade: str, of: str
) -> list[GradeCourse]:
    onset, days = f"{of}_onset_day", f"{of}_days"
    rows = (
        subset.filter(**{f"{grade}__gte": 1})
        .values_list(grade, onset, days)
        .annotate(n=Count("pk"))
        .order_by(grade)
    )
    found = [tuple(row) for row in rows]
    worst = sorted({row[0] for row in found})
    return [
        _course(str(key), [row for row in found if key in (ANY, row[0])])
        for key in ([ANY, *worst] if worst else [])
    ]


def _course(key: str, rows: list[tuple[int, ...]]) -> GradeCourse:
    onsets: Counter[float] = Counter()
    lasted: Counter[float] = Counter()
    for _grade, onset, days, n in rows:
        if onset is not None:
            onsets[onset] += n
        if days is not None:
            lasted[days] += n
    n = sum(row[-1] for row in rows)
    return {"key": key, "n": n, "onset": spread(onsets), "duration": spread(lasted)}
