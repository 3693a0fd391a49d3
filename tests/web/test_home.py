"""Home: what waits, who changed what, and where else to go."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.audit.context import acting
from registry.services.records import enrol
from tests.builders import (
    a_centre,
    a_data_manager,
    a_patient,
    a_record,
    a_statistician,
    a_treated_patient,
    an_admin,
)

pytestmark = pytest.mark.django_db


def page(client, user):
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer


def counts(answer):
    return {str(need["title"]): need["count"] for need in answer.context["needs"]}


def test_patient_with_infusion_and_no_statement_waits(client):
    patient = a_treated_patient()
    answer = page(client, a_data_manager())
    assert counts(answer)["CRS not stated"] == 1
    assert counts(answer)["Day 28 missing"] == 1
    assert counts(answer)["Engraftment missing"] == 1
    assert f'href="/patients/{patient.pk}/"' in answer.content.decode()


def test_what_is_stated_waits_no_longer(client):
    patient = a_treated_patient()
    for form in ("crs_episode", "icans_episode", "disease_assessment", "engraftment"):
        a_record(form, patient)
    a_record("follow_up", patient, visit_date=timezone.localdate())
    answer = page(client, a_data_manager())
    assert set(counts(answer).values()) == {0}
    assert "Nothing waits" in answer.content.decode()


def test_nobody_is_asked_before_the_day_has_come(client):
    patient = a_patient()
    infused = timezone.localdate() - timedelta(30)
    a_record("infusion", patient, infusion_date=infused)
    assert counts(page(client, a_data_manager()))["CRS not stated"] == 0


def test_contact_within_a_year_is_enough_and_the_dead_are_not_asked(client):
    today = timezone.localdate()
    year = timedelta(366)
    for vital, seen in (
        ("alive", today - year),
        ("alive", today),
        ("lost", today - year),
    ):
        patient = a_patient()
        a_record("follow_up", patient, visit_date=seen, vital_status=vital)
    dead = a_patient()
    a_record("follow_up", dead, visit_date=today - year)
    a_record("death", dead, death_date=today - year)
    assert counts(page(client, a_data_manager()))["No contact for a year"] == 1


def test_other_centre_is_not_counted(client):
    a_treated_patient("HEB")
    answer = page(client, a_data_manager())
    assert answer.context["reach"].patients == 0
    assert set(counts(answer).values()) == {0}
    assert "No patients yet" in answer.content.decode()


def test_completeness_counts_patients_by_their_forms(client):
    for state in ("complete", "begun"):
        a_record("crs_episode", a_treated_patient(), state=state)
    a_treated_patient()
    shares = {
        s["one"].form: s for s in page(client, a_data_manager()).context["completeness"]
    }
    crs = shares["crs_episode"]["one"]
    assert (crs.whole, crs.complete, crs.begun, crs.absent) == (3, 1, 1, 1)
    assert shares["death"]["percent"] is None


def test_forms_of_many_patients_are_counted_after_the_page_is_there(
    client, monkeypatch
):
    monkeypatch.setattr("registry.views.home.LARGE", 1)
    for _ in range(2):
        a_treated_patient()
    answer = page(client, a_data_manager())
    assert "completeness" not in answer.context
    assert 'hx-get="/?part=forms"' in answer.content.decode()
    part = client.get("/?part=forms", headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<section class="panel"')
    assert "Chronic GVHD" in part.content.decode()
    whole = client.get("/?part=forms")
    assert whole.context["forms"] == 8


def test_changes_are_told_by_who_made_them(client):
    me, other = a_data_manager(name="me"), a_data_manager(name="colleague")
    for user in (me, other):
        values = {
            "study_no": f"N-{user.username}",
            "sex": "F",
            "birth_date": date(1990, 1, 1),
        }
        enrol(
            centre=a_centre(), values=values, actor=user.actor(), reason="new patient"
        )
    answer = page(client, me)
    mine, others = answer.context["mine"], answer.context["others"]
    assert [one["act"].patient.study_no for one in mine] == ["N-me"]
    assert [one["act"].who for one in others] == ["colleague"]
    assert "“new patient”" in answer.content.decode()


def test_many_rows_of_one_act_are_one_line(client):
    with acting(a_data_manager(name="importer").actor(), "import of a sheet"):
        for _ in range(3):
            a_treated_patient()
    others = page(client, a_data_manager()).context["others"]
    assert [(one["act"].patients, one["act"].records) for one in others] == [(3, 15)]


def test_queries_do_not_grow_with_the_patients(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, user)
        return len(captured)

    user = a_data_manager()
    for _ in range(5):
        a_treated_patient()
    page(client, user)
    few = queries()
    for _ in range(45):
        a_treated_patient()
    assert queries() == few
    assert few < 75


def test_administrator_without_clinical_data_is_shown_the_administration(client):
    a_treated_patient()
    admin = an_admin()
    admin.is_staff = True
    admin.save()
    answer = page(client, admin)
    assert "People, roles and centres" in answer.content.decode()
    assert "P001" not in answer.content.decode()


def test_statistician_is_shown_granted_studies(client):
    answer = page(client, a_statistician())
    assert "Studies granted to you" in answer.content.decode()
    assert "None yet." in answer.content.decode()


@pytest.mark.parametrize(
    ("person", "offered"),
    [
        (a_data_manager, ["Home", "Patients", "Studies", "Import", "Codebook"]),
        (a_statistician, ["Home", "Studies", "Codebook"]),
        (an_admin, ["Home", "Codebook"]),
    ],
)
def test_navigation_offers_what_the_role_may_open(client, person, offered):
    said = page(client, person()).content.decode()
    found = re.findall(r'data-go="\w"[^>]*>([^<]+)</a>', said)
    assert found == offered
