"""A form in the browser: shown, saved, refused, corrected; without a script."""

import pytest
from django.urls import reverse

from registry.models import FORMS, CRSEpisode, Draft, Patient
from tests.builders import (
    a_data_manager,
    a_monitor,
    a_patient,
    a_record,
    a_treated_patient,
    day,
)
from tests.web.entering import A_CRS, SCRIPT, at, new_crs

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return a_treated_patient()


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def test_new_form_asks_every_question_of_its_model(manager, patient):
    page = manager.get(new_crs(patient)).content.decode()
    for name in CRSEpisode.variables():
        assert f'id="id_{name}_field"' in page


def test_save_reads_what_was_typed(manager, patient):
    answer = manager.post(new_crs(patient), {**A_CRS, "course_no": "1"})
    record = CRSEpisode.objects.get()
    assert answer.status_code == 302
    assert answer.url == at(record)
    assert record.crs_onset_date == day(3)
    assert float(record.max_temp_c) == 38.2
    assert record.absent == {"tocilizumab_first_date": "not_applicable"}
    assert record.state == "complete"


def test_script_gets_messages_and_state_but_never_a_control(manager, patient):
    answer = manager.post(new_crs(patient), {**A_CRS, "course_no": "1"}, headers=SCRIPT)
    page = answer.content.decode()
    record = CRSEpisode.objects.get()
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "dayzero:saved"
    assert answer["HX-Replace-Url"] == at(record)
    assert 'name="max_temp_c"' not in page
    assert f'name="record" value="{record.pk}"' in page
    assert "version 1" in page


def test_page_of_a_new_form_goes_on_with_the_saved_record(manager, patient):
    manager.post(new_crs(patient), {**A_CRS, "course_no": "1"})
    record = CRSEpisode.objects.get()
    typed = {**A_CRS, "record": record.pk, "version": "1", "reason": "ward chart"}
    manager.post(new_crs(patient), {**typed, "hypoxia": "low_flow"})
    assert CRSEpisode.objects.get().hypoxia == "low_flow"


