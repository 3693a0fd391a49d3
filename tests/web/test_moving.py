"""A form entered under the wrong patient goes to the right one, with all its own."""

import pytest

from outcomes.models import AnalysisSubject
from outcomes.pipeline.sweep import sweep
from registry.access.policy import Refused
from registry.models import CRSEpisode, DataQuery, Draft, Infusion
from registry.services.errors import NotConsistent, ReasonNeeded, Stale
from registry.services.moving import move_record, preview
from registry.services.queries import open_query
from tests import builders

pytestmark = pytest.mark.django_db


def move(record, to, actor=None, **more):
    actor = actor or builders.a_data_manager(record.patient.centre).actor()
    plain = {"version": record.version, "reason": "typed under the wrong number"}
    return move_record(
        patient_id=record.patient_id,
        form=record.form,
        record_id=record.pk,
        to_patient_id=to.pk,
        actor=actor,
        **plain | more,
    )


def test_queries_and_drafts_follow():
    record, to = builders.a_record("crs_episode"), builders.a_patient()
    actor = builders.a_data_manager().actor()
    asked = open_query(
        patient_id=record.patient_id,
        form="crs_episode",
        record_id=record.pk,
        asks="Really none?",
        actor=actor,
    )
    Draft.objects.create(
        user_id=actor.person,
        patient=record.patient,
        form=record.form,
        record_id=record.pk,
    )
    move(record, to)
    assert CRSEpisode.objects.get().patient == to
    assert DataQuery.objects.get(pk=asked.pk).patient == to
    assert Draft.objects.get().patient == to


def test_both_patients_are_analysed_again():
    record, to = builders.a_record("infusion"), builders.a_patient()
    sweep(seconds=float("inf"))
    assert AnalysisSubject.objects.get().patient_id == record.patient_id
    move(record, to)
    sweep(seconds=float("inf"))
    assert AnalysisSubject.objects.get().patient_id == to.pk


def test_a_treatment_takes_the_next_free_number_and_its_forms_the_first():
    to = builders.a_patient()
    builders.a_record("infusion", to, course_no=2)
    infusion = builders.a_record("infusion", infusion_date=builders.day(300))
    crs = builders.a_record("crs_episode", course_no=1)
    assert preview(infusion, to).place == {"course_no": 1}
    assert preview(crs, to).place == {"course_no": 2}
    builders.a_record("infusion", to, infusion_date=builders.day(500))
    assert preview(infusion, to).place == {"course_no": 3}
    assert preview(infusion, to, 5).place == {"course_no": 5}


def test_a_hard_contradiction_stands_against_it_and_changes_nothing():
    to = builders.a_patient()
    builders.a_record("infusion", to)
    record = builders.a_record("infusion")
    with pytest.raises(NotConsistent):
        move(record, to)
    assert Infusion.objects.get(pk=record.pk).patient == record.patient


def test_a_move_has_a_reason_and_meets_what_was_seen():
    record, to = builders.a_record("crs_episode"), builders.a_patient()
    with pytest.raises(ReasonNeeded):
        move(record, to, reason=" ")
    with pytest.raises(Stale):
        move(record, to, version=9)
    with pytest.raises(ValueError, match="both"):
        move(record, record.patient)


@pytest.mark.parametrize("person", [builders.an_investigator, builders.a_monitor])
def test_who_may_not_move_is_refused(person):
    with pytest.raises(Refused):
        move(builders.a_record("relapse"), builders.a_patient(), person().actor())


def test_another_centre_needs_the_right_there_too():
    record, to = builders.a_record("relapse"), builders.a_patient("HEB")
    with pytest.raises(Refused):
        move(record, to)
    user = builders.a_data_manager()
    builders.a_data_manager("HEB", user.username)
    move(record, to, user.actor())
    record.refresh_from_db()
    assert record.patient == to


def test_the_page_finds_previews_and_moves(client):
    record, to = builders.a_record("crs_episode"), builders.a_patient()
    builders.a_patient("HEB", study_no="H001")
    client.force_login(builders.a_data_manager())
    page = f"/patients/{record.patient_id}/crs_episode/{record.pk}/"
    assert f"{page}move/" in client.get(page).content.decode()
    nobody = client.get(f"{page}move/", {"to": "h001"}).content.decode()
    assert "No patient h001 at a centre" in nobody
    shown = client.get(f"{page}move/", {"to": to.study_no.lower()})
    assert shown.context["wished"]["possible"]
    sent = {"to": to.study_no, "version": record.version, "number": "1"}
    refused = client.post(f"{page}move/", sent)
    assert refused.status_code == 422
    assert "Say why the form is moved" in refused.content.decode()
    done = client.post(f"{page}move/", sent | {"reason": "wrong number"})
    assert done.url == f"/patients/{to.pk}/crs_episode/{record.pk}/"
    told = client.get(f"/patients/{record.patient_id}/history/").content.decode()
    assert f"moved to {to.study_no}" in told
    told = client.get(f"/patients/{to.pk}/history/").content.decode()
    assert f"moved here from {record.patient}" in told
