"""Home: what waits, who changed what, and where else to go."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.audit.context import acting
from registry.models import FORMS, Patient
from registry.queries.centre_counts import centre_counts
from registry.queries.worklist import completeness
from registry.services.drafts import keep_draft
from registry.services.records import enrol
from registry.services.schedule import reschedule
from tests.builders import (
    a_centre,
    a_data_manager,
    a_patient,
    a_query,
    a_record,
    a_statistician,
    a_treated_patient,
    an_admin,
)

pytestmark = pytest.mark.django_db


def page(client, user):
    kept()
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer


def counts(answer):
    return {str(need["title"]): need["count"] for need in answer.context["needs"]}


def stats(answer):
    return {str(one["title"]): one["count"] for one in answer.context["stats"]}


def kept():
    reschedule(Patient.objects.values_list("pk", flat=True))


def test_patient_with_infusion_and_no_statement_waits(client):
    a_treated_patient()
    answer = page(client, a_data_manager())
    assert counts(answer) == {
        "CRS not stated": 1,
        "ICANS not stated": 1,
        "Engraftment missing": 1,
    }
    assert stats(answer)["Not stated"] == 3


def test_what_is_stated_waits_no_longer(client):
    patient = a_treated_patient()
    for form in ("crs_episode", "icans_episode", "engraftment"):
        a_record(form, patient)
    a_record("follow_up", patient, visit_date=timezone.localdate())
    kept()
    answer = page(client, a_data_manager())
    assert set(counts(answer).values()) == {0}
    assert stats(answer)["Visits overdue"] == stats(answer)["Lost to follow-up?"] == 0


def test_nobody_is_asked_before_the_day_has_come(client):
    patient = a_patient()
    infused = timezone.localdate() - timedelta(30)
    a_record("infusion", patient, infusion_date=infused)
    assert counts(page(client, a_data_manager()))["CRS not stated"] == 0


def test_visits_wait_by_centre_with_their_forms(client):
    patient = a_patient(study_no="C001")
    infused = timezone.localdate() - timedelta(36)
    a_record("infusion", patient, infusion_date=infused)
    kept()
    answer = page(client, a_data_manager())
    assert stats(answer)["Visits overdue"] == 3
    group, *rows = answer.context["visits"]["table"]["rows"]
    assert (group["group"], group["scope"]) == ("LDP", "3 overdue, 0 due")
    assert [row["cells"][1]["text"] for row in rows] == [
        "CAR-T D7",
        "CAR-T D14",
        "CAR-T D28",
    ]
    assert rows[-1]["cells"][3] == {"state": "overdue", "text": "overdue 1 d"}
    assert f'href="/patients/{patient.pk}/#schedule"' in answer.content.decode()


def test_whom_nobody_heard_of_is_counted_and_the_dead_are_not(client):
    today = timezone.localdate()
    for vital in ("silent", "lost", "dead"):
        patient = a_patient()
        a_record("infusion", patient, infusion_date=today - timedelta(2000))
        if vital == "lost":
            a_record("follow_up", patient, visit_date=today, vital_status="lost")
        if vital == "dead":
            a_record("death", patient, death_date=today - timedelta(1000))
    kept()
    answer = page(client, a_data_manager())
    (lost,) = [one for one in answer.context["stats"] if "?" in str(one["title"])]
    assert (lost["count"], lost["of"]) == (1, "of 1 followed; 1 known lost")


def test_own_begun_forms_come_first_and_drafts_before_them(client):
    me, other = a_data_manager(name="me"), a_data_manager(name="colleague")
    for user, number in ((me, "N-me"), (other, "N-other")):
        values = {
            "study_no": number,
            "sex": "F",
            "birth_date": date(1990, 1, 1),
        }
        patient = enrol(centre=a_centre(), values=values, actor=user.actor()).record
    keep_draft(
        actor=me.actor(),
        patient=patient,
        form="relapse",
        record_id=None,
        version=0,
        typed={},
    )
    rows = page(client, me).context["begun"]["rows"]
    assert [row["label"] for row in rows] == [
        "N-other · Relapse / progression",
        "N-me · Patient",
        "N-other · Patient",
    ]
    assert rows[0]["says"] == "typed, not saved"


def test_open_queries_are_shown_oldest_first(client):
    patient = a_patient(study_no="C009")
    a_query(patient)
    answer = page(client, a_data_manager())
    (row,) = answer.context["queries"]["table"]["rows"]
    assert row["cells"][0]["text"] == "C009"
    assert stats(answer)["Queries for me"] == 1


def test_other_centre_is_not_counted(client):
    a_treated_patient("HEB")
    kept()
    answer = page(client, a_data_manager())
    assert answer.context["reach"].patients == 0
    assert {*counts(answer).values(), *stats(answer).values()} == {0}
    assert "No patients yet" in answer.content.decode()


def test_completeness_counts_patients_by_their_forms(client):
    for occurred in ("no", "yes"):
        a_record("crs_episode", a_treated_patient(), crs_occurred=occurred)
    a_treated_patient()
    shares = {
        s["one"].form: s for s in page(client, a_data_manager()).context["completeness"]
    }
    crs = shares["crs_episode"]["one"]
    assert (crs.whole, crs.complete, crs.begun, crs.absent) == (3, 1, 1, 1)
    assert "death" not in shares  # it is for nobody here


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
        kept()
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
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
    for page_name in ("people", "system", "admin:index"):
        assert reverse(page_name) in answer.content.decode()
    assert "P001" not in answer.content.decode()


def test_statistician_is_shown_granted_studies(client):
    answer = page(client, a_statistician())
    assert "Studies granted to you" in answer.content.decode()
    assert "None yet." in answer.content.decode()


@pytest.mark.parametrize(
    ("person", "offered"),
    [
        (
            a_data_manager,
            [
                *("Home", "Patients", "Forms", "Queries", "Studies", "Import"),
                *("Export", "Codebook", "Calculators"),
            ],
        ),
        (a_statistician, ["Home", "Studies", "Export", "Codebook", "Calculators"]),
        (an_admin, ["Home", "Codebook", "Calculators", "Audit"]),
    ],
)
def test_navigation_offers_what_the_role_may_open(client, person, offered):
    said = page(client, person()).content.decode()
    found = re.findall(r'data-go="\w"[^>]*>([^<]+)</a>', said)
    assert found == offered


def test_forms_are_counted_in_one_query_however_many_there_are(client):
    for _ in range(3):
        a_record("crs_episode", a_treated_patient())
    kept()
    with CaptureQueriesContext(connection) as captured:
        counted = completeness(centre_counts(a_data_manager().actor()))
    queries = [one["sql"] for one in captured if "centrecount" in one["sql"]]
    assert len(queries) == 1
    assert len(counted) == len(FORMS)
