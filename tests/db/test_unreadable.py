"""A record that Python cannot read keeps nobody else from checks and visits."""

from datetime import date

import pytest
from django.db import connection

from registry.audit.context import SYSTEM
from registry.models import CheckRun, FollowUpClock
from registry.services.checking import begin_run, go_on
from registry.services.schedule import catch_up
from tests.builders import a_record, a_treated_patient

BREAK = "UPDATE registry_hsct SET hsct_date = 'infinity' WHERE patient_id = %s"


@pytest.fixture
def patients(db):
    """Three patients, of whom the second has a day that no calendar has."""
    # Who was born on the same day is compared, and would be read with them.
    found = [a_treated_patient(birth_date=date(1980 + n, 1, 1)) for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(BREAK, [found[1].pk])
    return found


def test_the_others_are_checked_and_the_run_ends(patients, caplog):
    run = begin_run(actor=SYSTEM)
    assert go_on(run=run) == 3
    run = CheckRun.objects.get(pk=run.pk)
    assert run.ended_at
    assert run.opened > 0, caplog.text
    assert f"patient {patients[1].pk} is left out: DataError" in caplog.text


def test_the_others_get_their_visits(patients):
    a_record("relapse", patients[2])
    assert catch_up() == 2
    made = set(FollowUpClock.objects.values_list("patient_id", flat=True))
    assert made == {patients[0].pk, patients[2].pk}
