"""Mark the cohorts that changed rows belong to, with what the change counts."""

from collections.abc import Collection
from typing import Any

from outcomes.cohorts.belonging import Row
from outcomes.cohorts.rows import patients_of, rows_of
from outcomes.cohorts.tally import as_json, difference
from outcomes.endpoints import ENDPOINTS
from outcomes.models import AnalysisSubject, Cohort, StaleCohort
from outcomes.pipeline.alone import hold_definitions
from outcomes.pipeline.basis import basis_of, counting_of

# What a row was given anew, though nothing that is counted of it changed.
NOT_COUNTED = "id"


def rows_of_patients(patients: Collection[int]) -> list[Row]:
    """Return the analysis rows of some patients as they are: three queries."""
    subjects = AnalysisSubject.objects.filter(patient_id__in=list(patients))
    return [*rows_of(subjects, tuple(ENDPOINTS)), *patients_of(patients)]


def mark(old: list[Row], new: list[Row]) -> None:
    """Mark every cohort that a changed row was or is of the centres of.

    Written in the transaction that changes the rows, so that whoever sees the rows
    sees the marks: the counts with a mark's change put on are those of the rows.
    """
    gone, come = _others(old, new), _others(new, old)
    if not gone and not come:
        return
    hold_definitions()
    centres = {row["centre_id"] for row in (*gone, *come)}
    cohorts = Cohort.objects.current().filter(centres__in=centres).distinct()
    marks = [
        _mark(cohort, gone, come) for cohort in cohorts.prefetch_related("centres")
    ]
    StaleCohort.objects.bulk_create([one for one in marks if one])


def _others(rows: list[Row], than: list[Row]) -> list[Row]:
    """Return the rows that are not among the others just so."""
    known = [_counted(row) for row in than]
    return [row for row in rows if _counted(row) not in known]


def _counted(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != NOT_COUNTED}


def _mark(cohort: Cohort, gone: list[Row], come: list[Row]) -> StaleCohort | None:
    """Return a cohort's mark; None where nothing that it counts has changed."""
    basis = basis_of(cohort)
    counting = counting_of(cohort, basis)
    if counting is None:
        return StaleCohort(cohort=cohort)
    centres = {centre.pk for centre in cohort.centres.all()}
    old, new = (
        [row for row in rows if row["centre_id"] in centres] for rows in (gone, come)
    )
    changed = difference(counting.cells(old), counting.cells(new))
    if not changed:
        return None
    said = {part: as_json(cells) for part, cells in changed.items()}
    return StaleCohort(cohort=cohort, basis=basis, changed=said)
