"""The patient page: who sees it, what it says, and where it leads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.shortcuts import render
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import CRSEpisode
from registry.queries.past import patient_at, records_at
from registry.services.records import save_record
from registry.services.removal import remove_record
from registry.views.patient import page_on
from tests.builders import (
    a_data_manager,
    a_monitor,
    a_patient,
    a_record,
    a_statistician,
    a_treated_patient,
    an_admin,
    day,
)

pytestmark = pytest.mark.django_db
CRS = {
    "crs_occurred": "yes",
    "crs_onset_date": day(3),
    "crs_resolved_date": day(8),
    "max_temp_c": "38.2",
    "antipyretic_or_anticytokine": "yes",
    "hypotension": "one_vasopressor",
    "hypoxia": "none",
    "steroids": "yes",
    "crs_recorded_grade": "2",
}


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def page(client, patient):
    answer = client.get(f"/patients/{patient.pk}/")
    assert answer.status_code == 200
    return answer


def rows(answer):
    return {
        row["label"]: row for group in answer.context["groups"] for row in group["rows"]
    }


def test_other_centre_does_not_exist(manager):
    assert manager.get(f"/patients/{a_patient('HEB').pk}/").status_code == 404
    assert manager.get("/patients/999999/").status_code == 404


@pytest.mark.parametrize("person", [a_statistician, an_admin])
def test_those_without_clinical_data_see_nobody(client, person):
    client.force_login(person())
    assert client.get(f"/patients/{a_patient().pk}/").status_code == 404


def test_monitor_reads_and_is_offered_nothing_to_enter(client):
    patient = a_treated_patient()
    client.force_login(a_monitor())
    said = page(client, patient).content.decode()
    assert "Add event" not in said
    assert "/new/" not in said


def test_patient_without_forms_is_told_what_to_do(manager):
    said = page(manager, a_patient()).content.decode()
    assert "No day to count from yet" in said
    assert "Nothing is due" in said
    assert "diagnosis/new/" in said


def test_case_is_told_in_sentences(manager):
    patient = a_treated_patient()
    a_record("crs_episode", patient, **CRS)
    a_record("engraftment", patient, anc_engraftment_date=day(73))
    answer = page(manager, patient)
    told = {label: row["says"] for label, row in rows(answer).items()}
    assert told["CRS"] == "grade 3 · recorded 2 · steroids"
    assert told["Engraftment"] == "neutrophils +13"
    assert told["Follow-up"] == "alive"
    assert rows(answer)["Engraftment"]["day"] == "+13"
    assert rows(answer)["CRS"]["day"] == "3"
    titles = [group["title"] for group in answer.context["groups"]]
    assert titles == [
        "Before infusion",
        "CAR-T, day 0 = 2024-01-15",
        "HSCT, day 0 = 2024-03-15",
        "Further treatment",
        "Follow-up",
    ]


def test_assessment_stands_where_its_day_puts_it(manager):
    patient = a_treated_patient()
    for at in (-5, 0, 28, 90):
        a_record(
            "disease_assessment", patient, assessment_date=day(at), time_point=None
        )
    answer = page(manager, patient)
    found = [
        [row["date"] for row in group["rows"] if row["form"] == "disease_assessment"]
        for group in answer.context["groups"]
    ]
    expected = [[day(-5), day(0)], [day(28)], [day(90)], [], []]
    assert found == [[one.isoformat() for one in some] for some in expected]


def test_what_contradicts_itself_is_listed_with_the_way_to_the_field(manager):
    patient = a_treated_patient()
    crs = a_record("crs_episode", patient, **CRS)
    answer = page(manager, patient)
    field = f"/patients/{patient.pk}/crs_episode/{crs.pk}/#id_crs_recorded_grade"
    assert field in [one["url"] for one in answer.context["findings"]]
    assert rows(answer)["CRS"]["checks"] == "1 to check"
    assert f'href="{field}"' in answer.content.decode()


def test_what_is_missing_is_next(manager):
    patient = a_treated_patient()
    says = [step["says"] for step in page(manager, patient).context["steps"]]
    assert set(says) == {
        "State whether CRS occurred",
        "State whether ICANS occurred",
        "Enter engraftment after HSCT",
        "Ask after the patient",
    }


def test_second_course_is_asked_for_its_own_statement(manager):
    patient = a_patient()
    for course in (1, 2):
        a_record("infusion", patient, course_no=course, infusion_date=day(100 * course))
    a_record("crs_episode", patient)
    steps = page(manager, patient).context["steps"]
    urls = [step["url"] for step in steps if "crs_episode" in step["url"]]
    assert urls == [f"/patients/{patient.pk}/crs_episode/new/?course_no=2"]


def test_begun_form_says_what_is_missing(manager):
    patient = a_treated_patient()
    begun = page(manager, patient).context["begun"]["forms"]
    contact = next(form for form in begun if form["label"] == "Follow-up")
    assert contact["missing"].startswith("Visit, How, In remission")


def test_last_change_is_told_with_who_and_why(manager):
    patient = a_treated_patient()
    crs = a_record("crs_episode", patient, crs_occurred="unknown")
    writer = a_data_manager(name="writer")
    save_record(
        patient_id=patient.pk,
        form="crs_episode",
        record_id=crs.pk,
        values={"crs_occurred": "no"},
        actor=writer.actor(),
        reason="asked the ward",
    )
    assert CRSEpisode.objects.get().crs_occurred == "no"
    answer = page(manager, patient)
    assert rows(answer)["CRS"]["who"] == "writer"
    newest = answer.context["changes"][0]
    assert (newest["label"], newest["who"], newest["why"]) == (
        "CRS",
        "writer",
        "asked the ward",
    )
    (field,) = newest["fields"]
    assert (field["old"], field["new"]) == ("Unknown", "No")


def test_every_mark_opens_its_form_and_the_table_says_the_same(manager):
    patient = a_treated_patient()
    a_record("crs_episode", patient, **CRS)
    a_record("death", patient, cause_of_death="infection")
    answer = page(manager, patient)
    said = answer.content.decode()
    marks = [
        one
        for lane in answer.context["timeline"]["drawing"].lanes
        for one in lane.drawn
    ]
    assert {one.mark.kind for one in marks} >= {"infusion", "hsct", "graded", "death"}
    for one in marks:
        assert said.count(f'href="{one.url}"') >= 2
    told = [row["label"] for row in answer.context["timeline"]["rows"]]
    assert "CRS 3, recorded 2" in told
    assert " style=" not in said


def test_chinese_page_has_no_english_sentences(manager):
    patient = a_treated_patient()
    a_record("crs_episode", patient, **CRS)
    manager.cookies["django_language"] = "zh-hans"
    said = page(manager, patient).content.decode()
    for english in ("What it says", "Last change", "not started", "recorded", "Next"):
        assert f">{english}<" not in said


def test_queries_do_not_grow_with_the_records(manager):
    def queries(patient):
        with CaptureQueriesContext(connection) as captured:
            page(manager, patient)
        return len(captured)

    short, long = a_treated_patient(), a_treated_patient()
    for number in range(20):
        a_record("follow_up", long, visit_date=day(400 + number))
        a_record("disease_assessment", long, assessment_date=day(30 + number))
    queries(short)
    assert queries(long) <= queries(short)
    assert queries(short) < 60


def test_contact_within_the_year_is_not_asked_for(manager):
    patient = a_treated_patient()
    recent = timezone.localdate() - timedelta(300)
    a_record("follow_up", patient, visit_date=recent, vital_status="alive")
    says = [step["says"] for step in page(manager, patient).context["steps"]]
    assert "Ask after the patient" not in says


def change(patient, writer, record_id=None, **values):
    return save_record(
        patient_id=patient.pk,
        form="crs_episode",
        record_id=record_id,
        values=values,
        actor=writer.actor(),
        reason="asked the ward",
    )


def test_case_is_read_as_it_stood_at_a_moment():
    patient, writer = a_treated_patient(), a_data_manager()
    enrolled = timezone.now()
    crs = change(patient, writer, crs_occurred="unknown").record
    answered = timezone.now()
    change(patient, writer, record_id=crs.pk, crs_occurred="no")
    corrected = timezone.now()
    remove_record(
        patient_id=patient.pk,
        form="crs_episode",
        record_id=crs.pk,
        actor=writer.actor(),
        reason="wrong patient",
        version=2,
    )
    said = {
        moment: [one.crs_occurred for one in records_at(patient, moment)["crs_episode"]]
        for moment in (enrolled, answered, corrected, timezone.now())
    }
    assert list(said.values()) == [[], ["unknown"], ["no"], []]
    assert patient_at(patient, enrolled) == patient
    assert patient_at(patient, enrolled - timedelta(1)) is None


def test_page_as_of_a_day_shows_what_the_registry_had_then(rf):
    patient, writer = a_treated_patient(), a_data_manager()
    change(patient, writer, crs_occurred="no")
    request = rf.get("/")
    request.user, request.htmx = writer, False
    told = page_on(patient, timezone.localdate())
    said = render(request, "registry/patient/patient.html", told).content.decode()
    assert "As the registry had it at the end of" in said
    assert "did not occur" in said
    assert "/new/" not in said
    assert told["changes"][0]["label"] == "CRS"


def test_day_before_the_enrolment_says_so(manager):
    patient = a_treated_patient()
    yesterday = timezone.localdate() - timedelta(2)
    said = manager.get(f"/patients/{patient.pk}/?on={yesterday}").content.decode()
    assert "The patient was not enrolled yet." in said
    assert "Add event" not in said


@pytest.mark.parametrize("asked", ["2999-01-01", "nonsense", ""])
def test_day_that_is_not_past_is_today(manager, asked):
    patient = a_treated_patient()
    answer = manager.get(f"/patients/{patient.pk}/?on={asked}")
    assert "on" not in answer.context
    assert "Add event" in answer.content.decode()
