"""Whoever writes, and however: a row of history and of the change log each."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from registry.audit.context import acting
from registry.audit.reading import edits_of
from registry.audit.triggers import audited_models, history_of
from registry.models import Change, CRSEpisode, Patient, Pending
from registry.queries.past import records_at
from registry.queries.patient_history import edits_of_patient
from tests import builders
from tests.copying import copy_row

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def save(record: CRSEpisode) -> None:
    record.peak_crp_mg_l = 10
    record.save()


def bulk_update(record: CRSEpisode) -> None:
    record.peak_crp_mg_l = 11
    CRSEpisode.objects.bulk_update([record], ["peak_crp_mg_l"])


def bulk_create(record: CRSEpisode) -> None:
    CRSEpisode.objects.bulk_create([CRSEpisode(patient=record.patient)])


def upsert(record: CRSEpisode) -> None:
    record.peak_crp_mg_l = 12
    CRSEpisode.objects.bulk_create(
        [record],
        update_conflicts=True,
        update_fields=["peak_crp_mg_l"],
        unique_fields=["id"],
    )


def copied(record: CRSEpisode) -> None:
    columns = "version, state, absent, course_no, patient_id"
    row = (1, "begun", "{}", 1, record.patient_id)
    copy_row("registry_crsepisode", columns, row)


WRITES = {
    "save": save,
    "update": lambda r: CRSEpisode.objects.filter(pk=r.pk).update(steroids="yes"),
    "expression": lambda r: CRSEpisode.objects.update(course_no=F("course_no") + 1),
    "bulk_update": bulk_update,
    "bulk_create": bulk_create,
    "upsert": upsert,
    "create": lambda r: CRSEpisode.objects.create(patient=r.patient),
    "delete": lambda r: r.delete(),
    "queryset delete": lambda r: CRSEpisode.objects.filter(pk=r.pk).delete(),
    "sql update": lambda r: sql("UPDATE registry_crsepisode SET steroids = 'no'"),
    "sql delete": lambda r: sql("DELETE FROM registry_crsepisode"),
    "copy": copied,
}


@pytest.mark.parametrize("name", WRITES)
def test_every_way_of_writing_leaves_one_row_each(name):
    record = builders.a_record("crs_episode")
    actor = builders.a_data_manager().actor()
    history, change = CRSEpisode.history.count(), Change.objects.count()
    pending = Pending.objects.count()
    with acting(actor, "checked the chart"):
        WRITES[name](record)
    newest = CRSEpisode.history.order_by("history_id").last()
    logged = Change.objects.order_by("id").last()
    assert CRSEpisode.history.count() == history + 1
    assert Change.objects.count() == change + 1
    assert Pending.objects.count() == pending + 1
    assert newest.history_user_id == logged.actor_id == actor.user_id
    assert newest.history_change_reason == logged.reason == "checked the chart"
    assert logged.history_id == newest.history_id
    assert logged.patient_id == record.patient_id


def test_a_write_outside_any_act_names_the_database_role():
    builders.a_patient()
    logged = Change.objects.order_by("id").last()
    assert (logged.actor_id, logged.session_role) == (None, "dayzero_app")


@pytest.mark.usefixtures("committed_db")
def test_who_and_why_end_with_the_transaction():
    patient = builders.a_patient()
    with acting(builders.a_data_manager().actor(), "once"):
        Patient.objects.filter(pk=patient.pk).update(sex="F")
    Patient.objects.filter(pk=patient.pk).update(sex="M")
    newest = patient.history.first()
    assert (newest.history_user_id, newest.history_change_reason) == (None, None)


def test_every_audited_table_is_under_its_triggers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgenabled = 'A'"
        )
        found = set(cursor.fetchall())
    needed = {"audit_insert", "audit_update", "audit_delete", "audit_truncate"}
    missing = [
        (model._meta.db_table, trigger)
        for model in audited_models()
        for trigger in needed
        if (model._meta.db_table, trigger) not in found
    ]
    open_histories = [
        history_of(model)._meta.db_table
        for model in audited_models()
        if (history_of(model)._meta.db_table, "append_only") not in found
    ]
    assert (missing, open_histories) == ([], [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_change SET reason = 'x'",
        "DELETE FROM registry_change",
        "TRUNCATE registry_change",
        "INSERT INTO registry_change SELECT * FROM registry_change",
        "UPDATE registry_historicalpatient SET sex = 'F'",
        "DELETE FROM registry_historicalpatient",
        "TRUNCATE registry_historicalpatient",
        "INSERT INTO registry_historicalpatient"
        " SELECT * FROM registry_historicalpatient",
        "TRUNCATE registry_patient CASCADE",
        "ALTER TABLE registry_patient DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_update ON registry_patient",
        "SET session_replication_role = replica",
        "SET ROLE dayzero_owner",
        "DROP FUNCTION registry_record_change CASCADE",
    ],
)
def test_the_application_cannot_get_round_the_audit(statement):
    builders.a_patient()
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement)


def test_every_write_raises_the_version_whoever_writes():
    patient = builders.a_patient()
    Patient.objects.filter(pk=patient.pk).update(sex="F")
    sql("UPDATE registry_patient SET sex = 'M', version = 1 WHERE id = %s", patient.pk)
    patient.refresh_from_db()
    assert patient.version == 3


def test_history_is_read_field_by_field():
    record = builders.a_record("crs_episode")
    with acting(builders.a_data_manager().actor(), "ICU chart"):
        CRSEpisode.objects.filter(pk=record.pk).update(
            crs_onset_date=dt.date(2024, 1, 3), absent={"hypoxia": "unknown"}
        )
    newest = edits_of(record)[0]
    told = {f.field: (f.new, f.new_reason) for f in newest.fields}
    assert newest.reason == "ICU chart"
    assert told["crs_onset_date"] == (dt.date(2024, 1, 3), None)
    assert told["hypoxia"] == (None, "unknown")


def test_the_manager_of_simple_history_goes_on_working():
    patient = builders.a_patient()
    Patient.objects.filter(pk=patient.pk).update(sex="M")
    newest, oldest = patient.history.all()
    assert newest.diff_against(oldest).changed_fields == ["sex"]
    assert patient.history.as_of(oldest.history_date).sex == "F"


def move(record: CRSEpisode, to: Patient) -> None:
    with acting(builders.a_data_manager().actor(), "entered under the wrong patient"):
        CRSEpisode.objects.filter(pk=record.pk).update(patient=to, steroids="yes")


def test_a_record_that_changes_its_patient_is_a_change_of_both():
    record = builders.a_record("crs_episode")
    had, has = record.patient, builders.a_patient()
    newest = Change.objects.order_by("id").last().pk
    move(record, has)
    logged = Change.objects.filter(pk__gt=newest, patient_id__gt=0)
    found = {(c.operation, c.patient_id) for c in logged}
    assert found == {(">", had.pk), ("~", has.pk)}
    assert len({bytes(c.digest) for c in logged}) == 1
    pending = Pending.objects.filter(change_id__gt=newest)
    assert {one.patient_id for one in pending} == {had.pk, has.pk}


def test_both_histories_tell_of_a_move_and_the_old_one_nothing_after_it():
    record = builders.a_record("crs_episode")
    had, has = record.patient, builders.a_patient()
    move(record, has)
    CRSEpisode.objects.filter(pk=record.pk).update(peak_crp_mg_l=7)
    away, *_before = edits_of_patient(had)[0]
    later, here, *_rest = edits_of_patient(has)[0]
    assert away.edit.moved == here.edit.moved == (had.pk, has.pk)
    assert (away.edit.operation, away.edit.fields) == (">", ())
    assert later.edit.fields[0].field == "peak_crp_mg_l"
    assert [e.moved for e in edits_of(record, had.pk)] == [(had.pk, has.pk), None]
    assert len(edits_of(record, has.pk)) == 3


def test_the_past_has_a_record_with_the_patient_who_had_it_then():
    record = builders.a_record("crs_episode")
    had, has = record.patient, builders.a_patient()
    before = timezone.now()
    move(record, has)
    after = timezone.now()
    found = {
        (whose.pk, when): len(records_at(whose, when)["crs_episode"])
        for whose in (had, has)
        for when in (before, after)
    }
    assert found == {
        (had.pk, before): 1,
        (had.pk, after): 0,
        (has.pk, before): 0,
        (has.pk, after): 1,
    }
