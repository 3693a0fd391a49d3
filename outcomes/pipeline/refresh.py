"""Snapshots: computed for cohorts that changed, moved forward where nothing did."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic

from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connection
from psycopg.errors import SerializationFailure

from outcomes.cohorts.definition import NotValid
from outcomes.models import Cohort, Snapshot, StaleCohort
from outcomes.pipeline.alone import Lock, alone_with
from outcomes.pipeline.basis import basis_of
from outcomes.pipeline.faults import described
from outcomes.pipeline.keeping import State, keep, states_of, thin
from outcomes.pipeline.renewal import Renewed, made_anew, renewal
from outcomes.pipeline.tallies import centres_ahead, kept_for, rewrite
from outcomes.pipeline.versions import data_version, one_view

log = logging.getLogger(__name__)

# Cohorts of one transaction: what they share is asked once, and another worker may
# take the next ones.
TOGETHER = 5
# How often marks that came meanwhile are looked for, before the next sweep does.
ROUNDS = 3

# Where nothing waits and nothing is marked, the newest snapshots hold for everything
# that happened since; a change elsewhere need not compute them again. Nor need a
# patient set aside, whose changes the version passes over: the count says so.
MOVE_FORWARD = """
UPDATE outcomes_snapshot s SET data_version = %(version)s, set_aside = (
  SELECT count(*) FROM outcomes_lease l JOIN registry_patient p ON p.id = l.patient_id
  JOIN outcomes_cohortcentre c USING (centre_id)
  WHERE l.set_aside AND c.cohort_id = s.cohort_id)
WHERE data_version < %(version)s
  AND id = (SELECT max(id) FROM outcomes_snapshot n WHERE n.cohort_id = s.cohort_id)
  AND NOT EXISTS (SELECT FROM outcomes_stalecohort m WHERE m.cohort_id = s.cohort_id)
"""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many snapshots were computed here, and how many were left.

    elsewhere : other workers are at them, or the next sweep comes to them
    """

    here: int
    elsewhere: int


def refresh(
    call_another: Callable[[], None] | None = None, *, until: float = inf
) -> Refreshed:
    """Compute the snapshots that are due, some cohorts at a time.

    Who finds a cohort taken leaves it to whoever has it, who looks once more.
    ``call_another`` asks another worker to take some of more than one transaction's.
    After ``until``, of the monotonic clock, the rest is left to the next sweep.
    """
    here = elsewhere = 0
    failed: set[int] = set()
    for number in range(ROUNDS):
        batches = _batches([one for one in _due() if one.pk not in failed])
        if call_another and not number and len(batches) > 1:
            call_another()
        done = elsewhere = 0
        while batches and not (done and monotonic() > until):
            some = batches.pop(0)
            with alone_with(Lock.COHORT, [_key(one) for one in some]) as mine:
                ours = [one for one in some if _key(one) in mine]
                refreshed = _refreshed(ours)
            failed |= {one.pk for one in ours} - refreshed
            done, elsewhere = done + len(refreshed), elsewhere + len(some) - len(ours)
        here, elsewhere = here + done, elsewhere + sum(map(len, batches))
        if not done or batches:
            break
    move_forward()
    return Refreshed(here, elsewhere)


def _batches(cohorts: list[Cohort]) -> list[list[Cohort]]:
    """Return the cohorts of each transaction: those to be counted anew one by one.

    Each of these takes minutes at 10⁶ patients. They come last: what a few counts
    change does not wait for them.
    """
    kept = kept_for({one.pk: basis_of(one) for one in cohorts})
    untold = StaleCohort.objects.filter(cohort__in=cohorts, changed__isnull=True)
    anew = {*untold.values_list("cohort_id", flat=True)} | {
        one.pk for one in cohorts if one.pk not in kept
    }
    quick = [one for one in cohorts if one.pk not in anew]
    batches = [quick[at : at + TOGETHER] for at in range(0, len(quick), TOGETHER)]
    return batches + [[one] for one in cohorts if one.pk in anew]


def _key(cohort: Cohort) -> int:
    return int(cohort.pk) % 2**31


def _due() -> list[Cohort]:
    """Return the cohorts that are marked, were redefined, or used other code."""
    marked = set(StaleCohort.objects.values_list("cohort_id", flat=True).distinct())
    newest = dict(
        Snapshot.objects.order_by("cohort_id", "-id")
        .distinct("cohort_id")
        .values_list("cohort_id", "basis")
    )
    cohorts = Cohort.objects.current().prefetch_related("centres").order_by("pk")
    return [c for c in cohorts if c.pk in marked or newest.get(c.pk) != basis_of(c)]


def _refreshed(cohorts: list[Cohort]) -> set[int]:
    """Compute cohorts together, or each apart where one fails; return which succeeded.

    One that fails is logged and stays due; the others go on. A task whose time is up
    goes no further: what it left is due to the next one.
    """
    if not cohorts:
        return set()
    try:
        refresh_cohorts(cohorts)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        if len(cohorts) > 1:
            return set().union(*(_refreshed([one]) for one in cohorts))
        _say(cohorts[0], error)
        return set()
    return {one.pk for one in cohorts}


def _say(cohort: Cohort, error: Exception) -> None:
    if isinstance(error, NotValid):
        # Said once for each change of its patients, not with every sweep.
        if StaleCohort.objects.filter(cohort=cohort).delete()[0]:
            log.warning("cohort %s has no results: %s", cohort, error)
    elif not overtaken(error):
        log.error("no snapshot of cohort %s: %s", cohort, described(error))


def refresh_cohorts(cohorts: list[Cohort]) -> None:
    """Compute these cohorts' snapshots in one view of the data.

    Whoever calls holds their locks.
    """
    with one_view():
        marks = _marks(cohorts)
        version, ahead = data_version(), centres_ahead()
        states = states_of(cohorts)
        found = {
            state: _renewed(state, marks[state.cohort.pk], ahead) for state in states
        }
        keep(found, version)
        rewrite({one.cohort.pk: new.changed for one, new in found.items() if new})
        answered = [mark.pk for of_cohort in marks.values() for mark in of_cohort]
        StaleCohort.objects.filter(pk__in=answered).delete()
    thin(cohorts)


def _marks(cohorts: list[Cohort]) -> dict[int, list[StaleCohort]]:
    marks: dict[int, list[StaleCohort]] = {one.pk: [] for one in cohorts}
    for mark in StaleCohort.objects.filter(cohort__in=cohorts).order_by("pk"):
        marks[mark.cohort_id].append(mark)
    return marks


def _renewed(state: State, marks: list[StaleCohort], ahead: set[int]) -> Renewed | None:
    """Return a cohort's results; None where the newest snapshot has them."""
    cohort, basis = state.cohort, state.basis
    if any(centre.pk in ahead for centre in cohort.centres.all()):
        return made_anew(cohort, basis, keep=False)
    known = all(one.changed is not None and one.basis == basis for one in marks)
    if not state.kept or not known:
        return made_anew(cohort, basis, keep=True)
    try:
        return renewal(cohort, marks, state.results)
    except ValueError:
        # Somebody wrote analysis rows past the pipeline: what is kept is not of them.
        return made_anew(cohort, basis, keep=True)


def move_forward() -> None:
    """Let the newest snapshots say how far they hold."""
    try:
        with one_view(), connection.cursor() as cursor:
            cursor.execute(MOVE_FORWARD, {"version": data_version()})
    except OperationalError as error:
        if not overtaken(error):
            raise


def overtaken(error: Exception) -> bool:
    """Tell whether another worker wrote the same row first: its view was as good."""
    return isinstance(error.__cause__, SerializationFailure)
