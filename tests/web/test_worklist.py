"""The lists behind the home page: who is in them, filtered, page by page."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import Patient
from registry.services.schedule import reschedule
from tests.builders import (
    a_data_manager,
    a_monitor,
    a_patient,
    a_record,
    a_statistician,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def infused(days_ago, centre="LDP", **values):
    """Return a patient infused so many days ago."""
    patient = a_patient(centre, **values)
    on = timezone.localdate() - timedelta(days_ago)
    a_record("infusion", patient, infusion_date=on)
    reschedule([patient.pk])
    return patient


def told(answer):
    """Return the rows as (number, visit or form)."""
    assert answer.status_code == 200
    table = answer.context["table"]
    rows = table["rows"] if table else []
    return [
        (r["cells"][0]["text"], r["cells"][1]["text"]) for r in rows if "cells" in r
    ]


def test_overdue_and_due_are_listed_the_most_urgent_first(manager):
    infused(30, study_no="C001")
    infused(41, study_no="C002")
    assert told(manager.get("/worklist/visits/")) == [
        ("C002", "CAR-T D14"),
        ("C001", "CAR-T D7"),
        ("C001", "CAR-T D14"),
        ("C002", "CAR-T D28"),
        ("C001", "CAR-T D28"),
    ]


@pytest.mark.parametrize(
    ("asked", "visits"),
    [
        ("state=due", ["CAR-T D28"]),
        ("state=overdue", ["CAR-T D7", "CAR-T D14"]),
        ("state=missed", []),
        ("state=done", ["CAR-T D0"]),
        ("state=due&form=aplasia", ["CAR-T D28"]),
        ("state=due&form=chimerism", []),
        ("track=hsct", []),
        (
            "state=nonsense&sort=nonsense&track=x",
            ["CAR-T D7", "CAR-T D14", "CAR-T D28"],
        ),
        ("centre=HEB", []),
        ("sort=patient", ["CAR-T D7", "CAR-T D14", "CAR-T D28"]),
    ],
)
def test_visits_are_filtered(manager, asked, visits):
    infused(30)
    infused(30, "HEB")
    rows = told(manager.get(f"/worklist/visits/?{asked}"))
    # The screening before an infusion 30 days ago has been missed.
    assert [visit for _number, visit in rows if "screening" not in visit] == visits


def test_visit_leads_to_its_forms_with_the_time_point_and_never_a_day(manager):
    patient = infused(30)
    body = manager.get("/worklist/visits/?state=due").content.decode()
    begin = f"/patients/{patient.pk}/disease_assessment/new/?time_point=D28"
    assert f'href="{begin}"' in body
    assert f'href="/patients/{patient.pk}/crs_episode/new/?course_no=1"' in body
    page = manager.get(begin).content.decode()
    chosen = re.search(r'<option value="D28"[^>]* selected', page)
    assert chosen
    assert timezone.localdate().isoformat() not in re.sub(
        r"<header.*?</header>", "", page
    )


def test_monitor_sees_the_forms_but_no_way_to_begin_them(client):
    infused(30)
    client.force_login(a_monitor())
    body = client.get("/worklist/visits/").content.decode()
    assert "Disease assessment" in body
    assert "/new/" not in body


def test_pages_lead_through_all_visits(manager):
    for _ in range(45):
        infused(30)
    answer = manager.get("/worklist/visits/?state=overdue")
    seen, last = told(answer), answer
    while url := last.context["pager"]["next_url"]:
        last = manager.get(url)
        seen += told(last)
    assert len(seen) == len(set(seen)) == 45 * 2
    assert answer.context["pager"]["text"] == "90 visits"


@pytest.mark.parametrize("name", ["visits", "forms"])
def test_those_without_records_are_refused(client, name):
    client.force_login(a_statistician())
    assert client.get(f"/worklist/{name}/").status_code == 403


def test_forms_begun_name_what_is_missing_and_lead_to_it(manager):
    patient = infused(30, study_no="C001")
    infused(30, "HEB")
    rows = told(manager.get("/worklist/forms/?form=infusion"))
    assert rows == [("C001", "CAR-T infusion")]
    body = manager.get("/worklist/forms/?form=infusion").content.decode()
    assert re.search(rf"/patients/{patient.pk}/infusion/\d+/#id_\w+", body)
    assert told(manager.get("/worklist/forms/?form=infusion&field=nonsense")) == []
    assert told(manager.get("/worklist/forms/?by=me")) == []


@pytest.mark.parametrize("name", ["visits", "forms"])
def test_empty_lists_say_so(manager, name):
    body = manager.get(f"/worklist/{name}/").content.decode()
    assert "Nothing waits here." in body


@pytest.mark.parametrize("name", ["visits", "forms"])
def test_queries_do_not_grow_with_the_patients(manager, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            manager.get(f"/worklist/{name}/")
        return len(captured)

    infused(30)
    few = queries()
    for _ in range(20):
        infused(30)
    assert queries() == few < 15


def test_htmx_gets_the_list_alone(manager):
    part = manager.get("/worklist/visits/", headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<section class="panel" id="work-l')


def test_out_of_reach_and_lost_are_filters_of_the_patient_list(manager):
    infused(2000, study_no="SILENT")
    infused(30, study_no="FRESH")
    lost = infused(2000, study_no="LOST")
    a_record("follow_up", lost, visit_date=timezone.localdate(), vital_status="lost")
    reschedule(Patient.objects.values_list("pk", flat=True))

    def listed(vital):
        rows = manager.get(f"/patients/?vital={vital}").context["table"]["rows"]
        return [row["cells"][0]["text"] for row in rows]

    assert listed("silent") == ["SILENT"]
    assert listed("lost") == ["LOST"]
    assert listed("alive") == ["FRESH", "SILENT"]
