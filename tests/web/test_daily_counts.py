"""The page of daily counts: typed, pasted, saved in one go."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import BloodCount, Change
from tests.builders import (
    a_data_manager,
    a_monitor,
    a_patient,
    a_record,
    a_treated_patient,
    day,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    user = a_data_manager()
    client.force_login(user)
    return client


def url(patient, **query):
    text = "&".join(f"{k}={v}" for k, v in query.items())
    return reverse("daily-counts", args=[patient.pk]) + (f"?{text}" if text else "")


def box(at, name, record=None):
    key = record.pk if record else "new"
    return f"{day(at):%Y%m%d}_{key}_{name}"


def test_days_of_a_course_are_typed_and_saved_at_once(manager):
    patient = a_treated_patient()
    typed = {box(3, "anc"): "0,4", box(3, "platelets"): "20", box(4, "anc"): "0.5"}
    answer = manager.post(url(patient), typed | {box(3, "platelet_transfusion"): "no"})
    assert answer.status_code == 302
    rows = BloodCount.objects.filter(patient=patient).order_by("count_date")
    assert [(one.count_date, one.anc) for one in rows] == [
        (day(3), Decimal("0.4")),
        (day(4), Decimal("0.5")),
    ]
    assert rows[0].state == "complete"
    assert rows[1].state == "begun"


def test_rows_that_nobody_changed_are_not_written(manager):
    patient = a_treated_patient()
    record = a_record("blood_count", patient, count_date=day(3), anc=Decimal("0.40"))
    before = Change.objects.count()
    answer = manager.post(
        url(patient), {box(3, "anc", record): "0.4", box(3, "platelets", record): ""}
    )
    assert answer.status_code == 302
    assert Change.objects.count() == before


def test_nothing_is_saved_while_one_cell_is_wrong_and_nothing_typed_is_lost(manager):
    patient = a_treated_patient()
    typed = {box(3, "anc"): "0.4", box(4, "anc"): "many", box(5, "platelets"): "20"}
    answer = manager.post(url(patient), typed)
    assert answer.status_code == 422
    assert not BloodCount.objects.exists()
    page = answer.content.decode()
    for text in ("0.4", "many", "20"):
        assert f'value="{text}"' in page
    assert f'id="{box(4, "anc")}_error"' in page


def test_impossible_count_is_told_beside_its_cell(manager):
    patient = a_treated_patient()
    typed = {box(3, "anc"): "0.4", box(4, "platelets"): "150000"}
    answer = manager.post(url(patient), typed)
    assert answer.status_code == 422
    assert not BloodCount.objects.exists()
    page = answer.content.decode()
    assert f'id="{box(4, "platelets")}_error"' in page
    assert "Nothing was saved." in page


def test_complete_count_is_corrected_with_a_reason(manager):
    patient = a_treated_patient()
    whole = {"anc": 1, "platelets": 50, "platelet_transfusion": "no"}
    record = a_record(
        "blood_count", patient, count_date=day(3), state="complete", **whole
    )
    typed = {box(3, "anc", record): "2"}
    refused = manager.post(url(patient), typed)
    assert refused.status_code == 422
    assert "reason" in refused.content.decode()
    assert manager.post(url(patient), typed | {"reason": "typo"}).status_code == 302
    record.refresh_from_db()
    assert record.anc == 2


def test_count_that_changed_meanwhile_is_not_overwritten(manager):
    patient = a_treated_patient()
    record = a_record("blood_count", patient, count_date=day(3), anc=1)
    version = f"{day(3):%Y%m%d}_{record.pk}_version"
    BloodCount.objects.filter(pk=record.pk).update(anc=3)
    answer = manager.post(url(patient), {box(3, "anc", record): "2", version: "1"})
    assert answer.status_code == 422
    assert "meanwhile" in answer.content.decode()


def test_pasted_table_fills_the_grid_and_saves_nothing(manager):
    patient = a_treated_patient()
    answer = manager.post(url(patient), {"fill": "1", "pasted": "3\t0.4\t20\n99\t1"})
    assert answer.status_code == 200
    assert not BloodCount.objects.exists()
    page = answer.content.decode()
    assert f'id="{box(3, "anc")}" value="0.4"' in page
    assert day(99).isoformat() in page  # it lies outside the days shown


def test_counts_after_a_transplant_count_from_it(manager):
    patient = a_treated_patient()
    answer = manager.get(url(patient, hsct_no=1))
    assert answer.context["rows"][0].day == day(60)
    assert "HSCT 1" in answer.content.decode()


def test_icaht_stands_beside_the_counts(manager):
    patient = a_patient()
    a_record("infusion", patient)
    for at in range(31):
        a_record("blood_count", patient, count_date=day(at), anc=Decimal("0.3"))
    grades = manager.get(url(patient)).context["derived"]["grades"]
    assert grades[0]["display"] in ("4", "IV", "Grade IV")


def test_monitor_reads_and_types_nothing(client):
    patient = a_treated_patient()
    a_record("blood_count", patient, count_date=day(3), anc=Decimal("0.4"))
    client.force_login(a_monitor())
    page = client.get(url(patient)).content.decode()
    assert "0.4" in page
    assert "Save all days" not in page
    assert client.post(url(patient), {}).status_code == 403


def test_without_day_0_there_is_no_page(manager):
    assert manager.get(url(a_patient())).status_code == 404


def test_queries_hold_as_days_grow(manager):
    patient = a_treated_patient()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            manager.get(url(patient))
        return len(captured)

    a_record("blood_count", patient, count_date=day(1))
    few = queries()
    for at in range(2, 25):
        a_record("blood_count", patient, count_date=day(at))
    assert queries() == few


def test_engraftment_dates_are_written_as_dates(manager):
    patient = a_treated_patient()
    for at in range(29):
        low = Decimal("0.1") if at < 12 else Decimal("0.9")
        a_record("blood_count", patient, count_date=day(60 + at), anc=low)
    values = manager.get(url(patient, hsct_no=1)).context["derived"]["values"]
    assert values[0]["text"] == day(72).isoformat()
