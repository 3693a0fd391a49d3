"""The kept counts of a cohort, with the changes of its marks put on."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db import connection
from django.db.models import Exists, OuterRef

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.parts import sorted_anew
from outcomes.cohorts.stored import Parts, Stored, packed
from outcomes.cohorts.subgroups import cuts_given, sorted_in
from outcomes.cohorts.tally import Cells, Counted, from_json
from outcomes.models import AnalysisSubject, Cohort, Lease, StaleCohort, Tally
from registry.models import Patient, Pending
from registry.models.patient import NOT_ANALYSED

REWRITE = """
UPDATE outcomes_tally t SET cells = new.cells
FROM unnest(%s::bigint[], %s::text[], %s::bytea[]) new (cohort, part, cells)
WHERE t.cohort_id = new.cohort AND t.part = new.part
"""


def kept_for(bases: Mapping[int, str]) -> set[int]:
    """Return the cohorts whose counts are kept for this basis: one query."""
    found = Tally.objects.filter(cohort__in=bases).values_list("cohort_id", "basis")
    return {cohort for cohort, basis in found.distinct() if bases[cohort] == basis}


def stored_parts(cohort: Cohort, parts: Collection[str]) -> Stored:
    """Return parts of the kept counts as they are stored: one query."""
    found = Tally.objects.filter(cohort=cohort, part__in=list(parts))
    return {part: bytes(cells) for part, cells in found.values_list("part", "cells")}


def centres_ahead() -> dict[int, bool]:
    """Return the centres of patients whose consent ended, and whose rows are there.

    They do not count from that moment, though no worker has come by yet; with each
    centre, whether one will for all of them, or somebody is set aside.
    """
    if not Pending.objects.exists():
        return {}
    waiting = Pending.objects.filter(patient_id=OuterRef("pk"))
    rows = AnalysisSubject.objects.filter(patient_id=OuterRef("pk"))
    aside = Lease.objects.filter(patient_id=OuterRef("pk"), set_aside=True)
    left = Patient.objects.filter(Exists(waiting), NOT_ANALYSED, Exists(rows))
    found: dict[int, bool] = {}
    for centre, alone in left.values_list("centre_id", Exists(aside)):
        found[centre] = found.get(centre, True) and not alone
    return found


def summed(marks: Iterable[StaleCohort]) -> Counted:
    """Return what marks change, by part."""
    found: Counted = {}
    for mark in marks:
        for part, columns in (mark.changed or {}).items():
            cells = found.setdefault(part, Counter())
            for key, n in from_json(columns).items():
                cells[key] += n
    return found


def put_on(
    cohort: Cohort, definition: Definition, cells: Parts, changes: Counted
) -> None:
    """Put a change on the cells, with what it moves across cuts that the data give.

    Raises ValueError where a cell would go below zero: somebody wrote analysis rows
    past the pipeline.
    """
    old = cuts_given(cells, definition)
    for part, changed in sorted_in(changes, old).items():
        cells.add(part, changed)
    for number, at in cuts_given(cells, definition).items():
        if at != old[number]:
            moved = sorted_anew(cohort, definition, number, old[number], at)
            for part, changed in moved.items():
                cells.add(part, changed)


def keep_anew(cohort: Cohort, basis: str, cells: Cells) -> Stored:
    """Keep counts in place of all that were kept; return them as they are stored."""
    stored = {part: packed(found) for part, found in cells.items()}
    forget(cohort)
    Tally.objects.bulk_create(
        Tally(cohort=cohort, part=part, basis=basis, cells=found)
        for part, found in stored.items()
    )
    return stored


def forget(cohort: Cohort) -> None:
    """Keep no counts: the next refresh counts anew."""
    Tally.objects.filter(cohort=cohort).delete()


def rewrite(changed: Mapping[int, Stored]) -> None:
    """Keep the parts that changed, by cohort: one statement."""
    rows = [
        (cohort, part, cells)
        for cohort, stored in changed.items()
        for part, cells in stored.items()
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(REWRITE, [*map(list, zip(*rows, strict=True))])
