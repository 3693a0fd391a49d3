"""Derive at once, without waiting for a worker: what ``manage.py recompute`` does.

It goes the queue's own way, so that what it gives is what the workers give.
"""

from dataclasses import dataclass
from time import sleep

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from outcomes.models import Lease
from outcomes.pipeline.due import due
from outcomes.pipeline.sweep import sweep
from outcomes.version import code_version
from registry.models import Change, Pending

WAIT_SECONDS = 0.1

# The newest change as the number: these rows are no news, and must not make the data
# version look older than it is.
QUEUE = """
INSERT INTO registry_pending (change_id, patient_id)
SELECT (SELECT max(id) FROM registry_change), patient_id FROM ({patients}) patients
"""
ALL = """
SELECT id AS patient_id FROM registry_patient
UNION SELECT patient_id FROM outcomes_analysissubject
"""
# Who has no row yet says of no code: others' say for them that there was another.
OF_OTHER_CODE = """
WITH other AS (
  SELECT DISTINCT patient_id FROM outcomes_analysissubject WHERE code_version <> %s
)
SELECT patient_id FROM other
UNION SELECT patient_id FROM outcomes_analysispatient p
WHERE EXISTS (SELECT FROM other) AND NOT EXISTS
  (SELECT FROM outcomes_analysissubject s WHERE s.patient_id = p.patient_id)
"""
MARK_ALL = """
INSERT INTO outcomes_stalecohort (cohort_id)
SELECT id FROM outcomes_cohort WHERE archived_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a recompute did.

    failed  : patients who could not be derived
    cohorts : cohorts that could not be counted, by name
    """

    patients: int
    snapshots: int
    failed: int
    cohorts: frozenset[str] = frozenset()


def recompute(*, everything: bool = False) -> Recomputed:
    """Derive what waits and what older code derived, or every patient.

    Patients who were set aside are tried again. It returns when the figures have
    all that was committed before it began, whoever brought it there.
    """
    newest = Change.objects.aggregate(newest=Max("id"))["newest"] or 0
    with transaction.atomic(), connection.cursor() as cursor:
        Lease.objects.filter(set_aside=True).delete()
        if everything:
            cursor.execute(QUEUE.format(patients=ALL))
            cursor.execute(MARK_ALL)
        else:
            cursor.execute(QUEUE.format(patients=OF_OTHER_CODE), [code_version()])
    patients = snapshots = 0
    unlucky: set[str] = set()
    while True:
        swept = sweep()
        patients, snapshots = patients + swept.patients, snapshots + swept.snapshots
        unlucky |= swept.failed
        if not swept.elsewhere and not _waiting(newest):
            break
        sleep(WAIT_SECONDS)
    failed = Lease.objects.exclude(error="").count()
    cohorts = frozenset(one.slug for one in due()) & unlucky
    return Recomputed(patients, snapshots, failed, cohorts)


def _waiting(newest: int) -> bool:
    """Tell whether changes up to ``newest`` wait of patients who have not failed.

    Another worker has them; if it dies, its leases end and the next round takes them.
    """
    failed = Lease.objects.filter(pk=OuterRef("patient_id")).exclude(error="")
    waiting = Pending.objects.filter(change_id__lte=newest)
    return waiting.filter(~Exists(failed)).exists()
