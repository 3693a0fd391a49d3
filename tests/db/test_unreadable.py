"""A record that Python cannot read keeps nobody else from checks and visits."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from registry.audit.context import SYSTEM
from registry.models import CheckRun, FollowUpClock
from registry.services.checking import begin_run, go_on
from registry.services.schedule import catch_up
from tests.builders import a_data_manager, a_record, a_treated_patient
from tests.unreadable import unreadable

DAYS = ("infinity", "-infinity", "12000-01-01", "0001-01-01 BC")


@pytest.fixture
def patients(committed_db):
    """Three patients, of whom the second has a day that no calendar has."""
    # Who was born on the same day is compared, and would be read with them.
    found = [a_treated_patient(birth_date=date(1980 + n, 1, 1)) for n in range(3)]
    with unreadable(found[1]):
        yield found


@pytest.mark.parametrize("day", DAYS)
def test_a_day_that_no_calendar_has_is_refused(db, day):
    a_treated_patient()
    for table, column in (("hsct", "hsct_date"), ("patient", "birth_date")):
        change = f"UPDATE registry_{table} SET {column} = %s"
        with (
            pytest.raises(IntegrityError, match=f"{table}_{column}_ok"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change, [day])


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


def test_the_others_are_listed(patients, client):
    client.force_login(a_data_manager())
    page = client.get("/patients/").content.decode()
    assert all(one.study_no in page for one in patients)
    assert page.count("a form cannot be read") == 1
