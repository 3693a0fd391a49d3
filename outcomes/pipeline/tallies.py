"""The kept counts of a cohort, with the changes of its marks put on."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from outcomes.cohorts.definition import parse
from outcomes.cohorts.parts import counted_anew, sorted_anew
from outcomes.cohorts.subgroups import cuts_given, sorted_in
from outcomes.cohorts.tally import Cells, added, from_json, packed, unpacked
from outcomes.models import AnalysisSubject, Cohort, StaleCohort, Tally
from registry.models import Patient, Pending
from registry.models.patient import NOT_ANALYSED


def cells_now(cohort: Cohort, basis: str, marks: Sequence[StaleCohort]) -> Cells:
    """Return the cohort's counts of this view of the data, and keep them.

    ``marks`` are all that the view shows. Counted anew where nothing is kept for this
    basis, or a mark does not say what changed.
    """
    kept = {
        one.part: bytes(one.cells)
        for one in Tally.objects.filter(cohort=cohort, basis=basis)
    }
    known = all(one.changed is not None and one.basis == basis for one in marks)
    if _consent_is_ahead(cohort):
        # Their rows do not count from that moment, though nobody has derived them yet.
        Tally.objects.filter(cohort=cohort).delete()
        return counted_anew(cohort, parse(cohort.definition))
    if not kept or not known:
        return _anew(cohort, basis)
    cells = {part: unpacked(stored) for part, stored in kept.items()}
    try:
        changed = _put_on(cohort, cells, [one.changed for one in marks])
    except ValueError:
        # Somebody wrote analysis rows past the pipeline: what is kept is not of them.
        return _anew(cohort, basis)
    _keep_changed(cohort, changed, cells)
    return cells


def _consent_is_ahead(cohort: Cohort) -> bool:
    """Tell whether somebody's consent has ended, and their rows are still there."""
    waiting = Pending.objects.filter(patient_id=OuterRef("pk"))
    rows = AnalysisSubject.objects.filter(patient_id=OuterRef("pk"))
    if not Pending.objects.exists():
        return False
    left = Patient.objects.filter(NOT_ANALYSED, Exists(waiting), Exists(rows))
    return left.filter(centre__in=[one.pk for one in cohort.centres.all()]).exists()


def _anew(cohort: Cohort, basis: str) -> Cells:
    cells = counted_anew(cohort, parse(cohort.definition))
    Tally.objects.filter(cohort=cohort).delete()
    Tally.objects.bulk_create(
        Tally(cohort=cohort, part=part, basis=basis, cells=packed(found))
        for part, found in cells.items()
    )
    return cells


def _put_on(cohort: Cohort, cells: Cells, changes: Sequence[Any]) -> set[str]:
    """Put changes on the cells; return the parts that changed."""
    definition, parts = parse(cohort.definition), set()
    old = cuts_given(cells, definition)

    def put_on(changed: Cells) -> None:
        for part, found in changed.items():
            cells[part] = added(cells[part], found)
            parts.add(part)

    for changed in changes:
        found = {part: from_json(columns) for part, columns in changed.items()}
        put_on(sorted_in(found, old))
    for number, at in cuts_given(cells, definition).items():
        if at != old[number]:
            put_on(sorted_anew(cohort, definition, number, old[number], at))
    return parts


def _keep_changed(cohort: Cohort, parts: set[str], cells: Cells) -> None:
    rows = list(Tally.objects.filter(cohort=cohort, part__in=parts).only("pk", "part"))
    for row in rows:
        row.cells = packed(cells[row.part])
    Tally.objects.bulk_update(rows, ["cells"])
