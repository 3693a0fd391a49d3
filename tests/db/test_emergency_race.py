"""One person asks for two patients at the same moment."""

import threading

from django.db import connection, transaction

from registry.access.confirmation import Confirmed
from registry.models import EmergencyAccess
from registry.services import emergency
from tests.builders import a_patient, an_investigator
from tests.db.test_import_race import until_somebody_waits


def test_of_two_openings_at_once_one_stands(committed_db, monkeypatch):
    doctor = an_investigator("LDP")
    first, second = (a_patient("HEB", study_no=f"HEB-{n}") for n in (7, 8))
    # Requests count outside of their transaction: here that would be the lock.
    monkeypatch.setattr(emergency, "count", lambda _who, _began: 1)

    def opening(patient):
        try:
            emergency.open_in_emergency(
                actor=doctor.actor(),
                confirmed=Confirmed(doctor.pk),
                centre=patient.centre,
                number=patient.study_no,
                reason="septic shock",
            )
        finally:
            if threading.current_thread() is other:
                connection.close()

    other = threading.Thread(target=opening, args=[second])
    with transaction.atomic():
        opening(first)
        other.start()
        until_somebody_waits()
    other.join()
    standing = EmergencyAccess.objects.standing()
    assert [one.patient_id for one in standing] == [second.pk]
