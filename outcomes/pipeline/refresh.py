"""Snapshots: computed for cohorts that changed, moved forward where nothing did."""

import logging
from dataclasses import dataclass

from django.db import OperationalError, connection
from django.utils import timezone
from psycopg.errors import SerializationFailure

from outcomes.cohorts.days import apart
from outcomes.cohorts.definition import NotValid
from outcomes.cohorts.results import Results, compute
from outcomes.models import Cohort, Snapshot, StaleCohort
from outcomes.pipeline.alone import alone
from outcomes.pipeline.basis import basis_of
from outcomes.pipeline.faults import described
from outcomes.pipeline.keeping import thin
from outcomes.pipeline.status import set_aside
from outcomes.pipeline.tallies import cells_now
from outcomes.pipeline.versions import data_version, one_view
from outcomes.version import code_version

log = logging.getLogger(__name__)

COHORT_LOCK = 27002

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
    """How many snapshots were computed here, and how many other workers are at."""

    here: int
    elsewhere: int


def refresh() -> Refreshed:
    """Compute the snapshots that are due.

    One that fails is logged and stays due; the others go on.
    """
    done: list[bool] = []
    for cohort in _due():
        try:
            done.append(refresh_cohort(cohort))
        except NotValid as why:
            # Said once for each change of its patients, not with every sweep.
            if StaleCohort.objects.filter(cohort=cohort).delete()[0]:
                log.warning("cohort %s has no results: %s", cohort, why)
        except Exception as error:
            if not overtaken(error):
                log.error("no snapshot of cohort %s: %s", cohort, described(error))
    move_forward()
    return Refreshed(done.count(True), done.count(False))


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


def refresh_cohort(cohort: Cohort) -> bool:
    """Compute one cohort's snapshot; False when another worker is at it."""
    with alone(COHORT_LOCK, cohort.pk % 2**31) as mine:
        if not mine:
            return False
        with one_view():
            marks = list(StaleCohort.objects.filter(cohort=cohort).order_by("pk"))
            version = data_version()
            cells = cells_now(cohort, basis_of(cohort), marks)
            _keep(cohort, version, compute(cohort, cells))
            StaleCohort.objects.filter(pk__in=[one.pk for one in marks]).delete()
        thin(cohort)
    return True


def _keep(cohort: Cohort, version: int, results: Results) -> None:
    """Add a snapshot, or move the newest one forward when it says the same."""
    said = {
        "data_version": version,
        "computed_at": timezone.now(),
        "set_aside": set_aside(cohort).count(),
    }
    newest = Snapshot.objects.filter(cohort=cohort).first()
    basis = basis_of(cohort)
    kept, days = apart(results)
    same = newest and newest.basis == basis and newest.results == kept
    if newest and same and newest.days == days:
        Snapshot.objects.filter(pk=newest.pk).update(**said)
        return
    Snapshot.objects.create(
        cohort=cohort,
        cohort_version=cohort.version,
        code_version=code_version(),
        basis=basis,
        results=kept,
        days=days,
        **said,
    )


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
