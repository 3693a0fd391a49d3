"""Who a patient is: kept apart, found in the own centre, known to nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.access.policy import Refused
from registry.models import Change, IdentityKey, PatientIdentity
from registry.services.errors import ReasonNeeded, Stale
from registry.services.identity import save_identity
from tests import builders

pytestmark = pytest.mark.django_db
WANG = {"family_name": "王", "given_name": "小明", "hospital_no": "ZY00123"}


def named(patient, actor=None, version=0, reason="", **values):
    actor = actor or builders.a_data_manager(patient.centre).actor()
    return save_identity(
        patient_id=patient.pk,
        values=WANG | values,
        version=version,
        actor=actor,
        reason=reason,
    )


def numbers(client, words):
    answer = client.get("/find/", {"q": words}, headers={"HX-Request": "true"})
    return [one["number"] for one in answer.context["patients"]]


@pytest.fixture
def manager(client):
    client.force_login(builders.a_data_manager())
    return client


# ---- Saving


def test_a_save_leaves_who_and_why_and_a_change_of_the_patient():
    patient = builders.a_patient()
    named(patient)
    named(patient, version=1, given_name="晓明", reason="misspelt")
    newest = PatientIdentity.history.order_by("history_id").last()
    assert (newest.given_name, newest.history_change_reason) == ("晓明", "misspelt")
    logged = Change.objects.filter(table="registry_patientidentity")
    assert {one.patient_id for one in logged} == {patient.pk}


def test_a_correction_has_a_reason_and_meets_what_was_seen():
    patient = builders.a_patient()
    named(patient)
    with pytest.raises(ReasonNeeded):
        named(patient, version=1, given_name="晓明")
    with pytest.raises(Stale):
        named(patient, version=0, given_name="晓明", reason="misspelt")
    assert named(patient, version=1).version == 1
    with pytest.raises(ValueError, match="telephone"):
        named(patient, version=1, telephone="1")


@pytest.mark.parametrize(
    "person",
    [
        builders.a_monitor,
        builders.a_statistician,
        builders.an_admin,
        lambda: builders.a_data_manager("HEB"),
    ],
)
def test_only_the_own_staff_save(person):
    with pytest.raises(Refused):
        named(builders.a_patient(), actor=person().actor())
    assert not IdentityKey.objects.exists()


def test_the_old_name_finds_nobody_any_more(manager):
    patient = builders.a_patient()
    named(patient)
    named(patient, version=1, family_name="李", reason="misspelt")
    assert numbers(manager, "wangxiaoming") == []
    assert numbers(manager, "lixiaoming") == [patient.study_no]


def test_no_name_stands_where_objects_are_logged():
    identity = named(builders.a_patient())
    told = f"{identity!s} {identity!r} {identity.keys.first()!s}"
    assert "王" not in told
    assert "ZY" not in told


# ---- The box


def test_the_patient_form_has_the_box_and_saves_it(manager):
    patient = builders.a_patient()
    page = manager.get(f"/patients/{patient.pk}/edit/").content.decode()
    assert "Who the patient is" in page
    url = f"/patients/{patient.pk}/identity/"
    answer = manager.post(url, WANG | {"version": "0"})
    assert answer.status_code == 302
    page = manager.get(f"/patients/{patient.pk}/edit/").content.decode()
    assert 'value="小明"' in page
    assert "王小明" in manager.get(f"/patients/{patient.pk}/").content.decode()


def test_what_is_refused_keeps_what_was_typed(manager):
    patient = builders.a_patient()
    named(patient)
    url = f"/patients/{patient.pk}/identity/"
    for version, said in (("1", "a correction has a reason"), ("0", "saved it mean")):
        typed = WANG | {"given_name": "晓明", "version": version}
        answer = manager.post(url, typed | ({"reason": "x"} if version == "0" else {}))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert said in page
        assert 'value="晓明"' in page


def test_a_monitor_sees_the_form_without_the_box(client):
    patient = builders.a_patient()
    named(patient)
    client.force_login(builders.a_monitor())
    for page in ("", "edit/", "history/"):
        told = client.get(f"/patients/{patient.pk}/{page}").content.decode()
        assert "王" not in told
        assert "Who the patient is" not in told


# ---- Finding


@pytest.mark.parametrize(
    "words",
    ["王小明", "wang xiaoming", "WXM", "zy00123", "1990-02-28", "199002", "1990年2月"],
)
def test_the_own_centre_finds_by_name_number_and_birth(manager, words):
    patient = builders.a_patient()
    named(patient)
    builders.a_patient(study_no="OTHER", birth_date="1975-05-05")
    assert numbers(manager, words) == [patient.study_no]
    listed = manager.get("/patients/", {"q": words})
    assert listed.context["count"] == 1
    assert "王小明" in listed.content.decode()


def test_a_name_is_not_in_the_list_until_somebody_searches(manager):
    named(builders.a_patient())
    assert "王小明" not in manager.get("/patients/").content.decode()


@pytest.mark.parametrize(
    "person", [lambda: builders.a_data_manager("HEB"), builders.a_monitor]
)
@pytest.mark.parametrize("words", ["王小明", "wangxiaoming", "wxm", "zy00123"])
def test_nobody_else_finds_by_name(client, person, words):
    named(builders.a_patient())
    client.force_login(person())
    assert numbers(client, words) == []
    assert client.get("/patients/", {"q": words}).context["count"] == 0


def test_a_name_of_another_centre_costs_the_same_queries(client):
    client.force_login(builders.a_data_manager("HEB"))
    builders.a_patient("HEB")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/find/", {"q": "wangxiaoming"})
        return [one["sql"] for one in queries if "identitykey" in one["sql"]]

    before = asked()
    named(builders.a_patient())
    assert asked() == before
    assert len(before) == 1


def test_somebody_of_two_centres_reads_names_only_where_they_may(client):
    user = builders.a_data_manager()
    builders.a_user("monitor", "HEB", user.username)
    named(builders.a_patient())
    named(builders.a_patient("HEB", study_no="H001"))
    client.force_login(user)
    assert numbers(client, "wxm") == ["P001"]
    page = client.get("/patients/", {"q": "1990"}).content.decode()
    assert page.count("王小明") == 1
