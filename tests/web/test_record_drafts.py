"""Drafts: kept while typing, restored on opening, somebody else's announced."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.models import CRSEpisode, Draft
from tests.builders import a_data_manager, a_monitor, a_treated_patient
from tests.web.entering import SCRIPT, a_begun_crs, as_typed, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return a_begun_crs(a_treated_patient())


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def keep(client, record, **typed: str):
    url = reverse("record-draft", args=[record.patient_id, record.form])
    return client.post(url, as_typed(record=str(record.pk), **typed), headers=SCRIPT)


def test_draft_is_kept_and_says_when(manager, record):
    answer = keep(manager, record, hypoxia="low_flow")
    assert "Draft kept" in answer.content.decode()
    assert Draft.objects.get().typed["hypoxia"] == "low_flow"
    assert CRSEpisode.objects.get().hypoxia is None


def test_draft_is_restored_exactly_as_typed(manager, record):
    keep(manager, record, max_temp_c="39,", crs_onset_date="2024-01")
    page = manager.get(at(record)).content.decode()
    assert 'value="39,"' in page
    assert 'value="2024-01"' in page
    assert "restored" in page
    assert "data-unsaved" in page


def test_reason_for_no_value_survives_in_a_draft(manager, record):
    keep(manager, record, max_temp_c="", max_temp_c__absent="not_done")
    page = manager.get(at(record)).content.decode()
    assert '<span class="missing-word">Not done</span>' in page


def test_draft_of_a_new_form_is_restored(manager, record):
    patient = record.patient
    url = reverse("record-draft", args=[patient.pk, "icans_episode"])
    manager.post(url, {"icans_occurred": "yes"}, headers=SCRIPT)
    new = reverse("record-new", args=[patient.pk, "icans_episode"])
    assert "restored" in manager.get(new).content.decode()


def test_draft_survives_the_end_of_the_session(client, record):
    user = a_data_manager()
    client.force_login(user)
    keep(client, record, hypoxia="high_flow")
    client.logout()
    signed_out = client.get(at(record))
    assert signed_out.url.endswith(f"next={at(record)}")
    client.force_login(user)
    page = client.get(at(record)).content.decode()
    assert re.search(r'value="high_flow"[^>]* checked', page)


def test_saving_drops_the_draft(manager, record):
    keep(manager, record, hypoxia="low_flow")
    manager.post(at(record), as_typed(hypoxia="low_flow"))
    assert not Draft.objects.exists()


def test_draft_that_says_what_is_saved_is_not_announced(manager, record):
    keep(manager, record)
    assert "restored" not in manager.get(at(record)).content.decode()


def test_draft_can_be_discarded(manager, record):
    keep(manager, record, hypoxia="low_flow")
    url = reverse("draft-discard", args=[record.patient_id, record.form])
    answer = manager.post(url, {"record": record.pk}, follow=True)
    assert not Draft.objects.exists()
    assert "restored" not in answer.content.decode()


def test_old_draft_meets_the_version_saved_since(client, record):
    client.force_login(a_data_manager(name="slow"))
    keep(client, record, hypotension="none")
    client.force_login(a_data_manager(name="quick"))
    client.post(at(record), as_typed(hypotension="one_vasopressor"))
    client.force_login(a_data_manager(name="slow"))
    page = client.get(at(record)).content.decode()
    assert 'name="version" value="1"' in page
    answer = client.post(at(record), as_typed(hypotension="none"))
    assert answer.status_code == 412


def test_somebody_elses_fresh_draft_is_announced_by_name(client, record):
    client.force_login(a_data_manager(name="colleague"))
    keep(client, record, hypoxia="low_flow")
    client.force_login(a_data_manager(name="me"))
    page = client.get(at(record)).content.decode()
    assert "colleague has this form open too" in page
    Draft.objects.update(at=timezone.now() - timedelta(hours=2))
    assert "colleague" not in client.get(at(record)).content.decode()


def test_monitor_keeps_no_draft(client, record):
    client.force_login(a_monitor())
    assert keep(client, record).status_code == 403


def test_ping_keeps_the_session(manager):
    answer = manager.post(reverse("session-ping"))
    assert answer.status_code == 204
    assert "sessionid" in answer.cookies
    assert manager.get(reverse("session-ping")).status_code == 405
