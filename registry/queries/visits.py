"""The kept visits by how they stand today: found and counted by the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, QuerySet

from registry.access.policy import Actor
from registry.models import Centre, FollowUpClock, ScheduledVisit
from registry.queries.centre_counts import FOLLOWED, LOST, Counts
from registry.schedule import GRACE, VISITS, Planned, State, Track

# The centres of which it is that day: centres have different midnights.
Days = Mapping[date, Sequence[int]]
WAITING = (State.OVERDUE, State.DUE)
# The days of the widest window: no open one closes later than so many days from today.
WIDEST = max(
    visit.closes - visit.opens for visits in VISITS.values() for visit in visits
)
ORDERS: dict[str, tuple[str, ...]] = {
    "urgent": ("centre_id", "closes_on", "pk"),
    "patient": ("centre_id", "study", "patient_id", "closes_on", "pk"),
}


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """Visits that wait now, and of how many patients.

    ``followed`` are the treated patients whose follow-up has not ended; ``silent`` of
    them are those of whom nothing was heard for more than two visit intervals; ``lost``
    are recorded as lost to follow-up.
    """

    due: int
    due_patients: int
    overdue: int
    overdue_patients: int
    followed: int
    silent: int
    lost: int


def days_at(centres: Iterable[Centre]) -> Days:
    """Return today at each of the centres."""
    days: dict[date, list[int]] = defaultdict(list)
    for centre in centres:
        days[centre.today()].append(centre.pk)
    return days


def days_for(actor: Actor) -> Days:
    """Return today at each centre whose records the actor may read: one query."""
    return days_at(Centre.objects.filter(pk__in=actor.readable_centres))


def visits_in(states: Iterable[State], days: Days) -> Q:
    """Return the condition that a visit stands so today at its centre."""
    kinds = list(states)
    found = (
        Q(centre__in=centres) & _in_any(kinds, today) for today, centres in days.items()
    )
    return reduce(or_, found, Q(pk__in=[]))


def _in_any(states: Sequence[State], today: date) -> Q:
    if set(states) == set(WAITING):
        return _waiting(today)
    return reduce(or_, (in_state(state, today) for state in states))


def _waiting(today: date) -> Q:
    """Return the condition for due or overdue as one range of the index."""
    last, far = today - timedelta(GRACE), today + timedelta(WIDEST)
    window = Q(opens_on__lte=today, closes_on__gte=last, closes_on__lte=far)
    return (
        Q(answered="", ended="")
        & window
        & (Q(optional=False) | Q(closes_on__gte=today))
    )


def in_state(state: State, today: date) -> Q:
    """Return the condition for what ``registry.schedule.state_on`` says of a visit."""
    waited, required = Q(answered="", ended=""), Q(optional=False)
    last, far = today - timedelta(GRACE), today + timedelta(WIDEST)
    outside = Q(answered_on__lt=F("opens_on")) | Q(answered_on__gt=F("closes_on"))
    over = waited & Q(optional=True, closes_on__lt=today)
    return {
        State.UPCOMING: waited & Q(opens_on__gt=today),
        State.DUE: waited
        & Q(opens_on__lte=today, closes_on__gte=today, closes_on__lte=far),
        State.OVERDUE: waited & required & Q(closes_on__lt=today, closes_on__gte=last),
        State.MISSED: waited & required & Q(closes_on__lt=last),
        State.DONE: ~Q(answered="")
        & (
            Q(answered_on=None)
            | Q(answered_on__gte=F("opens_on"), answered_on__lte=F("closes_on"))
        ),
        State.DONE_OUT_OF_WINDOW: ~Q(answered="") & outside,
        State.NOT_APPLICABLE: Q(answered="") & (~Q(ended="") | over),
    }[state]


def visit_counts(actor: Actor, days: Days, counts: Counts) -> VisitCounts:
    """Count what waits for the actor's centres: two queries."""
    due = _still_open(days)
    rows = visits_of(actor).filter(visits_in(WAITING, days))
    waiting = rows.aggregate(
        due=Count("pk", due),
        due_patients=Count("patient", due, distinct=True),
        overdue=Count("pk", ~due),
        overdue_patients=Count("patient", ~due, distinct=True),
    )
    unheard = FollowUpClock.objects.visible_to(actor).filter(silent(days))
    return VisitCounts(
        **waiting,
        followed=counts[FOLLOWED].patients,
        silent=unheard.count(),
        lost=counts[LOST].patients,
    )


def _still_open(days: Days) -> Q:
    """Return the condition that tells, of visits that wait, due from overdue.

    It asks for nothing that the index of the waiting ones does not have.
    """
    still = (Q(centre__in=pks, closes_on__gte=today) for today, pks in days.items())
    return reduce(or_, still, Q(pk__in=[]))


def silent(days: Days) -> Q:
    """Return the condition that nobody has heard of a patient for too long."""
    late = (
        Q(centre__in=centres, silent_after__lt=today) for today, centres in days.items()
    )
    return reduce(or_, late, Q(pk__in=[]))


def visits_of(actor: Actor) -> QuerySet[ScheduledVisit]:
    """Return the visits of the patients whom the actor may see."""
    return ScheduledVisit.objects.visible_to(actor)


def listed(actor: Actor, condition: Q, order: str) -> QuerySet[ScheduledVisit]:
    """Return visits with their patient and centre, ready for a list in ``order``."""
    rows = visits_of(actor).filter(condition)
    if order == "patient":
        rows = rows.annotate(study=F("patient__number"))
    return rows.select_related("patient", "centre")


def counts_at(actor: Actor, condition: Q, days: Days) -> dict[int, dict[str, int]]:
    """Return by centre how many of some visits are overdue, and how many are due."""
    due = _still_open(days)
    rows = (
        visits_of(actor)
        .filter(condition & visits_in(WAITING, days))
        .order_by()
        .values("centre")
        .annotate(overdue=Count("pk", ~due), due=Count("pk", due))
    )
    return {
        row["centre"]: {"overdue": row["overdue"], "due": row["due"]} for row in rows
    }


def planned_of(visit: ScheduledVisit) -> Planned:
    """Return a kept visit as the schedule knows it."""
    said = {field.name: getattr(visit, field.name) for field in fields(Planned)}
    said |= {name: tuple(said[name]) for name in ("forms", "events", "lacking")}
    return Planned(**{**said, "track": Track(visit.track)})
