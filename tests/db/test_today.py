"""What day it is depends on where the centre is."""

from datetime import UTC, date, datetime

import pytest

from registry.audit.context import SYSTEM
from registry.intake.run import import_file
from registry.models import Infusion
from registry.services.errors import NotConsistent
from registry.services.records import save_record
from tests.builders import a_centre, a_patient

# In the morning of the 2nd at Beijing it is still the 1st by UTC.
NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
SHEET = (
    "study_no,centre,sex,birth_date,cohort,car_t_date\n"
    "P-001,LDP,F,2001-02-03,CAR-T,2026-03-02\n"
)


@pytest.fixture
def morning(db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    centre = a_centre("LDP")
    centre.time_zone = "Asia/Shanghai"
    centre.save()


def infuse(patient):
    return save_record(
        patient_id=patient.pk,
        form="infusion",
        values={"infusion_date": TODAY},
        actor=SYSTEM,
    )


def test_an_infusion_of_this_morning_is_saved(morning):
    assert infuse(a_patient("LDP")).record.infusion_date == TODAY


def test_where_it_is_still_yesterday_it_is_the_future(morning):
    with pytest.raises(NotConsistent):
        infuse(a_patient("HEB"))


def test_an_infusion_of_this_morning_is_imported(morning):
    import_file(SHEET.encode(), file_name="sheet", actor=SYSTEM)
    assert Infusion.objects.get().infusion_date == TODAY
