"""Counts by group, day and cause: the database counts, the estimators do the rest."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import Group, group_key
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import Counts
from outcomes.models import AnalysisOutcome, AnalysisSubject

# HSCT as a cause, until each endpoint gives it the number after its own.
BY_HSCT = 99


@dataclass(frozen=True, slots=True)
class Reading:
    """How outcomes are read.

    landmark : the day from which they are counted; who left by then is left out
    hsct : what an HSCT after CAR-T does: ``ignore``, ``censor``, ``competing``
    """

    landmark: int = 0
    hsct: str = "ignore"

    @classmethod
    def of(cls, definition: Definition) -> "Reading":
        """Return how a cohort's outcomes are read."""
        return cls(definition.landmark, definition.hsct)

    def read(self, outcomes: QuerySet[AnalysisOutcome]) -> QuerySet[AnalysisOutcome]:
        """Return outcomes with ``on`` and ``by``, the day and cause that count.

        ``on`` counts from ``since``, a day after day 0: the endpoint's own time zero,
        but 0 with a landmark, from which everybody's days count alike.
        """
        ended: QuerySet[Any] = (
            outcomes.annotate(left=F("day"), by=F("cause"))
            if self.hsct == "ignore"
            else _ended_by_hsct(outcomes, competes=self.hsct == "competing")
        )
        if not self.landmark:
            return ended.annotate(on=F("left"), since=F("start_day"))
        followed = ended.filter(start_day__lte=self.landmark)
        return followed.annotate(
            on=F("left") + F("start_day"), since=Value(0, IntegerField())
        ).filter(on__gt=self.landmark)


def _ended_by_hsct(
    outcomes: QuerySet[AnalysisOutcome], *, competes: bool
) -> QuerySet[AnalysisOutcome]:
    """End follow-up at HSCT as an event, or before its conditioning without one.

    What happened on that day itself comes first.
    """
    name = "subject__hsct_day" if competes else "subject__before_hsct_day"
    end = F("start_day") + F("day")
    earlier = Q(**{f"{name}__lt": end}) | Q(**{name: end}, cause=0)
    cause = Value(BY_HSCT if competes else 0)
    return outcomes.annotate(
        left=Case(
            When(earlier, then=Greatest(F(name) - F("start_day"), 0)),
            default=F("day"),
            output_field=IntegerField(),
        ),
        by=Case(
            When(earlier, then=cause),
            default=F("cause"),
            output_field=IntegerField(),
        ),
    )


def counts_of(
    subjects: QuerySet[AnalysisSubject],
    groups: list[Group],
    codes: Collection[str],
    reading: Reading | None = None,
) -> dict[str, Counts]:
    """Return the counts of these endpoints by code: one query for all.

    Subjects of no group, because their value is unknown, are left out.
    """
    reading = reading or Reading()
    outcomes = AnalysisOutcome.objects.filter(
        subject__in=subjects, paramcd__in=[*codes]
    )
    rows = (
        reading.read(outcomes)
        .annotate(group=group_key(groups, "subject__"))
        .filter(group__isnull=False)
        .values("paramcd", "group", "on", "by")
        .annotate(patients=Count("pk"))
        .order_by()
    )
    cells: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        cell = (row["on"], row["by"], row["group"], row["patients"])
        cells[row["paramcd"]].append(cell)
    keys = [group.key for group in groups]
    return {
        paramcd: _counts(cells[paramcd], keys, ENDPOINTS[paramcd].n_causes, reading)
        for paramcd in codes
    }


def _counts(
    cells: list[Any], keys: list[str], n_causes: int, reading: Reading
) -> Counts:
    day, cause, group, patients = (
        (list(column) for column in zip(*cells, strict=True))
        if cells
        else ([], [], [], [])
    )
    by_hsct = n_causes + 1
    return Counts.from_rows(
        [on - reading.landmark for on in day],
        [by_hsct if by == BY_HSCT else by for by in cause],
        [keys.index(key) for key in group],
        n_causes=by_hsct if reading.hsct == "competing" else n_causes,
        groups=keys,
        multiplicity=patients,
    )
