"""Counts by group, day and cause: the database counts, the estimators do the rest."""

from collections import defaultdict

from django.db.models import Count, QuerySet

from outcomes.cohorts.members import Group, group_key
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import Counts
from outcomes.models import AnalysisOutcome, AnalysisSubject


def counts_of(
    subjects: QuerySet[AnalysisSubject], groups: list[Group]
) -> dict[str, Counts]:
    """Return the counts of every endpoint by its code: one query for all.

    Subjects of no group, because their value is unknown, are left out.
    """
    rows = (
        AnalysisOutcome.objects.filter(subject__in=subjects)
        .annotate(group=group_key(groups, "subject__"))
        .filter(group__isnull=False)
        .values("paramcd", "group", "day", "cause")
        .annotate(patients=Count("pk"))
        .order_by()
    )
    cells: dict[str, list[tuple[int, int, str, int]]] = defaultdict(list)
    for row in rows:
        cell = (row["day"], row["cause"], row["group"], row["patients"])
        cells[row["paramcd"]].append(cell)
    keys = [group.key for group in groups]
    return {
        paramcd: _counts(cells[paramcd], keys, endpoint.n_causes)
        for paramcd, endpoint in ENDPOINTS.items()
    }


def _counts(
    cells: list[tuple[int, int, str, int]], keys: list[str], n_causes: int
) -> Counts:
    day, cause, group, patients = (
        (list(column) for column in zip(*cells, strict=True))
        if cells
        else ([], [], [], [])
    )
    return Counts.from_rows(
        day,
        cause,
        [keys.index(key) for key in group],
        n_causes=n_causes,
        groups=keys,
        multiplicity=patients,
    )
