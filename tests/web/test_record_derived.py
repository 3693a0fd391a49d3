"""What follows from the answers, while they are typed."""

import pytest
from django.urls import reverse

from registry.models import CRSEpisode
from tests.builders import a_data_manager, a_record, a_treated_patient, day
from tests.web.entering import A_CRS, SCRIPT

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return a_treated_patient()


@pytest.fixture
def manager(client, patient):
    client.force_login(a_data_manager())
    return client


def derived(client, patient, form: str, **typed: str) -> str:
    url = reverse("record-derived", args=[patient.pk, form])
    return client.post(url, typed, headers=SCRIPT).content.decode()


def test_open_grade_says_its_bounds_and_links_to_what_is_missing(manager, patient):
    typed = {**A_CRS, "hypoxia": ""}
    page = derived(manager, patient, "crs_episode", **typed)
    assert "<b>2–4</b>" in page
    assert "At least 2, at most 4." in page
    assert '<a href="#id_hypoxia" data-to-field>Hypoxia</a>' in page
    assert "not answered" in page
    assert "would decide" in page
    assert "→ 4" in page


def test_decided_grade_is_set_against_the_recorded_one(manager, patient):
    typed = {**A_CRS, "hypoxia": "high_flow", "crs_recorded_grade": "2"}
    page = derived(manager, patient, "crs_episode", **typed)
    assert "<b>3</b>" in page
    assert "Decided" in page
    assert "recorded Grade 2" in page
    assert "Lee DW" in page
    assert "Table verified." in page


def test_unreadable_answer_counts_as_missing(manager, patient):
    typed = {**A_CRS, "max_temp_c": "warm", "antipyretic_or_anticytokine": "no"}
    page = derived(manager, patient, "crs_episode", **typed)
    assert "Highest temperature" in page
    assert "Open" in page


def test_nothing_is_written(manager, patient):
    derived(manager, patient, "crs_episode", **A_CRS)
    assert not CRSEpisode.objects.exists()


def test_days_and_duration_are_told(manager, patient):
    page = derived(manager, patient, "crs_episode", **A_CRS)
    assert "3 days" in page
    assert "5 days" in page


def test_mrd_status_is_told(manager, patient):
    page = derived(manager, patient, "disease_assessment", mrd_result="not_detected")
    assert "Negative" in page


def test_age_is_told(manager, patient):
    page = derived(manager, patient, "infusion", infusion_date=str(day(0)))
    assert "33 years" in page


def test_two_grades_have_their_own_panels(manager, patient):
    record = a_record("agvhd_episode", patient, agvhd_occurred="yes", skin="2")
    page = derived(
        manager,
        patient,
        "agvhd_episode",
        agvhd_occurred="yes",
        skin="2",
        record=str(record.pk),
    )
    assert 'id="grade-agvhd_magic"' in page
    assert 'id="grade-agvhd_glucksberg"' in page