def test_wrong_input_stays_as_typed_and_is_explained(manager, patient):
    typed = {**A_CRS, "course_no": "1", "max_temp_c": "100.8"}
    answer = manager.post(new_crs(patient), typed | {"crs_resolved_date": "2024-02-30"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="100.8"' in page
    assert 'value="2024-02-30"' in page
    assert "is no day of the calendar" in page
    assert 'data-repair="38.2 °C"' in page
    assert "Use 38.2 °C" in page
    assert 'href="#id_max_temp_c" data-to-field' in page
    assert not CRSEpisode.objects.exists()


def test_refused_typing_is_kept_as_a_draft(manager, patient):
    typed = {**A_CRS, "course_no": "1", "max_temp_c": "100.8"}
    answer = manager.post(new_crs(patient), typed)
    assert "kept as a draft" in answer.content.decode()
    assert Draft.objects.get().typed["max_temp_c"] == "100.8"


def test_soft_finding_is_said_and_saves(manager, patient):
    typed = {**A_CRS, "course_no": "1", "crs_recorded_grade": "3"}
    answer = manager.post(new_crs(patient), typed, follow=True)
    page = answer.content.decode()
    assert CRSEpisode.objects.count() == 1
    assert 'id="id_crs_recorded_grade_doubt"' in page
    assert "This does not stop the save." in page


def test_complete_form_is_corrected_with_a_reason(manager, patient):
    record = a_complete_crs(manager, patient)
    typed = {**A_CRS, "version": "1", "hypoxia": "low_flow"}
    refused = manager.post(at(record), typed)
    assert refused.status_code == 422
    assert 'id="reason-message"' in refused.content.decode()
    manager.post(at(record), {**typed, "reason": "Misread the chart."})
    record.refresh_from_db()
    assert record.hypoxia == "low_flow"
    assert record.history.latest().history_change_reason == "Misread the chart."


def test_save_and_next_goes_to_the_next_form_of_the_course(manager, patient):
    answer = manager.post(new_crs(patient), {**A_CRS, "course_no": "1", "then": "next"})
    following = reverse("record-new", args=[patient.pk, "icans_episode"])
    assert answer.url == f"{following}?course_no=1"


def test_save_and_next_leads_a_script_there(manager, patient):
    typed = {**A_CRS, "course_no": "1", "then": "next"}
    answer = manager.post(new_crs(patient), typed, headers=SCRIPT)
    assert "icans_episode" in answer["HX-Redirect"]


def test_question_waits_until_another_answer_calls_for_it(manager, patient):
    record = a_record("crs_episode", patient, crs_occurred="no")
    page = manager.get(at(record)).content.decode()
    assert 'class="fld waits" id="id_max_temp_c_field"' in page
    assert 'data-only="crs_occurred" data-values="yes"' in page


def test_value_of_a_question_that_is_not_asked_is_shown_and_kept(manager, patient):
    record = a_record("crs_episode", patient, crs_occurred="no", max_temp_c="39")
    page = manager.get(at(record)).content.decode()
    assert 'class="fld" id="id_max_temp_c_field"' in page
    assert 'value="39"' in page
    manager.post(at(record), {"crs_occurred": "no", "max_temp_c": "39", "version": 1})
    record.refresh_from_db()
    assert record.max_temp_c == 39


def test_question_of_other_patients_is_out_of_sight(manager, patient):
    page = manager.get(at(a_record("sos_vod", patient))).content.decode()
    assert 'class="fld waits" id="id_hepatomegaly_field" data-never' in page
    patient.birth_date = day(-4000)
    patient.save()
    child = manager.get(at(patient.sos_set.get())).content.decode()
    assert 'class="fld" id="id_hepatomegaly_field">' in child


def test_answer_that_no_longer_applies_is_shown_and_named(manager, patient):
    record = a_record("sos_vod", patient, hepatomegaly="yes")
    page = manager.get(at(record)).content.decode()
    assert 'class="fld soft" id="id_hepatomegaly_field" data-never' in page
    assert "it is not asked of this patient" in page
    [field] = [
        one
        for section in manager.get(at(record)).context["form"].sections
        for one in (*section.core, *section.more)
        if one.name == "hepatomegaly"
    ]
    assert field.stray


def test_question_is_optional_of_those_it_is_not_core_for(manager, patient):
    def core():
        answer = manager.get(reverse("record-new", args=[patient.pk, "icans_episode"]))
        sections = answer.context["form"].sections
        return {one.name for section in sections for one in section.core}

    assert "ice_score" in core()
    assert "capd_score" not in core()
    patient.birth_date = day(-4000)
    patient.save()
    assert "capd_score" in core()
    assert "ice_score" not in core()


def test_patient_with_two_courses_is_asked_which(manager, patient):
    a_record("infusion", patient, course_no=2, infusion_date=day(300))
    page = manager.get(new_crs(patient)).content.decode()
    assert 'type="radio" name="course_no" value="2"' in page
    chosen = manager.get(f"{new_crs(patient)}?course_no=2").content.decode()
    assert f'data-day-zero="{day(300)}"' in chosen


def test_days_after_a_transplant_count_from_it(manager, patient):
    typed = {"agvhd_occurred": "yes", "agvhd_onset_date": "d20", "hsct_no": "1"}
    manager.post(reverse("record-new", args=[patient.pk, "agvhd_episode"]), typed)
    assert patient.acutegvhd_set.get().agvhd_onset_date == day(80)


def test_monitor_reads_and_has_no_control(client, patient):
    record = a_record("crs_episode", patient, crs_occurred="yes", hypoxia="low_flow")
    client.force_login(a_monitor())
    page = client.get(at(record)).content.decode()
    assert "Low flow" in page
    assert "data-entry" not in page
    assert 'name="hypoxia"' not in page
    assert client.post(at(record), {**A_CRS, "version": "1"}).status_code == 403
    assert client.get(new_crs(patient)).status_code == 403


def test_other_centre_finds_nothing(client, patient):
    record = a_record("crs_episode", patient)
    client.force_login(a_data_manager("HEB"))
    assert client.get(at(record)).status_code == 404
    assert client.post(at(record), A_CRS).status_code == 404
    assert client.get(new_crs(patient)).status_code == 404


def test_record_of_another_patient_is_not_found(manager, patient):
    record = a_record("crs_episode", a_patient())
    url = reverse("record", args=[patient.pk, "crs_episode", record.pk])
    assert manager.get(url).status_code == 404


def test_signed_out_script_is_sent_to_sign_in_and_back(client, patient):
    url = new_crs(patient)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url}"}
    answer = client.post(url, A_CRS, headers=headers)
    assert answer.status_code == 401
    assert answer["X-Sign-In"].endswith(f"next={url.replace('/', '%2F')}")


@pytest.mark.parametrize("form", ["patient", *FORMS])
def test_every_form_can_be_opened_in_both_languages(manager, patient, form):
    manager.cookies["django_language"] = "zh-hans"
    url = reverse("record-new", args=[patient.pk, form])
    if form == "patient":
        url = reverse("patient-edit", args=[patient.pk])
    answer = manager.get(url)
    assert answer.status_code == 200
    assert 'lang="zh-Hans"' in answer.content.decode()


def a_complete_crs(manager, patient: Patient) -> CRSEpisode:
    manager.post(new_crs(patient), {**A_CRS, "course_no": "1"})
    return CRSEpisode.objects.get()


def test_choice_of_the_course_ends_with_the_first_save(manager, patient):
    a_record("infusion", patient, course_no=2, infusion_date=day(300))
    typed = {"crs_occurred": "no", "course_no": "2"}
    answer = manager.post(new_crs(patient), typed, headers=SCRIPT)
    record = CRSEpisode.objects.get()
    assert record.course_no == 2
    assert answer["HX-Redirect"] == at(record)
    assert "CAR-T, course 2 · CRS" in manager.get(at(record)).content.decode()


def test_month_of_a_death_is_saved_shown_and_listed(manager, patient):
    address = reverse("record-new", args=[patient.pk, "death"])
    answer = manager.post(address, {"death_date": "2025-05"}, follow=True)
    assert 'value="2025-05"' in answer.content.decode()
    assert "day unknown" in answer.content.decode()
    page = manager.get(reverse("patient", args=[patient.pk])).content.decode()
    assert "≈ Death" in page
    assert "2025-05-01 … 2025-05-31" in page
    assert "2025-05" in manager.get(reverse("patients")).content.decode()
