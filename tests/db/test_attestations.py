"""What somebody stands for is bound to what the record said; a change voids it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from registry.access.confirmation import Confirmed
from registry.access.policy import Refused
from registry.audit.context import acting
from registry.models import Attestation, CRSEpisode, Diagnosis, Kind, Patient
from registry.queries.attestations import digests_of, holds
from registry.services.attesting import attest
from registry.services.case_lock import NotReady, lock_case, unlock_case
from registry.services.errors import ReasonNeeded
from registry.services.judging import Target, Why, judge
from registry.services.records import save_record
from tests import builders

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def a_signed_diagnosis(**values):
    record = builders.a_record("diagnosis", state="complete", **values)
    return builders.marked(record, Kind.VERIFIED, Kind.SIGNED)


def signature_of(record):
    return Attestation.objects.get(form=record.form, record_id=record.pk, kind="signed")


def save(record):
    save_record(
        patient_id=record.patient_id,
        form=record.form,
        record_id=record.pk,
        values={"karyotype_text": "46,XX"},
        actor=builders.a_data_manager(name="corrector").actor(),
        reason="the chart says so",
    )


CHANGES = {
    "service": save,
    "orm": lambda r: Diagnosis.objects.filter(pk=r.pk).update(karyotype_text="46,XX"),
    "sql": lambda r: sql("UPDATE registry_diagnosis SET disease = 'B-ALL'"),
    "sql that keeps the mark": lambda r: sql(
        "UPDATE registry_diagnosis SET disease = 'B-ALL', signed_at = now()"
    ),
    "reason for absence": lambda r: Diagnosis.objects.update(
        absent={"karyotype_text": "not_done"}
    ),
    "another patient": lambda r: Diagnosis.objects.update(patient=builders.a_patient()),
    "another key": lambda r: sql("UPDATE registry_diagnosis SET id = id + 1000"),
    "delete": lambda r: Diagnosis.objects.filter(pk=r.pk).delete(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_signature_is_void_once_the_data_change(name):
    record = a_signed_diagnosis()
    assert holds(signature_of(record), record)
    with acting(builders.a_data_manager(name="corrector").actor(), "read again"):
        CHANGES[name](record)
    void = signature_of(record)
    assert (void.voided_at is None, void.voided_by.username) == (False, "corrector")
    assert not Diagnosis.objects.filter(signed_at__isnull=False).exists()
    assert not Diagnosis.objects.filter(verified_at__isnull=False).exists()


def test_a_void_signature_says_who_when_why_and_since_which_version():
    record = a_signed_diagnosis()
    save(record)
    void = signature_of(record)
    told = (void.record_version, void.voided_version, void.voided_reason)
    assert told == (1, 2, "the chart says so")


def test_a_mark_leaves_the_version_and_a_change_raises_it():
    record = a_signed_diagnosis()
    assert record.version == 1
    Diagnosis.objects.filter(pk=record.pk).update(karyotype_text="46,XX")
    record.refresh_from_db()
    assert record.version == 2


def test_what_follows_from_the_data_may_move_without_voiding():
    record = a_signed_diagnosis()
    Diagnosis.objects.filter(pk=record.pk).update(state="begun")
    record.refresh_from_db()
    assert (record.state, record.version) == ("begun", 1)
    assert holds(signature_of(record), record)


def test_writing_the_same_again_voids_nothing():
    record = a_signed_diagnosis()
    record.save()
    record.refresh_from_db()
    assert record.version == 1
    assert holds(signature_of(record), record)


def test_the_attestation_keeps_name_time_meaning_and_language():
    user = builders.an_investigator()
    user.first_name, user.last_name = "Test", "Investigator"
    user.save()
    signed = signature_of(a_signed_diagnosis())
    assert signed.printed_name == "Test Investigator (investigator_ldp)"
    assert (signed.language, signed.who) == ("en", user)
    assert signed.meaning.startswith("I have reviewed this form")
    assert signed.at.utcoffset().total_seconds() == 0


FORGED = {
    "update": "UPDATE registry_attestation SET printed_name = 'somebody else'",
    "void": "UPDATE registry_attestation SET voided_at = now()",
    "delete": "DELETE FROM registry_attestation",
    "truncate": "TRUNCATE registry_attestation CASCADE",
    "a mark alone": "UPDATE registry_crsepisode SET signed_at = now()",
    "a lock alone": "UPDATE registry_crsepisode SET locked_at = now()",
    "a case lock alone": "UPDATE registry_patient SET case_locked_at = now()",
    "another time": "UPDATE registry_diagnosis SET signed_at = now()"
    " + interval '1 day', karyotype_text = 'x', verified_at = NULL, locked_at = now()",
    "born signed": "INSERT INTO registry_relapse (version, state, absent, patient_id,"
    " relapse_date, signed_at) SELECT 1, 'complete', '{}', min(id), '2024-02-02',"
    " now() FROM registry_patient",
}


@pytest.mark.parametrize("name", FORGED)
def test_marks_and_attestations_are_not_forged(name):
    record = a_signed_diagnosis()
    builders.a_record("crs_episode", record.patient, state="complete")
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(FORGED[name])


def test_an_attestation_is_never_deleted_by_the_application():
    signed = signature_of(a_signed_diagnosis())
    with pytest.raises(DatabaseError), transaction.atomic():
        signed.delete()
    signed.printed_name = "Somebody Else"
    with pytest.raises(DatabaseError), transaction.atomic():
        signed.save()


def test_one_mark_is_attested_to_once():
    signed = signature_of(a_signed_diagnosis())
    signed.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        signed.save(force_insert=True)


def test_a_digest_is_of_the_answers_alone():
    record = builders.a_record("diagnosis", state="complete")
    plain = digests_of(Diagnosis, [record.pk])[record.pk][1]
    builders.marked(record, Kind.VERIFIED, Kind.LOCKED)
    assert digests_of(Diagnosis, [record.pk])[record.pk][1] == plain
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Shanghai'")
    assert digests_of(Diagnosis, [record.pk])[record.pk][1] == plain


# ---- Who may, and which can


def targets(*records):
    return [Target(one.form, one.pk, one.version) for one in records]


def test_each_form_is_judged_for_itself():
    patient = builders.a_patient()
    ready = builders.a_record("diagnosis", patient, state="complete")
    begun = builders.a_record("crs_episode", patient)
    done = builders.marked(
        builders.a_record("relapse", patient, state="complete"), Kind.VERIFIED
    )
    moved = builders.a_record("death", patient, state="complete")
    stale = targets(moved)
    type(moved).objects.filter(pk=moved.pk).update(death_date=builders.day(401))
    judged = attest(
        kind=Kind.VERIFIED,
        targets=[*targets(ready, begun, done), *stale, Target("death", 0)],
        actor=builders.a_monitor().actor(),
    )
    assert [one.why for one in judged] == [
        None,
        Why.BEGUN,
        Why.ALREADY,
        Why.CHANGED,
        Why.GONE,
    ]
    ready.refresh_from_db()
    begun.refresh_from_db()
    assert (ready.standing, begun.standing) == ("verified", "begun")


def test_who_may_not_is_refused_and_who_cannot_see_finds_nothing():
    record = builders.a_record("diagnosis", state="complete")
    manager = builders.a_data_manager().actor()
    stranger = builders.a_monitor("HEB").actor()
    with pytest.raises(Refused):
        judge(kind=Kind.VERIFIED, targets=targets(record), actor=manager)
    [one] = judge(kind=Kind.VERIFIED, targets=targets(record), actor=stranger)
    assert one.why == Why.GONE


@pytest.mark.parametrize("other", [None, 0])
def test_nobody_signs_without_confirming_or_with_the_proof_of_another(other):
    record = builders.a_record("diagnosis", state="complete")
    with pytest.raises(Refused):
        attest(
            kind=Kind.SIGNED,
            targets=targets(record),
            actor=builders.an_investigator().actor(),
            confirmed=None if other is None else Confirmed(other),
        )


def test_unlocking_asks_for_a_reason():
    record = builders.marked(
        builders.a_record("diagnosis", state="complete"), Kind.LOCKED
    )
    administrator = builders.a_centre_administrator().actor()
    with pytest.raises(ReasonNeeded):
        attest(kind=Kind.UNLOCKED, targets=targets(record), actor=administrator)


def test_a_case_is_locked_when_every_form_is_complete():
    patient = builders.a_patient(state="complete")
    administrator = builders.a_centre_administrator().actor()
    begun = builders.a_record("diagnosis", patient)
    with pytest.raises(NotReady) as met:
        lock_case(patient_id=patient.pk, actor=administrator)
    assert [one.record for one in met.value.left] == [begun]
    patient.refresh_from_db()
    assert patient.locked_at is None
    Diagnosis.objects.update(state="complete")
    lock_case(patient_id=patient.pk, actor=administrator)
    lock_case(patient_id=patient.pk, actor=administrator)
    patient.refresh_from_db()
    assert patient.case_locked_at is not None
    assert Attestation.objects.filter(kind="locked").count() == 3
    with pytest.raises(ReasonNeeded):
        unlock_case(patient_id=patient.pk, actor=administrator, reason=" ")


def test_an_open_query_stands_against_a_lock_and_a_hard_one_against_a_signature():
    record = builders.a_record("diagnosis", state="complete")
    about = {"form": "diagnosis", "record_id": record.pk, "field": "disease"}
    query = builders.a_query(record.patient, **about)
    signing = {"targets": targets(record), "actor": builders.an_investigator().actor()}
    locking = signing | {"actor": builders.a_centre_administrator().actor()}
    [sign], [lock] = (
        judge(kind=Kind.SIGNED, **signing),
        judge(kind=Kind.LOCKED, **locking),
    )
    assert (sign.why, sign.queries, lock.why) == (None, 1, Why.QUERIED)
    query.severity = "hard"
    query.save()
    assert judge(kind=Kind.SIGNED, **signing)[0].why == Why.QUERIED
    builders.closed(query)
    assert judge(kind=Kind.LOCKED, **locking)[0].why is None


def test_many_forms_cost_as_many_queries_as_few(django_assert_num_queries):
    def queries(number):
        patients = [builders.a_patient() for _ in range(number)]
        rows = [builders.a_record("diagnosis", p, state="complete") for p in patients]
        actor = builders.a_monitor().actor()
        with connection.execute_wrapper(counting):
            attest(kind=Kind.VERIFIED, targets=targets(*rows), actor=actor)

    asked: list[str] = []

    def counting(execute, statement, params, many, context):
        asked.append(statement)
        return execute(statement, params, many, context)

    queries(1)
    few, asked[:] = len(asked), []
    queries(9)
    assert len(asked) == few


def test_a_patient_form_is_a_form():
    patient = builders.marked(
        builders.a_patient(state="complete"), Kind.SIGNED, Kind.LOCKED
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.filter(pk=patient.pk).update(sex="M")
    assert CRSEpisode.objects.create(patient=patient).pk
