"""What a digest tells one person: figures and the first rows, by study number."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.access.policy import Actor
from registry.models import BegunForm, Centre, DataQuery, ScheduledVisit
from registry.queries.begun import begun_counts, mine_first
from registry.queries.centre_counts import centre_counts
from registry.queries.open_queries import OpenQueries, open_queries_for
from registry.queries.visits import (
    ORDERS,
    WAITING,
    Days,
    VisitCounts,
    days_at,
    listed,
    visit_counts,
    visits_in,
)

FIRST = 15
BEGUN = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What waits for one person today."""

    days: Days
    counts: VisitCounts
    visits: Sequence[ScheduledVisit]
    queries: OpenQueries
    begun: dict[str, int]
    forms: Sequence[BegunForm]

    @property
    def anything(self) -> bool:
        """Tell whether there is anything to do."""
        counts = self.counts
        return bool(
            counts.due or counts.overdue or self.queries.waiting or self.begun["forms"]
        )

    @property
    def asked(self) -> Sequence[DataQuery]:
        """Return the first open queries."""
        return self.queries.first


def told_to(actor: Actor) -> Told:
    """Return what waits for ``actor``: a few queries, whatever the registry's size."""
    days = days_at(Centre.objects.filter(pk__in=actor.readable_centres))
    counts = centre_counts(actor)
    rows = listed(actor, visits_in(WAITING, days), "urgent").order_by(*ORDERS["urgent"])
    return Told(
        days,
        visit_counts(actor, days, counts),
        list(rows[:FIRST]),
        open_queries_for(actor, FIRST),
        begun_counts(counts),
        list(mine_first(actor)[:BEGUN]),
    )
