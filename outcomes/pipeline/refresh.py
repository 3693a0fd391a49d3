"""Snapshots: computed for cohorts that changed, moved forward where nothing did."""

import logging
from collections.abc import Callable, Container
from dataclasses import dataclass
from math import inf
from time import monotonic

from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, connection
from psycopg.errors import SerializationFailure

from outcomes.cohorts.definition import NotValid
from outcomes.models import Cohort, StaleCohort
from outcomes.pipeline import resting
from outcomes.pipeline.alone import Lock, alone_with
from outcomes.pipeline.due import batches_of, due, is_of, waits
from outcomes.pipeline.faults import described
from outcomes.pipeline.keeping import State, keep, states_of, thin
from outcomes.pipeline.renewal import Renewed, made_anew, renewal
from outcomes.pipeline.tallies import centres_ahead, rewrite
from outcomes.pipeline.versions import data_version, one_view

log = logging.getLogger(__name__)

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
    failed    : cohorts that could not be counted, by name; the log says why
    """

    here: int
    elsewhere: int
    failed: frozenset[str] = frozenset()


def refresh(
    call_another: Callable[[], None] | None = None, *, until: float = inf
) -> Refreshed:
    """Compute the snapshots that are due, some cohorts at a time.

    Who finds a cohort taken leaves it to whoever has it, who looks once more.
    ``call_another`` asks another worker to take some of more than one transaction's.
    After ``until``, of the monotonic clock, the rest is left to the next sweep.
    """
    here = elsewhere = 0
    left: set[int] = set()  # failed, or waiting: not tried twice
    names: set[str] = set()
    for number in range(ROUNDS):
        batches = batches_of([one for one in due() if _has_turn(one, left)])
        if call_another and not number and len(batches) > 1:
            call_another()
        done = elsewhere = 0
        while batches and not (done and monotonic() > until):
            some = batches.pop(0)
            with alone_with(Lock.COHORT, [_key(one) for one in some]) as mine:
                ours = [one for one in some if _key(one) in mine]
                refreshed = _refreshed(ours, names)
            left |= {one.pk for one in ours} - refreshed
            done, elsewhere = done + len(refreshed), elsewhere + len(some) - len(ours)
        here, elsewhere = here + done, elsewhere + sum(map(len, batches))
        if not done or batches:
            break
    move_forward()
    return Refreshed(here, elsewhere, frozenset(names))


def _has_turn(cohort: Cohort, left: set[int]) -> bool:
    return cohort.pk not in left and not resting.rests(cohort.pk)


def _key(cohort: Cohort) -> int:
    return int(cohort.pk) % 2**31


def _refreshed(cohorts: list[Cohort], names: set[str]) -> set[int]:
    """Compute cohorts together, or each apart where one fails; return which succeeded.

    One that fails is logged, put among ``names`` and stays due, to be tried again later
    and later; the others go on. A task whose time is up goes no further: what it left
    is due to the next one.
    """
    if not cohorts:
        return set()
    try:
        done = refresh_cohorts(cohorts)
    except SoftTimeLimitExceeded:
        resting.failed({one.pk for one in cohorts})
        raise
    except Exception as error:
        if len(cohorts) > 1:
            return set().union(*(_refreshed([one], names) for one in cohorts))
        if _is_fault(cohorts[0], error):
            names.add(cohorts[0].slug)
            resting.failed({cohorts[0].pk})
        return set()
    resting.succeeded(done)
    return done


def _is_fault(cohort: Cohort, error: Exception) -> bool:
    """Log why a cohort was not computed; tell whether it ought to have been."""
    if isinstance(error, NotValid):
        # Said once for each change of its patients, not with every sweep.
        if StaleCohort.objects.filter(cohort=cohort).delete()[0]:
            log.warning("cohort %s has no results: %s", cohort, error)
        return False
    if overtaken(error):
        return False
    log.error("no snapshot of cohort %s: %s", cohort, described(error))
    return True


def refresh_cohorts(cohorts: list[Cohort]) -> set[int]:
    """Compute these cohorts' snapshots in one view of the data; return which.

    Whoever calls holds their locks. One that waits for a worker stays due.
    """
    with one_view():
        version, ahead = data_version(), centres_ahead()
        cohorts = [one for one in cohorts if not waits(one, ahead)]
        marks = _marks(cohorts)
        states = states_of(cohorts)
        found = {
            state: _renewed(state, marks[state.cohort.pk], ahead) for state in states
        }
        keep(found, version)
        rewrite({one.cohort.pk: new.changed for one, new in found.items() if new})
        answered = [mark.pk for of_cohort in marks.values() for mark in of_cohort]
        StaleCohort.objects.filter(pk__in=answered).delete()
    thin(cohorts)
    return {one.pk for one in cohorts}


def _marks(cohorts: list[Cohort]) -> dict[int, list[StaleCohort]]:
    marks: dict[int, list[StaleCohort]] = {one.pk: [] for one in cohorts}
    for mark in StaleCohort.objects.filter(cohort__in=cohorts).order_by("pk"):
        marks[mark.cohort_id].append(mark)
    return marks


def _renewed(
    state: State, marks: list[StaleCohort], ahead: Container[int]
) -> Renewed | None:
    """Return a cohort's results; None where the newest snapshot has them."""
    cohort, basis = state.cohort, state.basis
    if is_of(cohort, ahead):
        # Of those whom no worker takes out, who is set aside does not count either.
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
