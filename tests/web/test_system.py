"""The page of how the installation runs, and the same as metrics."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from outcomes.models import Lease
from outcomes.pipeline.claims import ATTEMPTS
from outcomes.pipeline.sweep import sweep
from outcomes.running.state import running
from registry.models import Pending
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(builders.an_admin())
    return client


def page(client: Client) -> str:
    return client.get(reverse("system")).content.decode()


def set_aside() -> int:
    """Set a patient aside as five failures do; return their number."""
    patient = builders.a_treated_patient()
    newest = Pending.objects.latest("change_id").change_id
    Lease.objects.create(
        patient_id=patient.pk,
        attempts=ATTEMPTS,
        not_before=timezone.now(),
        change_id=newest,
        set_aside=True,
        error="ValueError in outcomes/timelines.py, line 1",
    )
    return patient.pk


def test_a_quiet_installation_says_so(admin):
    said = page(admin)
    assert said.count("empty") >= 4
    assert "nothing is sealed yet" in said
    assert "Heads of the audit trail that are not noted outside yet" in said
    assert "Nobody: every patient" in said


def test_what_waits_is_counted_by_patient_and_aged(admin):
    patient = builders.a_treated_patient()
    long_ago = timezone.now() - timedelta(seconds=100)
    Pending.objects.filter(patient_id=patient.pk).update(at=long_ago)
    queue = running().queues["patients"]
    assert queue.waiting == 1
    assert 99 < queue.lag < 160
    assert "behind" in page(admin)
    sweep()
    assert running().queues["patients"].waiting == 0


def test_who_was_set_aside_is_named_without_data_and_tried_again(admin):
    number = set_aside()
    assert running().queues["patients"].waiting == 0
    said = page(admin)
    assert "ValueError in outcomes/timelines.py, line 1" in said
    assert f'<td class="">{number}</td>' in said
    answer = admin.post(reverse("system-retry"), follow=True)
    assert "1 patient is tried again." in answer.content.decode()
    assert sweep().patients == 1
    assert "Nobody: every patient" in page(admin)


def test_no_study_number_and_no_name_is_on_the_page(admin):
    patient = builders.a_treated_patient(study_no="CANARY-77")
    set_aside()
    assert patient.study_no not in page(admin)


def test_the_number_of_queries_does_not_grow(admin):
    page(admin)
    with CaptureQueriesContext(connection) as few:
        page(admin)
    for _number in range(4):
        set_aside()
    with CaptureQueriesContext(connection) as many:
        page(admin)
    assert len(many) == len(few)


def test_metrics_are_what_the_page_says():
    set_aside()
    builders.a_treated_patient()
    client = APIClient()
    client.force_authenticate(builders.an_admin())
    answer = client.get(reverse("api-metrics"))
    said = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'dayzero_queue_waiting{queue="patients"} 1.0' in said
    assert "dayzero_patients_set_aside 1.0" in said
