"""As of: computed from the history, equal to the snapshot that was made then."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.embedded.postgres import PRIVILEGES
from outcomes.cohorts.kept import whole
from outcomes.models import AnalysisSubject, Snapshot
from outcomes.past.cut import Cut, NotACut, cut_of
from outcomes.past.results import results_as_of
from outcomes.pipeline.sweep import sweep
from registry.models import Change, Patient
from tests.api.study import a_cohort, the_study
from tests.builders import a_centre, a_patient, a_record, day
from tests.db.pipeline.conftest import a_transplanted
from tests.settings import DATABASE_NAME, POSTGRES

pytestmark = pytest.mark.django_db


def newest():
    return Change.objects.latest("id").pk


def now():
    """Return this moment as a cut, and its twin by the newest change."""
    return Cut("now", before=timezone.now()), Cut(str(newest()), change=newest())


def as_text(snapshot):
    return json.dumps(whole(snapshot), sort_keys=True)


def swept():
    sweep(seconds=float("inf"))
    return Snapshot.objects.first()


def test_equal_to_the_snapshot_made_then_bit_for_bit():
    cohort = the_study()
    made = Snapshot.objects.get()
    cuts = now()
    first, second, third, fourth = Patient.objects.order_by("pk")[:4]
    first.hsct_set.update(hsct_date=day(3000))
    second.followup_set.all().delete()
    third.diagnosis_set.update(disease="B-ALL")
    a_record("relapse", fourth, relapse_date=fourth.hsct_set.get().hsct_date)
    Patient.objects.filter(pk=fourth.pk).update(centre=a_centre("HEB"))
    a_record("death", second)
    a_transplanted(study_no="NEW-1")
    edited = swept()
    assert edited.results != made.results
    for cut in cuts:
        past = results_as_of(cohort, cut)
        assert as_text(past.snapshot) == as_text(made)
        assert past.snapshot.data_version == made.data_version
    for cut in now():
        assert results_as_of(cohort, cut).snapshot.results == edited.results


def test_equal_while_changes_wait_and_with_no_rows_derived():
    cohort = the_study()
    made = Snapshot.objects.get()
    cut, by_change = now()
    AnalysisSubject.objects.update(code_version="older")
    a_transplanted(study_no="NEW-1")
    for one in (cut, by_change):
        assert results_as_of(cohort, one).snapshot.results == made.results


def test_nothing_of_the_past_stays():
    cohort = the_study()
    cut, _ = now()
    Patient.objects.first().hsct_set.all().delete()
    sweep()
    rows = AnalysisSubject.objects.count()
    results_as_of(cohort, cut)
    assert AnalysisSubject.objects.count() == rows
    assert Patient.objects.count() == 158


def test_who_withdrew_since_is_left_out_and_counted():
    cohort = a_cohort()
    gone, _stays = a_transplanted(), a_transplanted()
    made = swept()
    cut, by_change = now()
    Patient.objects.filter(pk=gone.pk).update(consent_status="withdrawn")
    sweep()
    for one in (cut, by_change):
        past = results_as_of(cohort, one)
        assert (made.results["n"], past.snapshot.results["n"]) == (2, 1)
        assert past.withdrawn_since == 1


def test_a_registration_that_became_a_withdrawn_patients_is_left_out_too():
    cohort = a_cohort()
    gone, stays = a_transplanted(), a_transplanted()
    sweep()
    cut, _ = now()
    Patient.objects.filter(pk=gone.pk).update(merged_into=stays)
    Patient.objects.filter(pk=stays.pk).update(consent_status="withdrawn")
    assert results_as_of(cohort, cut).snapshot.results["n"] == 0


def test_who_withdrew_from_collection_alone_stays():
    cohort = a_cohort()
    patient = a_transplanted()
    made = swept()
    cut, _ = now()
    Patient.objects.filter(pk=patient.pk).update(
        consent_status="withdrawn", consent_withdrawn_scope="collection"
    )
    past = results_as_of(cohort, cut)
    assert past.snapshot.results == made.results


def test_records_taken_back_and_moved_since_are_where_they_were():
    cohort = a_cohort()
    patient, other = a_transplanted(), a_patient()
    death = a_record("death", patient, death_date=day(700))
    made = swept()
    cut, by_change = now()
    patient.hsct_set.update(patient=other)
    death.delete()
    sweep()
    for one in (cut, by_change):
        assert results_as_of(cohort, one).snapshot.results == made.results


def test_the_definition_and_the_centres_of_then_are_used():
    cohort = a_cohort()
    a_transplanted()
    a_transplanted(centre="HEB")
    made = swept()
    cut, by_change = now()
    cohort.definition = {**cohort.definition, "horizon": 365}
    cohort.save()
    cohort.centres.add(a_centre("HEB"))
    sweep()
    for one in (cut, by_change):
        past = results_as_of(cohort, one)
        assert past.snapshot.results == made.results
        assert past.snapshot.cohort_version == made.cohort_version
        assert [centre.code for centre in past.cohort.centres.all()] == ["LDP"]


def test_before_there_was_anything():
    cohort = the_study()
    past = results_as_of(cohort, cut_of("2020-01-01"))
    assert past.snapshot.results["n"] == 0
    assert past.snapshot.data_version == 0


def test_queries_grow_with_batches_and_not_with_patients():
    cohort = a_cohort()
    a_transplanted()
    sweep()
    cut = Cut("1", change=newest())
    patient = Patient.objects.get()
    Patient.objects.update(weight_kg=60)
    with CaptureQueriesContext(connection) as few:
        results_as_of(cohort, cut)
    for _ in range(5):
        a_transplanted()
    sweep()
    cut = Cut("2", change=newest())
    Patient.objects.update(weight_kg=61)
    with CaptureQueriesContext(connection) as more:
        results_as_of(cohort, cut)
    assert patient.pk
    assert len(more) == len(few)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2999-01-01", "2026-02-30", "0", "99999999", "9" * 30]
)
def test_what_names_no_past_point_is_explained(text):
    with pytest.raises(NotACut):
        cut_of(text)


def test_a_day_ends_by_the_registrys_clock(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    assert cut_of("2024-03-01").before.isoformat() == "2024-03-02T00:00:00+08:00"
    assert cut_of("2024-03-01T12:00Z").before.isoformat() == "2024-03-01T12:00:00+00:00"


def test_the_applications_role_may_where_nothing_is_left_to_the_public():
    """A database that is cloned for a test has lost its privileges: set them again."""
    with POSTGRES.superuser(DATABASE_NAME) as superuser:
        superuser.execute(PRIVILEGES.read_text())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("dayzero_app",)
    cohort = a_cohort()
    a_transplanted()
    made = swept()
    past = results_as_of(cohort, now()[0])
    assert past.snapshot.results == made.results
