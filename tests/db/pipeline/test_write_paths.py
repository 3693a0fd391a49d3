"""Whatever writes a record, its patient is queued and the figures follow."""

import pytest
from django.db import connection

from outcomes.cohorts.kept import whole
from outcomes.models import Snapshot
from outcomes.pipeline.sweep import sweep
from registry.models import HSCT, Death, Pending
from tests.builders import a_record, day
from tests.copying import copy_row
from tests.db.pipeline.conftest import a_transplanted


def deaths():
    return sum(group["deaths"] for group in Snapshot.objects.first().results["groups"])


def by_create(patient):
    a_record("death", patient)


def by_save(patient):
    death = Death(patient=patient)
    death.death_date = day(400)
    death.save()


def by_bulk_create(patient):
    Death.objects.bulk_create([Death(patient=patient, death_date=day(400))])


def by_upsert(patient):
    Death.objects.bulk_create(
        [Death(pk=10**6, patient=patient, death_date=day(400))],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["death_date"],
    )


def by_sql(patient):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_death"
            " (patient_id, death_date, version, state, absent)"
            " VALUES (%s, %s, 1, 'begun', '{}')",
            [patient.pk, day(400)],
        )


def by_copy(patient):
    columns = "patient_id, death_date, version, state, absent"
    copy_row("registry_death", columns, (patient.pk, day(400), 1, "begun", "{}"))


@pytest.mark.parametrize(
    "write", [by_create, by_save, by_bulk_create, by_upsert, by_sql, by_copy]
)
def test_a_new_record_reaches_the_snapshot(cohort, write):
    patient = a_transplanted()
    sweep()
    assert deaths() == 0
    write(patient)
    assert Pending.objects.filter(patient_id=patient.pk).exists()
    sweep()
    assert deaths() == 1
    assert not Pending.objects.exists()


def by_changed_save(death):
    death.death_date = day(500)
    death.save()


def by_update(death):
    Death.objects.filter(pk=death.pk).update(death_date=day(500))


def by_bulk_update(death):
    death.death_date = day(500)
    Death.objects.bulk_update([death], ["death_date"])


def by_sql_update(death):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_death SET death_date = %s", [day(500)])


@pytest.mark.parametrize(
    "write", [by_changed_save, by_update, by_bulk_update, by_sql_update]
)
def test_a_change_reaches_the_snapshot(cohort, write):
    death = a_record("death", a_transplanted(followed=300))
    sweep()
    write(death)
    sweep()
    results = whole(Snapshot.objects.first())
    curve = results["survival"]["OS"]["curves"]["car_t"]
    assert curve["day"][-1] == 440


def by_delete(death):
    death.delete()


def by_queryset_delete(death):
    Death.objects.all().delete()


def by_raw_delete(death):
    Death.objects.all()._raw_delete("default")


@pytest.mark.parametrize("write", [by_delete, by_queryset_delete, by_raw_delete])
def test_a_removal_reaches_the_snapshot(cohort, write):
    death = a_record("death", a_transplanted())
    sweep()
    assert deaths() == 1
    write(death)
    sweep()
    assert deaths() == 0


def test_a_transplant_that_is_removed_leaves_no_rows(cohort):
    patient = a_transplanted()
    sweep()
    assert Snapshot.objects.first().results["n"] == 1
    HSCT.objects.filter(patient=patient).delete()
    sweep()
    assert Snapshot.objects.first().results["n"] == 0


def test_a_patient_who_moves_leaves_the_old_centres_cohort(cohort):
    from tests.builders import a_centre
    from tests.db.pipeline.conftest import a_cohort

    other = a_cohort("other", "HEB")
    patient = a_transplanted()
    sweep()
    patient.centre = a_centre("HEB")
    patient.save()
    assert sweep().snapshots == 2
    counted = {
        pk: Snapshot.objects.filter(cohort=pk).first().results["n"]
        for pk in (cohort.pk, other.pk)
    }
    assert counted == {cohort.pk: 0, other.pk: 1}
