"""The page of a patient's reports, its REST twin, and the revision of a form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.models import CRSEpisode
from registry.services.records import save_record
from tests.builders import a_data_manager, a_patient, a_record, a_treated_patient, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_data_manager()


@pytest.fixture
def manager(client, person):
    client.force_login(person)
    return client


def page(client, patient) -> str:
    answer = client.get(reverse("patient-reports", args=[patient.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_is_missing_is_named_and_linked(manager):
    patient = a_treated_patient()
    crs = a_record("crs_episode", patient, crs_occurred="yes", crs_onset_date=day(2))
    shown = page(manager, patient)
    address = reverse("record", args=[patient.pk, "crs_episode", crs.pk])
    assert f'<a href="{address}#id_hypoxia">Hypoxia</a>' in shown
    assert "100 days after cell infusion" in shown
    assert "100 days after HSCT" in shown
    assert "CIBMTR 4100" in shown


def test_what_has_no_question_number_is_said(manager):
    shown = page(manager, a_treated_patient())
    assert "Section only, question number not read: Acute GVHD: Acute GVHD occ" in shown


def test_a_patient_without_treatment_owes_none(manager):
    assert "No report is due" in page(manager, a_patient())


def test_page_asks_as_often_for_many_records(manager, django_assert_num_queries):
    patient = a_treated_patient()
    with CaptureQueriesContext(connection) as asked:
        page(manager, patient)
    for number in range(20):
        a_record("follow_up", patient, visit_date=day(100 + number))
    with django_assert_num_queries(len(asked)):
        page(manager, patient)


def test_rest_says_the_same(manager):
    patient = a_treated_patient()
    found = manager.get(f"/api/v1/patients/{patient.pk}/reports/").json()
    first = found[0]
    assert (first["report"], first["days"], first["event"]) == (
        "CIBMTR 4100",
        100,
        "infusion",
    )
    (crs,) = (one for one in first["forms"] if one["form"] == "crs_episode")
    assert crs["record"] is None
    assert crs["wanted"] == crs["missing"]
    assert first["there"] == first["wanted"] - sum(
        len(one["missing"]) for one in first["forms"]
    )


def test_a_field_says_where_it_is_reported(manager):
    patient = a_treated_patient()
    url = reverse("record-new", args=[patient.pk, "crs_episode"])
    page = manager.get(url).content.decode()
    assert '<p class="hint reported">Reported as CIBMTR 4100 R4.0 Q76.</p>' in page
    assert 'id="show-reported"' in page  # the one switch that shows them all
    book = manager.get("/codebook/?q=4100").content.decode()
    assert "CIBMTR 4100 R4.0 Q77 (read)" in book
    assert (
        "CIBMTR 2450 GVHD (section only)"
        in manager.get("/codebook/?q=2450").content.decode()
    )


def test_a_record_keeps_the_revision_that_it_was_entered_on(
    manager, person, monkeypatch
):
    patient = a_treated_patient()
    values = {"crs_occurred": "no"}
    given = {"patient_id": patient.pk, "form": "crs_episode", "actor": person.actor()}
    saved = save_record(values=values, **given).record
    assert CRSEpisode.objects.get().form_revision == 1
    monkeypatch.setattr(CRSEpisode, "revision", 2)
    url = reverse("record", args=[patient.pk, "crs_episode", saved.pk])
    shown = manager.get(url).content.decode()
    assert "Entered on revision 1 of this form, which is now revision 2." in shown
    path = f"/api/v1/crs_episode/{saved.pk}/"
    assert manager.get(path).json()["form_revision"] == 1
    save_record(
        values={"crs_occurred": "unknown"},
        record_id=saved.pk,
        reason="chart read again",
        **given,
    )
    assert CRSEpisode.objects.get().form_revision == 2
    history = manager.get(f"{path}history/").json()
    assert [edit["form_revision"] for edit in history] == [2, 1]
    assert "Entered on revision" not in manager.get(url).content.decode()
