"""Snapshots kept: what a cohort has, what is added, and which of them stay."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from outcomes.cohorts.results import Results
from outcomes.models import Cohort, CohortCentre, Snapshot
from outcomes.pipeline.basis import basis_of
from outcomes.pipeline.renewal import Renewed
from outcomes.pipeline.status import set_aside
from outcomes.pipeline.tallies import kept_for
from outcomes.version import code_version
from registry.models import Patient

NEWEST = 50

# The newest fifty of a cohort, and each day's last.
THIN = """
DELETE FROM outcomes_snapshot WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER (PARTITION BY cohort_id ORDER BY id DESC) AS place,
      row_number() OVER (
        PARTITION BY cohort_id, (computed_at AT TIME ZONE 'UTC')::date
        ORDER BY id DESC) AS of_day
    FROM outcomes_snapshot WHERE cohort_id = ANY (%s)
  ) ranked WHERE place > %s AND of_day > 1
)
"""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What there is of a cohort before its refresh.

    kept : whether counts are kept for this basis, of which the newest snapshot is
    """

    cohort: Cohort
    basis: str
    kept: bool
    newest: Snapshot | None

    @property
    def results(self) -> Results | None:
        """Return the newest results where they are of this basis."""
        if self.newest is None or self.newest.basis != self.basis:
            return None
        found: Results = self.newest.results
        return found


def states_of(cohorts: list[Cohort]) -> list[State]:
    """Return what there is of each cohort: two queries."""
    bases = {one.pk: basis_of(one) for one in cohorts}
    kept = kept_for(bases)
    snapshots = Snapshot.objects.filter(cohort__in=bases).order_by("cohort_id", "-id")
    newest = {one.cohort_id: one for one in snapshots.distinct("cohort_id")}
    return [
        State(one, bases[one.pk], one.pk in kept, newest.get(one.pk)) for one in cohorts
    ]


def keep(found: Mapping[State, Renewed | None], version: int) -> None:
    """Add snapshots, or move forward the newest ones that say the same."""
    now, aside = timezone.now(), _set_aside(state.cohort for state in found)
    said = {"data_version": version, "computed_at": now}
    added, same = [], Counter[int]()
    for state, new in found.items():
        if state.newest and (new is None or _says(state, new)):
            same[state.newest.pk] = aside[state.cohort.pk]
        elif new:
            added.append(_snapshot(state, new, aside[state.cohort.pk], said))
    Snapshot.objects.bulk_create(added)
    for count in set(same.values()):
        moved = [pk for pk, n in same.items() if n == count]
        Snapshot.objects.filter(pk__in=moved).update(set_aside=count, **said)


def _says(state: State, new: Renewed) -> bool:
    """Tell whether the newest snapshot has these results, and of the same counts."""
    if state.newest is None or state.results != new.results:
        return False
    return bytes(state.newest.counted) == new.counted


def _snapshot(
    state: State, new: Renewed, aside: int, said: Mapping[str, object]
) -> Snapshot:
    return Snapshot(
        cohort=state.cohort,
        cohort_version=state.cohort.version,
        code_version=code_version(),
        basis=state.basis,
        results=new.results,
        counted=new.counted,
        set_aside=aside,
        **said,
    )


def _set_aside(cohorts: Iterable[Cohort]) -> Counter[int]:
    """Count the patients set aside of each cohort's centres: three queries at most."""
    patients = set_aside().values_list("patient_id", flat=True)
    centres = Counter(
        Patient.objects.filter(pk__in=list(patients)).values_list(
            "centre_id", flat=True
        )
    )
    held = CohortCentre.objects.filter(cohort__in=list(cohorts), centre__in=centres)
    found = Counter[int]()
    for cohort, centre in held.values_list("cohort_id", "centre_id"):
        found[cohort] += centres[centre]
    return found


def thin(cohorts: Iterable[Cohort]) -> int:
    """Remove the cohorts' older snapshots of a day; return how many went."""
    with connection.cursor() as cursor:
        cursor.execute(THIN, [[one.pk for one in cohorts], NEWEST])
        return cursor.rowcount
