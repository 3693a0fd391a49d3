"""The page of daily counts: typed, pasted, saved in one go."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import BegunForm, BloodCount, Change, DataQuery
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


def test_reasons_stand_where_there_is_no_count(manager):
    patient = a_treated_patient()
    without = f"{day(4):%Y%m%d}_new_without"
    typed = {
        box(3, "anc"): "0.4",
        box(3, "platelets"): "Not done",
        box(3, "alc"): "0.2",
        box(3, "platelet_transfusion"): "absent-unknown",
        without: "not_done",
    }
    assert manager.post(url(patient), typed).status_code == 302
    third, fourth = BloodCount.objects.filter(patient=patient).order_by("count_date")
    assert (third.anc, third.alc, third.platelets) == (
        Decimal("0.4"),
        Decimal("0.2"),
        None,
    )
    assert third.absent == {"platelets": "not_done", "platelet_transfusion": "unknown"}
    assert third.state == "complete"
    counts = ("anc", "platelets", "hb_g_dl", "alc")
    assert fourth.absent == dict.fromkeys(counts, "not_done")
    page = manager.get(url(patient)).content.decode()
    assert f'id="{box(3, "platelets", third)}" value="Not done"' in page
    # A count that came later takes the reason's place.
    later = {box(3, "platelets", third): "20", "reason": "result came"}
    assert manager.post(url(patient), later).status_code == 302
    third.refresh_from_db()
    assert (third.platelets, "platelets" in third.absent) == (20, False)


def test_a_month_costs_as_many_queries_as_some_days(manager):
    def queries(patient, days):
        typed = {box(at, "anc"): "0.4" for at in days}
        with CaptureQueriesContext(connection) as captured:
            assert manager.post(url(patient), typed).status_code == 302
        return len(captured)

    few = queries(a_treated_patient(study_no="C001"), range(2))
    # Somebody alike would be compared with: that is no matter of days.
    month = a_treated_patient(study_no="C002", birth_date=date(1980, 1, 1))
    assert queries(month, range(31)) == few
    assert BloodCount.history.filter(patient=month).count() == 31
    begun = BegunForm.objects.filter(patient=month, form="blood_count")
    assert begun.count() == 31  # nobody said whether platelets were given


def test_days_saved_together_are_checked_beside_each_other(manager):
    patient = a_treated_patient()
    typed = {box(at, "platelet_transfusion"): "no" for at in range(30)}
    typed |= {box(at, "anc"): "0.1" for at in range(30)}
    assert manager.post(url(patient), typed).status_code == 302
    saved = BloodCount.objects.filter(patient=patient).first()
    # The query about days without counts is not opened for days that come with them.
    asked = DataQuery.objects.filter(patient=patient, form="blood_count")
    assert all(query.record_id for query in asked)
    assert saved.version == 1


def test_counts_of_a_withdrawn_patient_are_only_read(manager):
    patient = a_treated_patient(consent_status="withdrawn")
    assert "Save all days" not in manager.get(url(patient)).content.decode()
    answer = manager.post(url(patient), {box(3, "anc"): "0.4"})
    assert answer.status_code == 422
    assert "Consent was withdrawn" in answer.content.decode()
    assert not BloodCount.objects.exists()


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
