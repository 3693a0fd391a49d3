"""A locked form cannot change by any path, SQL included."""

import threading
import time

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from registry.access.reach import everywhere
from registry.audit.context import acting
from registry.intake.run import import_file
from registry.models import Attestation, Diagnosis, Kind, Patient
from registry.services.case_lock import NotReady, lock_case, unlock_case
from registry.services.errors import Locked
from registry.services.moving import move_record
from registry.services.records import save_patient, save_record
from registry.services.removal import remove_record
from tests import builders
from tests.copying import copy_row

pytestmark = pytest.mark.django_db

TABLE = "registry_diagnosis"
COLUMNS = "version, state, absent, patient_id, disease, diagnosis_date, id"


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def save(record):
    record.karyotype_text = "changed"
    record.save()


def save_as_if_never_locked(record):
    record.locked_at = None
    save(record)


def bulk_update(record):
    record.karyotype_text = "changed"
    Diagnosis.objects.bulk_update([record], ["karyotype_text"])


def upsert(record):
    record.karyotype_text = "changed"
    Diagnosis.objects.bulk_create(
        [record],
        update_conflicts=True,
        update_fields=["karyotype_text"],
        unique_fields=["id"],
    )


def copy_over(record):
    sql(f"DELETE FROM {TABLE} WHERE id = %s", record.pk)
    day = record.diagnosis_date
    row = (1, "begun", "{}", record.patient_id, "B-ALL", day, record.pk)
    copy_row(TABLE, COLUMNS, row)


def a_manager():
    return builders.a_data_manager().actor()


def service(record):
    save_record(
        patient_id=record.patient_id,
        form=record.form,
        record_id=record.pk,
        values={"karyotype_text": "changed"},
        actor=a_manager(),
        reason="the chart says so",
    )


def removal(record):
    remove_record(
        patient_id=record.patient_id,
        form=record.form,
        record_id=record.pk,
        version=record.version,
        actor=a_manager(),
        reason="entered twice",
    )


def move(record):
    move_record(
        patient_id=record.patient_id,
        form=record.form,
        record_id=record.pk,
        to_patient_id=builders.a_patient().pk,
        version=record.version,
        actor=a_manager(),
        reason="wrong patient",
    )


