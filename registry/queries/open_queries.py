"""Which queries wait for somebody: counts and the first rows, for home and digest."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When

from registry.access.policy import Action, Actor
from registry.models import DataQuery, Status

FIRST = 5


@dataclass(frozen=True, slots=True)
class OpenQueries:
    """What waits for one person; ``first`` are theirs to act on, oldest first.

    ``mine`` are assigned to them, ``to_answer`` wait for an answer of a centre where
    they may give one, ``to_close`` for somebody who may close them.
    """

    mine: int
    to_answer: int
    to_close: int
    first: Sequence[DataQuery]

    @property
    def waiting(self) -> int:
        """Return how many the person can do something about."""
        return self.to_answer + self.to_close


def open_queries_for(actor: Actor, most: int = FIRST) -> OpenQueries:
    """Return what waits for ``actor``: two queries, whatever the registry's size."""
    turn = turn_of(actor)
    mine = Q(assigned_to=actor.user_id) if actor.user_id else Q(pk__in=[])
    rows = DataQuery.objects.visible_to(actor).unsettled()
    counted = rows.aggregate(
        mine=Count("pk", mine),
        to_answer=Count("pk", _at(actor, Action.ANSWER_QUERY, Status.OPEN)),
        to_close=Count("pk", _at(actor, Action.CLOSE_QUERY, Status.ANSWERED)),
    )
    return OpenQueries(first=_first(rows.filter(turn | mine), mine, most), **counted)


def turn_of(actor: Actor) -> Q:
    """Return the condition that it is the actor's turn."""
    to_answer = _at(actor, Action.ANSWER_QUERY, Status.OPEN)
    return to_answer | _at(actor, Action.CLOSE_QUERY, Status.ANSWERED)


def _at(actor: Actor, action: Action, status: Status) -> Q:
    centres = actor.centres_for(action)
    return Q(status=status, patient__centre__in=centres)


def _first(rows: QuerySet[DataQuery], mine: Q, most: int) -> list[DataQuery]:
    """Return the first rows: those assigned to the person, then the oldest."""
    own = Case(When(mine, then=1), default=0)
    ordered = rows.annotate(own=own).order_by("-own", "pk")
    return list(ordered.select_related("patient__centre", "assigned_to")[:most])
