"""A cohort's results as they stood at a cut, computed from the history.

What counts: the records, patients, centres and the cohort's definition as they were.
Records taken back since were there and count. Patients who withdrew since, so that
nothing of theirs may be analysed today, are left out and counted
(``docs/adr/0036-as-of-from-history.md``).
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from outcomes.cohorts.results import to_keep
from outcomes.cohorts.shared import counted
from outcomes.models import Cohort, Snapshot
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import Cut
from outcomes.past.shadow import analysed, as_it_stood
from outcomes.pipeline.telling import Tell
from outcomes.pipeline.work import rows_of
from outcomes.pipeline.writing import write, write_people
from outcomes.version import code_version
from registry.models import Patient
from registry.models.patient import NOT_ANALYSED

BATCH = 500


@dataclass(frozen=True, slots=True)
class Past:
    """The results of a cut: as a snapshot that is not stored, and the cohort of then.

    ``withdrawn_since`` counts patients who were there and are left out today.
    """

    cut: Cut
    cohort: Cohort
    snapshot: Snapshot
    withdrawn_since: int


def results_as_of(cohort: Cohort, cut: Cut, tell: Tell | None = None) -> Past:
    """Compute the results as of ``cut``; ``tell`` hears how many patients were read.

    Raises NotValid where the definition of then can no longer be used.
    """
    with counted(cohort):
        return _as_of(cohort, cut, tell)


def _as_of(cohort: Cohort, cut: Cut, tell: Tell | None) -> Past:
    then = cohort_at(cohort, cut)
    centres = sorted(centre.pk for centre in then.centres.all())
    withdrawn = not_analysed()
    cohorts = {then.pk: centres}
    with as_it_stood(
        cut, cohorts=cohorts, centres=centres, withdrawn=withdrawn
    ) as anew:
        failed = derive_anew(anew, tell)
        analysed()
        results, days, counts = to_keep(then)
        gone = Patient.objects.filter(pk__in=withdrawn).count()
    snapshot = Snapshot(
        cohort=then,
        cohort_version=then.version,
        data_version=cut.data_version,
        code_version=code_version(),
        computed_at=timezone.now(),
        set_aside=failed,
        results=results,
        days=days,
        counted=counts,
    )
    snapshot.as_of = cut.text
    return Past(cut, then, snapshot, gone)


def derive_anew(patients: list[int], tell: Tell | None = None) -> int:
    """Derive these patients from the tables as they are put; return who failed."""
    failed = 0
    for start in range(0, len(patients), BATCH):
        if tell:
            tell(start, len(patients))
        rows, people, failures = rows_of(patients[start : start + BATCH])
        write(rows, {})
        write_people(rows, people)
        failed += len(failures)
    if tell:
        tell(len(patients), len(patients))
    return failed


def not_analysed(which: Q = NOT_ANALYSED) -> list[int]:
    """Return who may not be analysed today, with the registrations that became theirs.

    A patient of then may have moved since, so that all centres are asked. ``which``
    asks for others by their consent of today.
    """
    found = set(Patient.objects.filter(which).values_list("pk", flat=True))
    newest = found
    while newest:
        merged = Patient.objects.filter(merged_into__in=newest)
        newest = set(merged.values_list("pk", flat=True)) - found
        found |= newest
    return sorted(found)
