"""Quick find: a study number, a birth date, a number and a form, a page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import a_data_manager, a_patient, a_record, a_treated_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client):
    client.force_login(a_data_manager())

    def ask(words, **headers):
        return client.get("/find/", {"q": words}, headers={"HX-Request": "true"})

    ask.client = client
    return ask


def numbers(answer):
    return [one["number"] for one in answer.context["patients"]]


def test_number_or_birth_date_finds_the_patient(find):
    a_treated_patient(study_no="C032", birth_date=date(1984, 1, 1))
    a_patient(study_no="C033")
    assert numbers(find("c03")) == ["C032", "C033"]
    assert numbers(find("1984-01-01")) == ["C032"]
    found = find("c032").context["patients"][0]
    assert found["text"] == "LDP · T-ALL"
    assert found["state"] == "CAR-T 2024-01-15, HSCT 2024-03-15 · alive"


def test_other_centre_is_never_found(find):
    a_patient("HEB", study_no="H001")
    assert numbers(find("h001")) == []
    assert find("h001 crs").context["forms"] == []
    assert "Nothing found" in find("h001").content.decode()


def test_number_and_form_go_straight_to_the_form(find):
    patient = a_treated_patient(study_no="C032")
    crs = a_record("crs_episode", patient)
    (form,) = find("c032 crs").context["forms"]
    assert form["url"] == f"/patients/{patient.pk}/crs_episode/{crs.pk}/"
    (form,) = find("C032 icans").context["forms"]
    assert form["url"] == f"/patients/{patient.pk}/icans_episode/new/"
    gvhd = [form["text"] for form in find("c032 gvhd").context["forms"]]
    assert gvhd == ["Acute GVHD", "Chronic GVHD"]


def test_form_may_be_called_in_chinese(find):
    a_treated_patient(study_no="C032")
    assert [one["text"] for one in find("c032 死亡").context["forms"]] == ["Death"]


def test_pages_are_found_by_name(find):
    (page,) = find("codeb").context["pages"]
    assert page["url"] == "/codebook/"


def test_enter_without_a_script_opens_a_single_meaning(find):
    patient = a_treated_patient(study_no="C032")
    answer = find.client.get("/find/?q=c032")
    assert answer["Location"] == f"/patients/{patient.pk}/"
    answer = find.client.get("/find/?q=c032+crs")
    assert answer["Location"] == f"/patients/{patient.pk}/crs_episode/new/"
    a_patient(study_no="C033")
    page = find.client.get("/find/?q=c03").content.decode()
    assert "C032" in page
    assert "C033" in page


def test_words_are_shown_as_words(find):
    page = find.client.get("/find/", {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.content.decode()


def test_queries_do_not_grow_with_the_patients(find):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            find("c0")
        return len(captured)

    for number in range(3):
        a_treated_patient(study_no=f"C0{number:02}")
    few = queries()
    for number in range(3, 30):
        a_treated_patient(study_no=f"C0{number:02}")
    assert queries() == few <= 15
