"""Where data were complete, every door asks why or refuses; none writes without."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from registry.intake.run import import_file
from registry.models import BloodCount, Change, FollowUp, Patient, State, User
from registry.services.daily_counts import DayOfCounts, RowsRefused, save_counts
from registry.services.errors import ReasonNeeded
from registry.services.merging import Choice, merge_patients
from registry.services.moving import move_record
from registry.services.records import save_patient, save_record
from registry.services.removal import remove_record
from tests import builders

pytestmark = pytest.mark.django_db
Door = Callable[[User, Patient, str], object]


def form_service(user: User, patient: Patient, reason: str) -> object:
    record = patient.followup_set.get()
    values = {"vital_status": "lost"}
    place = {"patient_id": patient.pk, "form": "follow_up", "record_id": record.pk}
    return save_record(**place, values=values, actor=user.actor(), reason=reason)


def patient_service(user: User, patient: Patient, reason: str) -> object:
    values = {"weight_kg": 70}
    return save_patient(
        patient_id=patient.pk, values=values, actor=user.actor(), reason=reason
    )


def page(user: User, patient: Patient, reason: str) -> object:
    from django.test import Client

    client, record = Client(), patient.followup_set.get()
    client.force_login(user)
    url = reverse("record", args=[patient.pk, "follow_up", record.pk])
    words = {"visit_date": "2025-01-14", "vital_status": "lost"}
    words |= {"version": str(record.version), "reason": reason}
    answer = client.post(url, words)
    if answer.status_code != 302:
        raise ReasonNeeded
    return answer


def api(user: User, patient: Patient, reason: str) -> object:
    client, record = APIClient(), patient.followup_set.get()
    client.force_login(user)
    url = reverse("api-follow_up-detail", args=[record.pk])
    body = {"vital_status": "lost", "reason": reason}
    answer = client.patch(
        url, body, format="json", headers={"If-Match": f'"{record.version}"'}
    )
    if answer.status_code != 200:
        raise ReasonNeeded
    return answer


def sheet(user: User, patient: Patient, reason: str) -> object:
    content = f"centre,study_no,weight_kg\nLDP,{patient.study_no},71\n".encode()
    return import_file(content, file_name="a.csv", actor=user.actor(), reason=reason)


def daily_grid(user: User, patient: Patient, reason: str) -> object:
    record = BloodCount.objects.get(patient=patient)
    row = DayOfCounts("0", {"anc": 2}, record.pk, record.version)
    try:
        return save_counts(
            patient_id=patient.pk, rows=[row], actor=user.actor(), reason=reason
        )
    except RowsRefused as refused:
        raise next(iter(refused.why.values())) from refused


def removal(user: User, patient: Patient, reason: str) -> object:
    record = patient.followup_set.get()
    place = {"patient_id": patient.pk, "form": "follow_up", "record_id": record.pk}
    seen = {"version": record.version}
    return remove_record(**place, **seen, actor=user.actor(), reason=reason)


def move(user: User, patient: Patient, reason: str) -> object:
    record, other = patient.followup_set.get(), builders.a_patient()
    place = {"patient_id": patient.pk, "form": "follow_up", "record_id": record.pk}
    return move_record(
        **place,
        to_patient_id=other.pk,
        version=record.version,
        actor=user.actor(),
        reason=reason,
    )


def merge(user: User, patient: Patient, reason: str) -> object:
    other = builders.a_patient()
    return merge_patients(
        survivor_id=other.pk,
        other_id=patient.pk,
        versions=(other.version, patient.version),
        choice=Choice(),
        actor=user.actor(),
        reason=reason,
    )


DOORS: list[Door] = [
    *(form_service, patient_service, page, api, sheet, daily_grid),
    *(removal, move, merge),
]


@pytest.fixture
def complete() -> Patient:
    """A patient whose forms are all complete."""
    patient = builders.a_patient()
    builders.a_record("follow_up", patient)
    builders.a_record("blood_count", patient)
    for model in (Patient, FollowUp, BloodCount):
        model.objects.update(state=State.COMPLETE)
    patient.refresh_from_db()
    return patient


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("reason", ["", "   "], ids=["none", "blank"])
def test_no_door_writes_over_complete_data_without_a_reason(complete, door, reason):
    user = builders.a_data_manager()
    newest = Change.objects.latest("pk").pk
    with pytest.raises(ReasonNeeded):
        door(user, complete, reason)
    tables = ("registry_patient", "registry_followup", "registry_bloodcount")
    since = Change.objects.filter(pk__gt=newest, table__in=tables)
    assert not since.exclude(operation="+").exists()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_writes_the_reason_that_was_given(complete, door):
    user = builders.a_data_manager()
    newest = Change.objects.latest("pk").pk
    door(user, complete, "read in the chart")
    since = Change.objects.filter(pk__gt=newest, patient_id=complete.pk)
    reasons = {row.reason for row in since if row.actor_id == user.pk}
    assert "read in the chart" in reasons