ROUND_A_LOCK = {
    "save": save,
    "save with the lock left out": save_as_if_never_locked,
    "queryset update": lambda r: Diagnosis.objects.filter(pk=r.pk).update(
        karyotype_text="changed"
    ),
    "update of every row": lambda r: Diagnosis.objects.update(disease="B-ALL"),
    "bulk_update": bulk_update,
    "upsert": upsert,
    "delete": lambda r: r.delete(),
    "queryset delete": lambda r: Diagnosis.objects.filter(pk=r.pk).delete(),
    "sql update": lambda r: sql(f"UPDATE {TABLE} SET disease = 'B-ALL'"),
    "sql delete": lambda r: sql(f"DELETE FROM {TABLE}"),
    "sql that unlocks and changes at once": lambda r: sql(
        f"UPDATE {TABLE} SET locked_at = NULL, disease = 'B-ALL'"
    ),
    "sql that locks anew": lambda r: sql(f"UPDATE {TABLE} SET locked_at = now()"),
    "sql merge": lambda r: sql(
        f"MERGE INTO {TABLE} t USING (SELECT 1) s ON true"
        " WHEN MATCHED THEN UPDATE SET disease = 'B-ALL'"
    ),
    "another state": lambda r: sql(f"UPDATE {TABLE} SET state = 'begun'"),
    "another mark": lambda r: sql(f"UPDATE {TABLE} SET signed_at = now()"),
    "another key": lambda r: sql(f"UPDATE {TABLE} SET id = id + 1000"),
    "another patient": lambda r: Diagnosis.objects.filter(pk=r.pk).update(
        patient=builders.a_patient()
    ),
    "copy over it": copy_over,
    "truncate": lambda r: sql(f"TRUNCATE {TABLE}"),
    "no trigger": lambda r: sql(f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL"),
    "save service": service,
    "removal service": removal,
    "move service": move,
}


def a_locked_diagnosis(**values):
    record = builders.a_record("diagnosis", state="complete", **values)
    return builders.marked(record, Kind.VERIFIED, Kind.LOCKED)


def row_of(record):
    [row] = Diagnosis.objects.filter(pk=record.pk).values()
    return row


@pytest.mark.parametrize("name", ROUND_A_LOCK)
def test_no_way_leads_round_a_lock(name):
    record = a_locked_diagnosis()
    before = row_of(record)
    with (
        pytest.raises((DatabaseError, Locked)),
        acting(builders.a_data_manager().actor(), "a reason is there"),
    ):
        ROUND_A_LOCK[name](record)
    assert row_of(record) == before


@pytest.mark.parametrize("name", ["save", "bulk_update", "sql update", "delete"])
def test_the_same_ways_lead_to_an_open_form(name):
    record = builders.a_record("diagnosis", state="complete")
    before = row_of(record)
    ROUND_A_LOCK[name](record)
    left = Diagnosis.objects.filter(pk=record.pk).values().first()
    assert left != before


def test_a_lock_opens_only_with_a_reason():
    record = a_locked_diagnosis()
    rows = Diagnosis.objects.filter(pk=record.pk)
    for none in ("", "  "):
        with pytest.raises(IntegrityError), acting(a_manager(), none):
            rows.update(locked_at=None)
    with acting(a_manager(), "the source was amended"):
        rows.update(locked_at=None)
    held = Attestation.objects.get(kind="locked")
    assert (held.voided_reason, held.voided_by.username) == (
        "the source was amended",
        "data_manager_ldp",
    )
    assert row_of(record)["verified_at"] is not None


def test_an_unlocked_form_changes_again():
    record = builders.marked(a_locked_diagnosis(), Kind.UNLOCKED)
    service(record)
    record.refresh_from_db()
    assert (record.karyotype_text, record.verified_at) == ("changed", None)


def test_who_meets_a_lock_is_told_whose():
    record = a_locked_diagnosis()
    with pytest.raises(Locked) as met:
        service(record)
    assert (met.value.by, met.value.at) == (
        "centre_administrator_ldp",
        record.locked_at,
    )


# ---- The whole case


def a_locked_case():
    patient = builders.a_patient(state="complete")
    record = builders.a_record("diagnosis", patient, state="complete")
    administrator = builders.a_centre_administrator().actor()
    lock_case(patient_id=patient.pk, actor=administrator)
    patient.refresh_from_db()
    return patient, record


INTO_A_CASE = {
    "a new record": lambda p, r: builders.a_record("relapse", p),
    "a record of somebody else": lambda p, r: type(r).objects.update(patient=p),
    "sql": lambda p, r: sql(
        "INSERT INTO registry_relapse (version, state, absent, patient_id,"
        " relapse_date) VALUES (1, 'begun', '{}', %s, '2024-02-02')",
        p.pk,
    ),
    "unlocking one form": lambda p, r: Diagnosis.objects.filter(patient=p).update(
        locked_at=None
    ),
    "the patient form": lambda p, r: Patient.objects.filter(pk=p.pk).update(sex="M"),
    "patient form with unlock": lambda p, r: Patient.objects.filter(pk=p.pk).update(
        sex="M", case_locked_at=None
    ),
    "unlocking the patient form": lambda p, r: Patient.objects.filter(pk=p.pk).update(
        locked_at=None
    ),
    "a new record by its service": lambda p, r: save_record(
        patient_id=p.pk, form="relapse", values={}, actor=a_manager()
    ),
    "a record moved by its service": lambda p, r: move_record(
        patient_id=r.patient_id,
        form=r.form,
        record_id=r.pk,
        to_patient_id=p.pk,
        version=r.version,
        actor=a_manager(),
        reason="wrong patient",
    ),
    "the patient service": lambda p, r: save_patient(
        patient_id=p.pk, values={"sex": "M"}, actor=a_manager(), reason="x"
    ),
}


@pytest.mark.parametrize("name", INTO_A_CASE)
def test_nothing_enters_or_changes_a_locked_case(name):
    patient, _record = a_locked_case()
    stray = builders.a_record("prior_line")
    before = Patient.objects.filter(pk=patient.pk).values().get()
    with pytest.raises((DatabaseError, Locked)), acting(a_manager(), "a reason"):
        INTO_A_CASE[name](patient, stray)
    assert Patient.objects.filter(pk=patient.pk).values().get() == before


def test_no_record_leaves_a_locked_case():
    _patient, record = a_locked_case()
    with pytest.raises(DatabaseError), acting(a_manager(), "a reason"):
        Diagnosis.objects.filter(pk=record.pk).update(patient=builders.a_patient())
    record.refresh_from_db()
    assert record.locked_at is not None


def test_an_opened_case_keeps_its_forms_locked():
    patient, record = a_locked_case()
    administrator = builders.a_centre_administrator().actor()
    unlock_case(patient_id=patient.pk, actor=administrator, reason="a visit came late")
    builders.a_record("follow_up", patient)
    record.refresh_from_db()
    assert record.locked_at is not None
    held = Attestation.objects.get(form="case", kind="locked")
    assert held.voided_reason == "a visit came late"


def test_other_cases_stay_open():
    a_locked_case()
    other = builders.a_treated_patient()
    Patient.objects.filter(pk=other.pk).update(sex="M")
    builders.a_record("relapse", other)


# ---- A spreadsheet


HEAD = (
    "study_no,centre,sex,birth_date,diagnosis,hsct_date,last_contact_date,vital_status"
)


def bring_in(*rows):
    content = "\n".join((HEAD, *rows)).encode()
    return import_file(
        content, file_name="sheet.csv", actor=a_manager(), reason="yearly update"
    )


def test_an_import_leaves_locked_forms_as_they_are_and_says_so():
    for number in ("S-001", "S-002"):
        patient = builders.a_patient(study_no=number, state="complete")
        builders.a_record("diagnosis", patient, state="complete")
    builders.marked(Diagnosis.objects.get(patient__study_no="S-001"), Kind.LOCKED)
    rows = [f"{number},LDP,F,1990-02-28,B-ALL,,," for number in ("S-001", "S-002")]
    report = bring_in(*rows)
    assert (report.accepted, report.rows_with_errors) == (1, {2})
    [told] = [one for one in report.problems if one.code == "locked"]
    assert "is locked since" in told.message
    assert "centre_administrator_ldp" in told.message
    diseases = Diagnosis.objects.order_by("patient__study_no")
    assert [one.disease for one in diseases] == ["T-ALL", "B-ALL"]


def test_a_row_that_changes_nothing_locked_is_no_error():
    patient = builders.a_patient(study_no="S-001", state="complete")
    builders.a_record("diagnosis", patient, state="complete")
    builders.marked(Diagnosis.objects.get(), Kind.LOCKED)
    assert bring_in("S-001,LDP,F,1990-02-28,T-ALL,,,").accepted == 1


# ---- Two at once


@pytest.mark.usefixtures("committed_db")
def test_a_record_and_the_lock_of_its_case_wait_for_each_other():
    """Whoever is first, nothing is in a locked case that its lock did not see."""
    patient = builders.a_patient(state="complete")
    administrator = builders.a_centre_administrator().actor()
    written, met = threading.Event(), []

    @everywhere()
    def write():
        try:
            with transaction.atomic():
                builders.a_record("relapse", patient)
                written.set()
                time.sleep(0.5)
        finally:
            connection.close()

    @everywhere()
    def shut():
        try:
            written.wait(10)
            lock_case(patient_id=patient.pk, actor=administrator)
        except NotReady as error:
            met.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for one in (write, shut)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    patient.refresh_from_db()
    assert (len(met), patient.case_locked_at) == (1, None)
