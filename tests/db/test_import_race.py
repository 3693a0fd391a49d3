"""Two people bring in the same patient at the same moment."""

import threading
import time

from django.db import connection, transaction

from registry.access.reach import everywhere
from registry.audit.context import SYSTEM
from registry.intake.run import import_file
from registry.models import Centre, Patient
from tests.builders import a_patient

SHEET = b"study_no,centre,sex,birth_date,diagnosis\nP-001,LDP,F,2001-02-03,T-ALL\n"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # one a transaction
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)


def test_a_patient_enrolled_during_the_import_is_updated(committed_db):
    Centre.objects.create(code="LDP")
    reports = []

    @everywhere()
    def importing():
        try:
            reports.append(import_file(SHEET, file_name="sheet", actor=SYSTEM))
        finally:
            connection.close()

    thread = threading.Thread(target=importing)
    with transaction.atomic():
        a_patient("LDP", study_no="p-001")
        thread.start()
        until_somebody_waits()
    thread.join()
    assert [(r.accepted, r.created, r.updated) for r in reports] == [(1, 0, 1)]
    assert Patient.objects.get().diagnosis_set.get().disease == "T-ALL"
