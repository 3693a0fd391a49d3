"""Completeness counts what is there, and leads to what is not."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.models import FORMS, Patient
from registry.queries.cases import known_of, records_of
from registry.queries.completeness import field_counts, form_counts
from registry.queries.heard_of import heard_of
from registry.schedule import Track
from registry.services.completeness import missing_core
from registry.services.schedule import reschedule
from registry.services.transfers import accept_transfer, request_transfer
from tests.builders import (
    a_centre,
    a_data_manager,
    a_monitor,
    a_patient,
    a_record,
    a_treated_patient,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def kept():
    reschedule(Patient.objects.values_list("pk", flat=True))


def fields(form):
    return {one.field: one for one in field_counts(form, [a_centre().pk])}


def test_fields_are_answered_explained_or_missing():
    a_record("relapse", relapse_type="haematological")
    a_record("relapse", absent={"relapse_type": "unknown"})
    a_record("relapse")
    a_record("relapse", a_patient("HEB"))
    kept()
    one = fields("relapse")["relapse_type"]
    assert (one.answered, one.explained, one.missing, one.expected) == (1, 1, 1, 3)


def test_what_does_not_apply_is_not_expected():
    a_record("crs_episode", crs_occurred="no")
    a_record("crs_episode", crs_occurred="yes")
    kept()
    counted = fields("crs_episode")
    assert counted["crs_occurred"].expected == 2
    assert counted["max_temp_c"].expected == counted["max_temp_c"].missing == 1


def test_every_missing_answer_is_one_of_the_rule():
    patient = a_treated_patient()
    kept()
    rows = [patient.diagnosis_set.get(), patient.infusion_set.get()]
    for record in rows:
        counted = {k for k, one in fields(record.form).items() if one.missing}
        known = known_of(patient, records_of(patient))
        assert counted == set(missing_core(record, known))


def test_forms_are_counted_against_the_patients_they_are_for():
    a_treated_patient()
    a_patient()
    kept()
    counts = {one.form: one for one in form_counts([a_centre().pk])}
    assert (counts["infusion"].meant, counts["infusion"].patients) == (1, 1)
    assert (counts["crs_episode"].meant, counts["crs_episode"].absent) == (1, 1)
    assert (counts["diagnosis"].meant, counts["diagnosis"].absent) == (2, 1)
    assert counts["infection"].meant == 0
    assert counts["infusion"].begun == 1
    assert counts["infusion"].missing > 0


def counts(centre="LDP"):
    kept()
    return {one.form: one for one in form_counts([a_centre(centre).pk])}


def test_whoever_withdrew_is_in_no_denominator(manager):
    a_treated_patient()
    for scope in (None, "all", "collection"):
        consent = {"consent_status": "withdrawn", "consent_withdrawn_scope": scope}
        gone = a_treated_patient(**consent)
        a_record("relapse", gone)
    counted = counts()
    assert counted["patient"].meant == counted["infusion"].meant == 1
    assert (counted["crs_episode"].meant, counted["crs_episode"].absent) == (1, 1)
    assert counted["relapse"].records == 0
    assert {one.expected for one in fields("relapse").values()} == {0}
    assert fields("patient")["study_no"].expected == 1
    listed = "/patients/?centre=LDP&form=crs_episode&state=absent&car_t=yes"
    assert len(manager.get(listed).context["table"]["rows"]) == 1
    heard = heard_of([a_centre().pk], timezone.localdate())
    assert {one.asked for one in heard if one.years == 1} == {1}


def test_a_number_that_was_merged_away_is_in_no_denominator():
    one = a_treated_patient()
    a_patient(merged_into=one)
    counted = counts()
    assert counted["patient"].meant == counted["diagnosis"].meant == 1
    assert fields("patient")["study_no"].expected == 1


def test_a_transferred_patient_counts_at_the_receiving_centre_alone():
    patient, to = a_treated_patient(), a_centre("HEB")
    a_record("relapse", patient)
    kept()
    asked = request_transfer(
        patient_id=patient.pk,
        to=to,
        with_identity=False,
        actor=a_data_manager().actor(),
        reason="moved",
    )
    accept_transfer(
        transfer_id=asked.pk, study_no="H001", actor=a_data_manager("HEB").actor()
    )
    here = {one.form: one for one in form_counts([a_centre().pk])}
    there = {one.form: one for one in form_counts([to.pk])}
    assert {one.meant for one in here.values()} == {0}
    assert (there["relapse"].records, there["infusion"].meant) == (1, 1)
    assert {one.expected for one in fields("relapse").values()} == {0}


def test_tallies_are_what_a_count_of_the_records_gives():
    patient, gone = a_treated_patient(), a_treated_patient(consent_status="withdrawn")
    for patients in (patient, gone, a_patient("HEB")):
        for _ in range(2):
            a_record("relapse", patients)
    counted = counts() | {f"HEB {k}": one for k, one in counts("HEB").items()}
    for form, model in FORMS.items():
        for centre, key in (("LDP", form), ("HEB", f"HEB {form}")):
            rows = model.objects.filter(patient__centre__code=centre)
            rows = rows.exclude(patient=gone)
            said = (counted[key].records, counted[key].patients)
            assert said == (rows.count(), len(set(rows.values_list("patient")))), key


def test_numbers_lead_to_the_fields_that_are_missing(manager):
    record = a_record("relapse")
    kept()
    page = manager.get("/completeness/relapse/")
    url = "/worklist/forms/?centre=LDP&amp;form=relapse&amp;field=relapse_type"
    assert url in page.content.decode()
    listed = manager.get(url.replace("&amp;", "&")).content.decode()
    field = f"/patients/{record.patient_id}/relapse/{record.pk}/#id_relapse_type"
    assert f'href="{field}"' in listed


def test_overview_leads_to_patients_without_the_form(manager):
    a_treated_patient()
    kept()
    body = manager.get("/completeness/").content.decode()
    url = "/patients/?centre=LDP&form=crs_episode&state=absent&car_t=yes"
    assert url.replace("&", "&amp;") in body
    rows = manager.get(url).context["table"]["rows"]
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("contact", "death", "known"),
    [(365, None, 0), (366, None, 1), (None, 100, 1), (None, None, 0)],
)
def test_alive_counts_only_with_a_contact_beyond_the_year(contact, death, known):
    begun = timezone.localdate() - timedelta(426)
    patient = a_patient()
    a_record("infusion", patient, infusion_date=begun)
    if contact:
        seen = begun + timedelta(contact)
        a_record("follow_up", patient, visit_date=seen, vital_status="alive")
    if death:
        a_record("death", patient, death_date=begun + timedelta(death))
    kept()
    found = heard_of([patient.centre_id], timezone.localdate())
    (year,) = [o for o in found if (o.track, o.years) == (Track.CAR_T, 1)]
    assert (year.asked, year.known) == (1, known)


def test_whoever_is_not_known_is_one_click_away(manager):
    patient = a_patient(study_no="CHASE")
    start = timezone.localdate() - timedelta(500)
    a_record("infusion", patient, infusion_date=start)
    a_treated_patient(study_no="OTHER")
    kept()
    body = manager.get("/completeness/").content.decode()
    assert 'href="/patients/?unheard=car_t-1&amp;centre=LDP"' in body
    rows = manager.get("/patients/?unheard=car_t-1&centre=LDP").context["table"]["rows"]
    assert [row["cells"][0]["text"] for row in rows] == ["CHASE", "OTHER"]
    assert "0 %" in body


def test_csv_says_every_field_of_the_own_centres(manager):
    a_record("relapse")
    a_record("relapse", a_patient("HEB"))
    kept()
    answer = manager.get("/completeness.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert {row["centre"] for row in rows} == {"LDP"}
    (row,) = [row for row in rows if row["field"] == "relapse_type"]
    assert (row["expected"], row["missing"]) == ("1", "1")


def test_several_centres_stand_side_by_side(client):
    monitor = a_monitor("LDP")
    a_monitor("HEB", name=monitor.username)
    client.force_login(monitor)
    for code in ("LDP", "HEB"):
        a_record("relapse", a_patient(code))
    kept()
    for path in ("/completeness/", "/completeness/relapse/"):
        groups = client.get(path).context["groups"]
        assert [group["centre"] for group in groups] == ["HEB", "LDP"]
        (one,) = client.get(f"{path}?centre=HEB").context["groups"]
        assert one["centre"] == "HEB"


def test_unknown_form_is_not_found(manager):
    assert manager.get("/completeness/nonsense/").status_code == 404


@pytest.mark.parametrize("path", ["/completeness/", "/completeness/relapse/"])
def test_queries_do_not_grow_with_the_patients(manager, path):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            manager.get(path)
        return len(captured)

    a_record("relapse")
    kept()
    few = queries()
    for _ in range(15):
        a_record("relapse")
    kept()
    assert queries() == few < 15
