"""Visits and completeness by REST."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.services.schedule import reschedule
from tests.builders import a_patient, a_record

pytestmark = pytest.mark.django_db


def infused(days_ago, centre="LDP"):
    patient = a_patient(centre)
    on = timezone.localdate() - timedelta(days_ago)
    a_record("infusion", patient, infusion_date=on)
    reschedule([patient.pk])
    return patient


def test_visits_say_state_and_why(manager):
    patient = infused(30)
    body = manager.get("/api/v1/visits/?state=due").json()
    (visit,) = body["results"]
    assert (visit["study_no"], visit["code"], visit["state"]) == (
        patient.study_no,
        "D28",
        "due",
    )
    assert visit["lacking"][0] == "disease_assessment"
    assert visit["why"][0].startswith("Day 28, day 28 after the CAR-T infusion of")
    one = manager.get(f"/api/v1/visits/{visit['id']}/")
    assert one.json() == visit


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("state=due&state=overdue", 3),
        ("state=done", 1),
        ("track=hsct", 0),
        ("centre=HEB", 0),
        ("study_no=nonsense", 0),
        ("page_size=1000", 28),
    ],
)
def test_visits_are_narrowed(manager, asked, count):
    infused(30)
    infused(30, "HEB")
    assert len(manager.get(f"/api/v1/visits/?{asked}").json()["results"]) == count


def test_completeness_by_form_and_field(manager):
    a_patient("HEB")
    patient = infused(30)
    forms = manager.get("/api/v1/completeness/").json()
    assert {one["centre"] for one in forms} == {"LDP"}
    (infusion,) = [one for one in forms if one["form"] == "infusion"]
    assert (infusion["patients"], infusion["records"], infusion["begun"]) == (1, 1, 1)
    fields = manager.get("/api/v1/completeness/infusion/").json()
    (day,) = [one for one in fields if one["field"] == "infusion_date"]
    assert (day["expected"], day["answered"], day["missing"]) == (1, 1, 0)
    assert manager.get("/api/v1/completeness/nonsense/").status_code == 404
    assert patient.pk


def test_queries_do_not_grow(manager):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert manager.get("/api/v1/visits/").status_code == 200
        return len(captured)

    infused(30)
    few = queries()
    for _ in range(10):
        infused(30)
    assert queries() == few
