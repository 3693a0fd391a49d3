"""Who changed what, and the removal of a record."""

import pytest
from django.urls import reverse

from registry.models import Centre, CRSEpisode
from registry.queries import patient_history
from tests.builders import a_data_manager, a_monitor, a_record, a_treated_patient
from tests.web.entering import SCRIPT, a_begun_crs, as_typed, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return a_begun_crs(a_treated_patient())


@pytest.fixture
def manager(client, record):
    client.force_login(a_data_manager())
    typed = as_typed(hypotension="one_vasopressor", reason="Read on the ward chart.")
    client.post(at(record), typed | {"max_temp_c__absent": "not_done"})
    return client


def test_history_spells_out_who_what_and_why(manager, record):
    page = manager.get(at(record, "record-history")).content.decode()
    assert "data_manager_ldp" in page
    assert "data manager" in page
    assert "<del>Yes, no vasopressor needed</del> → <ins>One vasopressor" in page
    assert "<del>38.2 °C</del> → <ins>Not done</ins>" in page
    assert "Read on the ward chart." in page
    assert "version 2" in page


def test_times_are_the_centres(manager, record):
    Centre.objects.update(time_zone="Asia/Shanghai")
    page = manager.get(at(record, "record-history")).content.decode()
    assert "times in Asia/Shanghai" in page


def test_history_of_a_field_is_a_panel_beside_the_form(manager, record):
    url = at(record, "field-history", "hypotension")
    panel = manager.get(url, headers=SCRIPT).content.decode()
    assert "<html" not in panel
    assert "History: Hypotension" in panel
    assert "One vasopressor" in panel
    assert "<html" in manager.get(url).content.decode()


def test_field_that_is_none_has_no_history(manager, record):
    assert manager.get(at(record, "field-history", "nothing")).status_code == 404


def test_removal_asks_for_a_reason(manager, record):
    refused = manager.post(at(record, "record-remove"), {"version": "2"})
    assert refused.status_code == 422
    assert "Say why the record is removed." in refused.content.decode()
    assert CRSEpisode.objects.exists()


def test_removal_of_what_somebody_saved_meanwhile_is_refused(manager, record):
    typed = {"version": "1", "reason": "Entered twice."}
    assert manager.post(at(record, "record-remove"), typed).status_code == 412
    assert CRSEpisode.objects.exists()


def test_removed_record_stays_in_the_history(manager, record):
    typed = {"version": "2", "reason": "Entered twice."}
    answer = manager.post(at(record, "record-remove"), typed)
    assert answer.status_code == 302
    assert not CRSEpisode.objects.exists()
    everything = reverse("patient-history", args=[record.patient_id])
    for url in (everything, at(record, "record-history")):
        page = manager.get(url).content.decode()
        assert "Entered twice." in page
        assert "removed" in page
    assert manager.get(at(record)).status_code == 404


def test_monitor_removes_nothing(client, record):
    client.force_login(a_monitor())
    assert client.get(at(record, "record-remove")).status_code == 403
    typed = {"version": "1", "reason": "Entered twice."}
    assert client.post(at(record, "record-remove"), typed).status_code == 403
    assert client.get(at(record, "record-history")).status_code == 200


def test_other_centre_reads_no_history(client, record):
    client.force_login(a_data_manager("HEB"))
    patient = reverse("patient-history", args=[record.patient_id])
    field = at(record, "field-history", "hypotension")
    for url in (patient, field, at(record, "record-history")):
        assert client.get(url).status_code == 404


def test_history_of_the_patient_is_paged_without_a_gap(manager, record, monkeypatch):
    for line in range(1, 6):
        a_record("prior_line", record.patient, line_no=line)
    monkeypatch.setattr(patient_history, "PAGE", 4)
    seen, before = [], None
    while True:
        edits, more = patient_history.edits_of_patient(record.patient, before)
        seen += [(one.model.form, one.edit.number) for one in edits]
        if more is None:
            break
        before = more
    # Patient, diagnosis, infusion, HSCT, follow-up, CRS twice, five lines.
    assert len(seen) == len(set(seen)) == 12
    assert seen[0][0] == "prior_line"
    assert seen[-1][0] == "patient"
