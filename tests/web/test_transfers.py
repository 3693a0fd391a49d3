"""A patient goes from one centre to another: who sees what, before and after."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from outcomes.models import AnalysisSubject, Snapshot
from outcomes.pipeline.sweep import sweep
from registry.access.policy import Refused
from registry.intake.batches import receive
from registry.models import (
    Change,
    DataQuery,
    Draft,
    Patient,
    PatientIdentity,
    PatientTransfer,
)
from registry.services.errors import NotConsistent, OutOfTurn, ReasonNeeded, Withdrawn
from registry.services.identity import save_identity
from registry.services.queries import open_query
from registry.services.records import enrol, save_patient
from registry.services.transfers import (
    accept_transfer,
    refuse_transfer,
    request_transfer,
    take_back_transfer,
)
from tests import builders
from tests.db.pipeline.conftest import a_cohort, a_transplanted

pytestmark = pytest.mark.django_db


def sender():
    return builders.a_data_manager("LDP")


def receiver():
    return builders.a_data_manager("HEB")


def ask(patient, **more):
    plain = {"with_identity": False, "reason": "moved house", "actor": sender().actor()}
    to = builders.a_centre("HEB")
    return request_transfer(patient_id=patient.pk, to=to, **plain | more)


def accept(transfer, study_no="H001", **more):
    plain = {"actor": receiver().actor()}
    return accept_transfer(transfer_id=transfer.pk, study_no=study_no, **plain | more)


def a_named():
    patient = builders.a_treated_patient(
        study_no="SECRET-9", consent_version="form seven"
    )
    save_identity(
        patient_id=patient.pk,
        values={"family_name": "王", "given_name": "小明"},
        version=0,
        actor=sender().actor(),
    )
    return patient


# ---- Who sees what


def test_an_emergency_access_is_not_carried_along():
    patient, doctor = a_named(), builders.an_investigator("THIRD")
    transfer = ask(patient)
    opening = builders.an_opening(patient, doctor)
    accept(transfer)
    opening.refresh_from_db()
    assert not opening.stands
    change = Change.objects.filter(table="registry_emergencyaccess").latest("pk")
    assert change.actor_id == receiver().pk


def test_before_the_answer_number_sex_and_birth_year_and_nothing_else(client):
    transfer = ask(a_named())
    client.force_login(receiver())
    page = client.get(f"/transfers/{transfer.pk}/").content.decode()
    assert "SECRET-9" in page
    assert "1990" in page
    for unknown in (
        "1990-02-28",
        "王",
        "form seven",
        "T-ALL",
        "moved house",
        "2024-01-15",
    ):
        assert unknown not in page
    assert client.get(f"/patients/{transfer.patient_id}/").status_code == 404
    assert "SECRET-9" not in client.get("/find/", {"q": "secret"}).content.decode()
    assert "SECRET-9" not in client.get("/patients/").content.decode()


def test_after_it_the_sender_keeps_a_stub_and_the_receiver_everything(client):
    patient = a_named()
    transfer = accept(ask(patient))
    client.force_login(sender())
    for page in ("", "edit/", "history/", "identity/"):
        assert client.get(f"/patients/{patient.pk}/{page}").status_code == 404
    stub = client.get(f"/transfers/{transfer.pk}/").content.decode()
    assert "SECRET-9" in stub
    assert "HEB" in stub
    for gone in ("H001", "1990", "T-ALL", f"/patients/{patient.pk}/"):
        assert gone not in stub
    client.force_login(receiver())
    page = client.get(f"/patients/{patient.pk}/").content.decode()
    assert "H001" in page
    assert "T-ALL" in page
    told = client.get(f"/patients/{patient.pk}/history/").content.decode()
    assert "transferred from LDP to HEB" in told
    assert "moved house" in told


def test_a_third_centre_sees_no_transfer(client):
    transfer = ask(a_named())
    client.force_login(builders.a_data_manager("THIRD"))
    assert client.get(f"/transfers/{transfer.pk}/").status_code == 404
    assert "SECRET-9" not in client.get("/transfers/").content.decode()


@pytest.mark.parametrize("along", [True, False])
def test_the_name_goes_along_only_if_the_sender_says_so(along, client):
    patient = a_named()
    accept(ask(patient, with_identity=along))
    assert PatientIdentity.objects.exists() is along
    for user, found in ((receiver(), along), (sender(), False)):
        client.force_login(user)
        page = client.get(
            "/find/", {"q": "wangxiaoming"}, headers={"HX-Request": "true"}
        )
        assert bool(page.context["patients"]) is found


# ---- What follows


def test_figures_of_both_centres_are_made_again():
    here, there = a_cohort("here", "LDP"), a_cohort("there", "HEB")
    patient = a_transplanted()
    sweep(seconds=float("inf"))
    accept(ask(patient))
    sweep(seconds=float("inf"))
    counts = [
        Snapshot.objects.filter(cohort=c).latest().results["n"] for c in (here, there)
    ]
    assert counts == [0, 1]
    centres = AnalysisSubject.objects.values_list("centre__code", flat=True).distinct()
    assert list(centres) == ["HEB"]


def test_drafts_end_and_queries_lose_an_assignee_of_the_sender():
    patient = builders.a_treated_patient()
    user = sender()
    Draft.objects.create(user=user, patient=patient, form="death")
    open_query(
        patient_id=patient.pk,
        form="death",
        asks="Alive?",
        actor=user.actor(),
        assigned_to=user,
    )
    accept(ask(patient))
    assert not Draft.objects.exists()
    assert DataQuery.objects.get(code="").assigned_to is None


def test_a_number_that_is_taken_there_is_refused_and_another_accepted():
    builders.a_patient("HEB", study_no="H001")
    patient = builders.a_patient()
    transfer = ask(patient)
    for number in ("h001", "?"):
        with pytest.raises(NotConsistent):
            accept(transfer, number)
    patient.refresh_from_db()
    assert patient.centre.code == "LDP"
    accept(transfer, "H002")
    assert Patient.objects.get(pk=patient.pk).study_no == "H002"


# ---- Who may, and when


def test_only_the_other_side_answers_and_only_once():
    transfer = ask(builders.a_patient())
    with pytest.raises(Refused):
        accept(transfer, actor=sender().actor())
    with pytest.raises(Refused):
        accept(transfer, actor=builders.an_investigator("HEB").actor())
    with pytest.raises(Refused):
        take_back_transfer(transfer_id=transfer.pk, answer="", actor=receiver().actor())
    with pytest.raises(ReasonNeeded):
        refuse_transfer(transfer_id=transfer.pk, answer=" ", actor=receiver().actor())
    refuse_transfer(transfer_id=transfer.pk, answer="no", actor=receiver().actor())
    with pytest.raises(OutOfTurn):
        accept(transfer)
    assert Patient.objects.get().centre.code == "LDP"


def test_a_request_waits_alone_has_a_reason_and_leads_elsewhere():
    patient = builders.a_patient()
    with pytest.raises(ReasonNeeded):
        ask(patient, reason="")
    with pytest.raises(ValueError, match="already"):
        request_transfer(
            patient_id=patient.pk,
            to=patient.centre,
            with_identity=False,
            actor=sender().actor(),
            reason="x",
        )
    first = ask(patient)
    with pytest.raises(OutOfTurn):
        ask(patient)
    take_back_transfer(transfer_id=first.pk, answer="", actor=sender().actor())
    ask(patient)


def test_who_withdrew_consent_stays():
    patient = builders.a_patient(consent_status="withdrawn")
    with pytest.raises(Withdrawn):
        ask(patient)


def test_the_pages_ask_and_answer(client):
    patient = builders.a_patient()
    client.force_login(sender())
    assert "/transfer/" in client.get(f"/patients/{patient.pk}/").content.decode()
    url = f"/patients/{patient.pk}/transfer/"
    assert client.post(url, {}).status_code == 422
    to = builders.a_centre("HEB")
    assert client.post(url, {"to": to.pk, "reason": "moved"}).status_code == 302
    again = client.post(url, {"to": to.pk, "reason": "moved"})
    assert "waits for its answer already" in again.content.decode()
    transfer = PatientTransfer.objects.get()
    client.force_login(receiver())
    url = f"/transfers/{transfer.pk}/answer/"
    assert client.post(url, {"act": "refuse"}).status_code == 422
    assert client.post(url, {"act": "?"}).status_code == 422
    done = client.post(url, {"act": "accept", "study_no": "H009"})
    assert done.url == f"/patients/{patient.pk}/"
    assert client.post(url, {"act": "accept"}).status_code == 409


# ---- The number stays the stub's


def test_the_number_of_a_transferred_patient_is_not_given_again():
    patient = builders.a_patient(study_no="P-77")
    accept(ask(patient))
    new = {"study_no": "p-77", "sex": "M", "birth_date": builders.day(-9000)}
    about = {"centre": builders.a_centre("LDP"), "actor": sender().actor()}
    with pytest.raises(NotConsistent, match="transferred: a number is not given again"):
        enrol(values=new, **about)
    other = enrol(values=new | {"study_no": "P-78"}, **about).record
    with pytest.raises(NotConsistent, match="not given again"):
        save_patient(
            patient_id=other.pk,
            values={"study_no": "P-77"},
            actor=sender().actor(),
            reason="tried",
        )
    there = builders.a_patient("HEB", study_no="H002")
    back = request_transfer(
        patient_id=there.pk,
        to=builders.a_centre("LDP"),
        with_identity=False,
        actor=receiver().actor(),
        reason="tried",
    )
    with pytest.raises(NotConsistent, match="not given again"):
        accept_transfer(transfer_id=back.pk, study_no="P-77", actor=sender().actor())
    # Elsewhere the number is free.
    enrol(
        values=new,
        centre=builders.a_centre("HEB"),
        actor=receiver().actor(),
    )


def test_who_comes_back_may_have_the_own_number_again():
    patient = builders.a_patient(study_no="P-77")
    accept(ask(patient))
    back = request_transfer(
        patient_id=patient.pk,
        to=builders.a_centre("LDP"),
        with_identity=False,
        actor=receiver().actor(),
        reason="moved back",
    )
    accept_transfer(transfer_id=back.pk, study_no="P-77", actor=sender().actor())
    patient.refresh_from_db()
    assert (patient.study_no, patient.centre.code) == ("P-77", "LDP")


def test_an_import_does_not_give_the_number_again():
    accept(ask(builders.a_patient(study_no="P-77")))
    sheet = "study_no,centre,sex,birth_date\np-77,LDP,F,1990-02-28\n"
    upload = SimpleUploadedFile("again.csv", sheet.encode())
    batch = receive(upload, actor=sender().actor())
    assert batch.problems.filter(message__contains="who was transferred to another")
