"""Derive claimed patients: rows, marks for their cohorts, and the queue emptied.

All in one transaction, under an advisory lock on each patient: a worker whose lease
ran out and the one that came after it never write at the same time.
"""

import logging
from collections import defaultdict
from collections.abc import Collection

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Max

from outcomes.models import Lease
from outcomes.pipeline.alone import Lock
from outcomes.pipeline.claims import ATTEMPTS
from outcomes.pipeline.derivation import Derived, Person, derive, person_of
from outcomes.pipeline.faults import described
from outcomes.pipeline.marking import mark, rows_of_patients
from outcomes.pipeline.reading import Chart, charts
from outcomes.pipeline.writing import write, write_people
from registry.access.consent import may_be_analysed
from registry.models import Change, Pending

log = logging.getLogger(__name__)

LOCK = """
SELECT pg_advisory_xact_lock(%s, patient) FROM
  (SELECT unnest(%s::integer[]) AS patient ORDER BY 1) patients
"""
FAILED = """
UPDATE outcomes_lease SET error = %(error)s, set_aside = attempts >= %(attempts)s,
  not_before = now() + make_interval(secs => power(2, attempts - 1))
WHERE patient_id = %(patient)s
"""

Failures = dict[int, str]


def work(patients: Collection[int]) -> int:
    """Derive these patients; return how many succeeded.

    What fails is written on the patient's lease, to be tried again or set aside; it
    holds up nobody else. A database that is gone is nobody's failure: it is raised.
    """
    try:
        failures = _derive_together(patients)
    except OperationalError:
        raise
    except DatabaseError as error:
        if len(patients) > 1:
            return sum(work([patient]) for patient in patients)
        failures = dict.fromkeys(patients, described(error))
    for patient, fault in failures.items():
        log.error("patient %s could not be derived: %s", patient, fault)
        _put_back(patient, fault)
    return len(patients) - len(failures)


def _derive_together(patients: Collection[int]) -> Failures:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [Lock.PATIENT, [pk % 2**31 for pk in patients]])
        queue, versions = _queue(patients), _newest_changes(patients)
        rows, people, failures = rows_of(queue)
        before = rows_of_patients(rows)
        write(rows, versions)
        write_people(rows, people)
        mark(before, rows_of_patients(rows))
        done = [pk for pk in patients if pk not in failures]
        answered = [pk for patient in done for pk in queue.get(patient, ())]
        Pending.objects.filter(pk__in=answered).delete()
        Lease.objects.filter(pk__in=done).delete()
    return failures


def _queue(patients: Collection[int]) -> dict[int, list[int]]:
    """Return the queue's rows of each patient who has any."""
    rows: dict[int, list[int]] = defaultdict(list)
    waiting = Pending.objects.filter(patient_id__in=list(patients))
    for patient, pk in waiting.values_list("patient_id", "pk"):
        rows[patient].append(pk)
    return dict(rows)


def _newest_changes(patients: Collection[int]) -> dict[int, int]:
    """Return each patient's newest change; asked before the records are read."""
    changes = Change.objects.filter(patient_id__in=list(patients)).order_by()
    newest = changes.values("patient_id").annotate(newest=Max("id"))
    return {int(row["patient_id"] or 0): row["newest"] for row in newest}


def rows_of(
    patients: Collection[int],
) -> tuple[dict[int, list[Derived]], dict[int, Person], Failures]:
    """Derive each patient; one who is gone, or whose consent is, has no rows."""
    found = charts(patients)
    rows: dict[int, list[Derived]] = {}
    people: dict[int, Person] = {}
    failures: Failures = {}
    for patient in patients:
        chart = found.get(patient)
        try:
            rows[patient] = derived(chart)
            if chart:
                people[patient] = person_of(chart)
        # Whatever a record does to the derivation, it must not hold up the others.
        except Exception as error:
            failures[patient] = described(error)
    return rows, people, failures


def derived(chart: Chart | None) -> list[Derived]:
    """Return the rows of a chart; none of who is gone, or whose consent is."""
    if chart is None or not may_be_analysed(chart.case.patient):
        return []
    return derive(chart)


def _put_back(patient: int, error: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            FAILED, {"error": error, "attempts": ATTEMPTS, "patient": patient}
        )
