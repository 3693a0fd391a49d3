"""When CRS and ICANS began and how long they lasted, by grade."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypedDict

from outcomes.cohorts.belonging import SUBSET, Row
from outcomes.cohorts.spread import Spread, spread
from outcomes.cohorts.tally import Cells, Keys, Part

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


def parts() -> list[Part]:
    """Return what is counted: rows by grade, onset and duration."""
    return [
        Part(f"course/{grade}", SUBSET, _keys(grade, of))
        for grade, of in OF_GRADE.items()
    ]


def _keys(grade: str, of: str) -> Keys:
    def keys(row: Row) -> Iterator[tuple[Any, ...]]:
        if row[grade]:
            yield row[grade], row[f"{of}_onset_day"], row[f"{of}_days"]

    return keys


def toxicity_courses(cells: Cells) -> dict[str, list[GradeCourse]]:
    """Return the courses of CRS and of ICANS by worst grade."""
    return {grade: _courses(cells, grade) for grade in OF_GRADE}


def _courses(cells: Cells, grade: str) -> list[GradeCourse]:
    found = [(*key, n) for key, n in cells[f"course/{grade}"].items()]
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
