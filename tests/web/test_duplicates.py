"""Two registrations of one person: suspected, compared, merged, opened again."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from outcomes.models import AnalysisSubject
from outcomes.pipeline.sweep import sweep
from registry.access.policy import Refused
from registry.audit.context import SYSTEM
from registry.intake.batches import receive
from registry.models import (
    BegunForm,
    CRSEpisode,
    DataQuery,
    Diagnosis,
    Infusion,
    NotTheSame,
    Patient,
    PatientIdentity,
)
from registry.queries.duplicates import candidates
from registry.services.errors import NotConsistent, OutOfTurn, ReasonNeeded, Stale
from registry.services.identity import save_identity
from registry.services.merging import Choice, keep_apart, merge_patients, reopen
from registry.services.moving import move_record
from registry.services.queries import open_query
from registry.services.records import save_record
from tests import builders
from tests.builders import a_patient, a_record, day

pytestmark = pytest.mark.django_db


def manager():
    return builders.a_data_manager().actor()


def name(patient, **values):
    save_identity(patient_id=patient.pk, values=values, version=0, actor=manager())


def merge(one, other, *, theirs=(), apart=(), **more):
    plain = {"versions": (one.version, other.version), "reason": "same person"}
    return merge_patients(
        survivor_id=one.pk,
        other_id=other.pk,
        choice=Choice(frozenset(theirs), frozenset(apart)),
        actor=manager(),
        **plain | more,
    )


def why():
    return {
        (pair.one.study_no, pair.other.study_no): pair.why
        for pair in candidates(manager())
    }


# ---- Suspected


def test_pairs_are_suspected_each_for_its_reasons():
    a_record("infusion", a_patient(study_no="A-001"))
    a_record("hsct", a_patient(study_no="B-001"), hsct_date=builders.DAY0)
    a_patient(study_no="A01", birth_date=date(1950, 1, 1), sex="M")
    for number, values in (
        ("C-001", {"hospital_no": "ZY 7", "family_name": "王", "given_name": "小明"}),
        ("C-002", {"hospital_no": "zy7"}),
        ("C-003", {"family_name": "王", "given_name": "小明"}),
    ):
        name(a_patient(study_no=number, birth_date=date(1960, 1, 1)), **values)
    assert why() == {
        ("A-001", "B-001"): ["treated"],
        ("A-001", "A01"): ["number"],
        ("C-001", "C-002"): ["hospital"],
        ("C-001", "C-003"): ["name"],
    }


def test_across_centres_only_who_may_at_both_is_told():
    for centre in ("LDP", "HEB"):
        a_record("infusion", a_patient(centre, study_no=f"{centre}-1"))
    assert why() == {}
    user = builders.a_data_manager()
    builders.a_monitor("HEB", user.username)
    assert why() == {}
    builders.a_data_manager("HEB", user.username)
    assert list(why().values()) == [["treated", "elsewhere"]]


def test_who_is_decided_to_be_two_people_is_not_shown_again():
    one, other = (a_record("infusion").patient for _ in range(2))
    with pytest.raises(ReasonNeeded):
        keep_apart(one_id=other.pk, other_id=one.pk, actor=manager(), reason="")
    keep_apart(one_id=other.pk, other_id=one.pk, actor=manager(), reason="twins")
    assert why() == {}
    assert NotTheSame.objects.get().reason == "twins"


# ---- Merged


def test_forms_move_the_same_ones_become_one_and_the_number_stays():
    one, other = a_patient(study_no="KEEP"), a_patient(study_no="AWAY")
    mine = a_record("diagnosis", one, karyotype_text="46,XX")
    theirs = a_record("diagnosis", other, karyotype_text="45,X", etp="yes")
    a_record("relapse", other)
    key = f"diagnosis:{theirs.pk}"
    merge(one, other, theirs=[f"{key}:karyotype_text"])
    mine.refresh_from_db()
    assert mine.karyotype_text == "45,X"
    assert not mine.etp
    assert not Diagnosis.objects.filter(pk=theirs.pk).exists()
    assert one.relapse_set.count() == 1
    other.refresh_from_db()
    assert other.merged_into == one
    assert not Patient.objects.visible_to(manager()).filter(pk=other.pk).exists()


def test_a_second_course_gets_the_next_number_with_its_forms():
    one, other = a_patient(), a_patient()
    a_record("infusion", one)
    a_record("infusion", other, infusion_date=day(400))
    a_record("crs_episode", other)
    merge(one, other)
    assert list(
        Infusion.objects.values_list("patient", "course_no").order_by("pk")
    ) == [
        (one.pk, 1),
        (one.pk, 2),
    ]
    assert CRSEpisode.objects.get().course_no == 2


def test_the_same_course_is_one_and_its_forms_join_it():
    one, other = a_patient(), a_patient()
    a_record("infusion", one, course_no=2)
    a_record("infusion", one, course_no=1, infusion_date=day(-300))
    a_record("infusion", other)
    a_record("icans_episode", other)
    merge(one, other)
    assert Infusion.objects.count() == 2
    assert one.icansepisode_set.get().course_no == 2


def test_matched_forms_may_be_kept_as_two():
    one, other = a_patient(), a_patient()
    first = a_record("relapse", one)
    second = a_record("relapse", other)
    merge(one, other, apart=[f"relapse:{second.pk}"])
    assert {first.pk, second.pk} == set(one.relapse_set.values_list("pk", flat=True))


def test_what_contradicts_itself_together_changes_nothing():
    one, other = a_record("death").patient, a_patient()
    a_record("infusion", other, infusion_date=day(900))
    with pytest.raises(NotConsistent):
        merge(one, other)
    other.refresh_from_db()
    assert other.merged_into is None
    assert other.infusion_set.count() == 1


def test_a_persons_question_goes_on_with_the_form_that_stands():
    one, other = a_patient(), a_patient()
    mine, theirs = a_record("diagnosis", one), a_record("diagnosis", other)
    asked = open_query(
        patient_id=other.pk,
        form="diagnosis",
        record_id=theirs.pk,
        asks="Sure?",
        actor=manager(),
    )
    merge(one, other)
    found = DataQuery.objects.get(pk=asked.pk)
    assert (found.patient, found.record_id) == (one, mine.pk)


def test_the_name_of_the_survivor_stands_or_else_the_others():
    one, other = a_patient(), a_patient()
    name(other, family_name="王")
    merge(one, other)
    assert PatientIdentity.objects.get().patient == one
    third = a_patient()
    name(third, family_name="李")
    one.refresh_from_db()
    merge(one, third)
    assert PatientIdentity.objects.get().family_name == "王"


def test_figures_follow_both():
    one, other = a_patient(), a_record("infusion").patient
    sweep(seconds=float("inf"))
    merge(one, other)
    sweep(seconds=float("inf"))
    assert AnalysisSubject.objects.get().patient_id == one.pk


def test_a_merge_has_a_reason_meets_what_was_seen_and_happens_once():
    one, other = a_patient(), a_patient()
    with pytest.raises(ReasonNeeded):
        merge(one, other, reason=" ")
    with pytest.raises(Stale):
        merge(one, other, versions=(one.version, 9))
    with pytest.raises(Refused):
        merge(one, a_patient("HEB"))
    merge(one, other)
    other.refresh_from_db()
    with pytest.raises(OutOfTurn):
        merge(one, other)


def test_a_begun_form_moves_to_who_has_none():
    one, other = a_patient(), a_patient()
    assert not BegunForm.objects.filter(patient=one).exists()
    saved = save_record(
        patient_id=other.pk,
        form="relapse",
        values={"relapse_date": day(90)},
        actor=SYSTEM,
    )
    (kept,) = BegunForm.objects.filter(form="relapse")
    assert kept.patient_id == other.pk
    merge(one, other)
    (kept,) = BegunForm.objects.filter(form="relapse")
    assert (kept.patient_id, kept.record_id) == (one.pk, saved.record.pk)


@pytest.mark.parametrize(
    "late",
    [
        lambda pk: save_record(patient_id=pk, form="death", values={}, actor=SYSTEM),
        lambda pk: save_identity(
            patient_id=pk, values={"family_name": "王"}, version=0, actor=manager()
        ),
        lambda pk: open_query(patient_id=pk, form="infusion", asks="?", actor=SYSTEM),
        lambda pk: move_record(
            patient_id=a_patient().pk,
            to_patient_id=pk,
            form="relapse",
            record_id=1,
            version=1,
            actor=manager(),
            reason="so",
        ),
    ],
    ids=["form", "name", "query", "move"],
)
def test_nothing_is_written_to_a_number_that_was_merged_away(late):
    one, other = a_patient(), a_patient()
    merge(one, other)
    with pytest.raises(Patient.DoesNotExist):
        late(other.pk)


def test_it_is_undone_by_opening_and_moving_back():
    one, other = a_patient(), a_patient()
    record = a_record("relapse", other)
    merge(one, other)
    with pytest.raises(ReasonNeeded):
        reopen(patient_id=other.pk, actor=manager(), reason="")
    reopen(patient_id=other.pk, actor=manager(), reason="two sisters")
    with pytest.raises(OutOfTurn):
        reopen(patient_id=other.pk, actor=manager(), reason="again")
    record.refresh_from_db()
    move_record(
        patient_id=one.pk,
        form="relapse",
        record_id=record.pk,
        to_patient_id=other.pk,
        version=record.version,
        actor=manager(),
        reason="hers",
    )
    assert other.relapse_set.count() == 1


# ---- Pages


def test_the_pages_compare_merge_and_lead_on(client):
    one, other = a_patient(study_no="KEEP"), a_patient(study_no="AWAY")
    for patient in (one, other):
        a_record("infusion", patient)
    client.force_login(builders.a_data_manager())
    listed = client.get("/duplicates/").content.decode()
    assert "KEEP · AWAY" in listed
    url = f"/duplicates/{one.pk}/{other.pk}/"
    page = client.get(url).content.decode()
    assert "becomes one form of KEEP" in page
    assert client.get(f"/duplicates/{one.pk}/{one.pk}/").status_code == 404
    sent = {"version_one": one.version, "version_other": other.version}
    refused = client.post(url, sent | {"act": "merge"})
    assert "Say why you decide so" in refused.content.decode()
    done = client.post(url, sent | {"act": "merge", "reason": "same", "theirs": "x"})
    assert done.url == f"/patients/{one.pk}/"
    led = client.get(f"/patients/{other.pk}/", follow=True)
    assert led.redirect_chain[-1][0] == f"/patients/{one.pk}/"
    assert "AWAY was merged into KEEP" in led.content.decode()
    assert client.get(f"/patients/{other.pk}/history/").status_code == 200
    answer = client.get("/find/", {"q": "away"}, headers={"HX-Request": "true"})
    assert [p["number"] for p in answer.context["patients"]] == ["KEEP"]
    undo = f"/patients/{other.pk}/merged/"
    assert client.get(undo).status_code == 200
    assert client.post(undo, {}).status_code == 422
    assert client.post(undo, {"reason": "two"}).url == f"/patients/{other.pk}/"


def test_the_page_keeps_two_people_apart(client):
    one, other = (a_record("infusion").patient for _ in range(2))
    client.force_login(builders.a_data_manager())
    url = f"/duplicates/{one.pk}/{other.pk}/"
    done = client.post(url, {"act": "apart", "reason": "twins"})
    assert done.url == "/duplicates/"
    assert "No two registrations" in client.get("/duplicates/").content.decode()


def test_a_number_that_was_merged_away_takes_nothing_in():
    one, other = a_patient(study_no="KEEP"), a_patient(study_no="AWAY")
    merge(one, other)
    sheet = b"study_no,centre,sex,birth_date\nAWAY,LDP,F,1991-02-28\n"
    upload = SimpleUploadedFile("again.csv", sheet)
    batch = receive(upload, actor=manager())
    assert batch.problems.filter(message__contains="merged into KEEP")
