"""How a cohort grew: its subjects by centre and month of day 0."""

from collections import defaultdict
from typing import TypedDict

from outcomes.cohorts.belonging import MEMBERS
from outcomes.cohorts.tally import Cells, Part


class CentreMonths(TypedDict):
    """One centre: the months in which somebody came, ``2021-03``, and how many."""

    centre: str
    n: int
    months: list[str]
    counts: list[int]


def parts() -> list[Part]:
    """Return what is counted: rows by centre and month."""
    return [
        Part(
            "recruitment",
            MEMBERS,
            lambda row: [(row["centre__code"], row["index_date"].strftime("%Y-%m"))],
        )
    ]


def recruitment(cells: Cells) -> list[CentreMonths]:
    """Return every centre with its months, the largest first."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (centre, month), n in sorted(cells["recruitment"].items()):
        found[centre].append((month, n))
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
