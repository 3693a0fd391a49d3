"""Snapshots say what they used, are not repeated, and are thinned by a rule."""

import threading
import time
from contextlib import closing
from datetime import timedelta

import psycopg
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.utils import timezone

from outcomes.cohorts.saving import archive, save_cohort
from outcomes.models import Cohort, Lease, Snapshot, StaleCohort, Tally
from outcomes.pipeline import refresh as refreshing
from outcomes.pipeline import renewal, resting
from outcomes.pipeline.basis import basis_of
from outcomes.pipeline.claims import claim
from outcomes.pipeline.due import TOGETHER, batches_of, due
from outcomes.pipeline.everything import recompute
from outcomes.pipeline.keeping import NEWEST, thin
from outcomes.pipeline.refresh import refresh
from outcomes.pipeline.status import progress
from outcomes.pipeline.sweep import sweep
from outcomes.pipeline.versions import data_version
from outcomes.pipeline.work import work
from outcomes.study.cohort import DEFINITION
from outcomes.version import code_version
from registry.access.reach import everywhere
from registry.audit.context import SYSTEM
from registry.codelists.base import Label
from registry.models import Change, Patient
from tests.builders import a_centre, a_patient, a_record
from tests.db.pipeline.conftest import a_cohort, a_transplanted


def results_of(cohort):
    return Snapshot.objects.filter(cohort=cohort).latest("pk").results


def newest_change():
    return Change.objects.latest("id").pk


def test_a_snapshot_states_its_versions(cohort):
    a_transplanted()
    assert progress(cohort).recomputing
    sweep()
    snapshot = Snapshot.objects.get()
    assert snapshot.data_version == newest_change()
    assert snapshot.code_version == code_version()
    assert snapshot.cohort_version == cohort.version
    assert snapshot.set_aside == 0
    assert not progress(cohort).recomputing


def test_nothing_changed_adds_nothing(cohort):
    a_transplanted()
    assert sweep().snapshots == 1
    assert sweep().snapshots == 0
    assert Snapshot.objects.count() == 1


def test_what_changes_no_figure_moves_the_snapshot_forward(cohort):
    patient = a_transplanted()
    sweep()
    Patient.objects.filter(pk=patient.pk).update(consent_version="3")
    sweep()
    assert Snapshot.objects.get().data_version == newest_change()


def test_a_change_elsewhere_moves_it_forward_without_computing(cohort):
    a_transplanted()
    sweep()
    a_patient("HEB")
    assert sweep().snapshots == 0
    assert Snapshot.objects.get().data_version == newest_change()


def test_a_redefined_cohort_is_computed_again(cohort):
    a_transplanted()
    sweep()
    cohort.definition = {**cohort.definition, "horizon": 365}
    cohort.save()
    assert sweep().snapshots == 1
    assert Snapshot.objects.first().results["horizon"] == 365
    cohort.centres.add(a_centre("HEB"))
    assert sweep().snapshots == 1


def test_a_definition_that_cannot_be_used_stops_no_other(cohort):
    a_cohort("broken", definition={"index": "hsct", "horizon": 0})
    a_transplanted()
    assert sweep().snapshots == 1
    assert not StaleCohort.objects.exists()


def test_a_mark_made_while_computing_stays(cohort, monkeypatch):
    """A mark that the computation did not see must lead to another one."""
    renewed = refreshing._renewed

    def interrupted(state, *rest):
        StaleCohort.objects.create(cohort=state.cohort)
        return renewed(state, *rest)

    a_transplanted()
    monkeypatch.setattr(refreshing, "_renewed", interrupted)
    sweep()
    assert StaleCohort.objects.count() == 1
    monkeypatch.setattr(refreshing, "_renewed", renewed)
    assert refresh().here == 1
    assert not StaleCohort.objects.exists()


def test_cohorts_counted_anew_come_one_by_one_and_last(db):
    """One of 10^6 patients takes minutes, and a task has five."""
    known = [a_cohort(f"known-{number}") for number in range(2)]
    a_transplanted()
    sweep()
    new = [a_cohort(f"new-{number}") for number in range(2)]
    a_transplanted()
    work(claim())
    untold = known.pop()
    StaleCohort.objects.create(cohort=untold)
    assert batches_of(due()) == [known, *([one] for one in new), [untold]]


def test_cohorts_of_whose_consent_ended_wait_for_a_worker(db, monkeypatch):
    """Nor are they counted anew, which takes the longer the larger the registry is."""
    cohorts = [a_cohort("one"), a_cohort("two"), a_cohort("far", "HEB")]
    patient = a_transplanted()
    sweep()
    StaleCohort.objects.bulk_create(
        StaleCohort(cohort=one, changed={}, basis=basis_of(one)) for one in cohorts
    )
    Patient.objects.filter(pk=patient.pk).update(
        consent_status="withdrawn", consent_withdrawn_scope="all"
    )
    assert batches_of(due()) == [[cohorts[2]]]
    before = Snapshot.objects.count()
    assert refreshing.refresh_cohorts(cohorts[:2]) == set()
    assert refresh().here == 1
    assert due() == cohorts[:2]
    assert Snapshot.objects.count() == before
    monkeypatch.setattr(renewal, "counted_anew", None)
    assert sweep().snapshots == 2
    assert [results_of(one)["n"] for one in cohorts[:2]] == [0, 0]
    assert not StaleCohort.objects.exists()


def test_cohorts_of_whose_consent_ended_and_whom_no_worker_derives_are_counted_anew(db):
    """One by one, and without what is kept: who is set aside holds nobody up."""
    cohorts = [a_cohort("one"), a_cohort("two"), a_cohort("far", "HEB")]
    patient = a_transplanted()
    sweep()
    StaleCohort.objects.bulk_create(
        StaleCohort(cohort=one, changed={}) for one in cohorts
    )
    Patient.objects.filter(pk=patient.pk).update(
        consent_status="withdrawn", consent_withdrawn_scope="all"
    )
    Lease.objects.create(
        patient_id=patient.pk,
        not_before=timezone.now(),
        change_id=newest_change(),
        set_aside=True,
    )
    assert batches_of(due()) == [[cohorts[2]], [cohorts[0]], [cohorts[1]]]
    assert refresh().here == 3
    assert [results_of(one)["n"] for one in cohorts[:2]] == [0, 0]
    assert not Tally.objects.filter(cohort__in=cohorts[:2]).exists()


def test_who_waited_longest_comes_first(db):
    """In a long backlog each sweep has time for a few, and all are to move."""
    first, second = a_cohort("first"), a_cohort("second")
    a_transplanted()
    sweep()
    Snapshot.objects.filter(cohort=second).update(
        computed_at=timezone.now() - timedelta(hours=1)
    )
    a_transplanted()
    work(claim())
    assert due() == [second, first]


def test_one_that_fails_again_and_again_rests(cohort, monkeypatch):
    other, tried = a_cohort("other"), []
    renewed = refreshing._renewed

    def fails(state, *rest):
        if state.cohort == cohort:
            tried.append(cohort)
            raise RuntimeError
        return renewed(state, *rest)

    monkeypatch.setattr(refreshing, "_renewed", fails)
    monkeypatch.setattr(resting, "_failures", {})
    monkeypatch.setattr(resting, "_until", {})
    a_transplanted()
    for _ in range(5):
        sweep()
    assert len(tried) == resting.FREE
    assert Snapshot.objects.get().cohort == other
    resting._until[cohort.pk] = 0.0
    monkeypatch.setattr(refreshing, "_renewed", renewed)
    assert refresh().here == 1
    assert not resting._failures


def test_what_is_put_away_is_neither_marked_nor_counted(cohort):
    a_transplanted()
    work(claim())
    assert StaleCohort.objects.count() == 1
    archive(cohort=cohort, actor=SYSTEM, reason="ended")
    assert not StaleCohort.objects.exists()
    a_transplanted()
    recompute(everything=True)
    assert not StaleCohort.objects.exists()
    archive(cohort=cohort, actor=SYSTEM, reason="goes on", away=False)
    assert sweep().snapshots == 1
    assert Snapshot.objects.get().results["n"] == 2


def test_no_cohort_is_defined_between_its_rows_and_their_marks(committed_db):
    """Counted by a third before the rows are there, it would have no mark of them."""
    centre = a_centre("LDP")
    a_transplanted()
    defined = threading.Thread(target=_define, args=(centre,))
    with transaction.atomic():
        work(claim())
        defined.start()
        defined.join(0.5)
        assert defined.is_alive()
    defined.join()
    assert Cohort.objects.filter(slug="meanwhile").exists()
    assert not StaleCohort.objects.exists()


def _define(centre):
    with everywhere(), closing(connection):
        save_cohort(
            slug="meanwhile",
            title=Label("m", "间"),
            definition=DEFINITION,
            centres=[centre],
            actor=SYSTEM,
        )


def test_what_a_sweep_has_no_time_for_is_left_to_the_next(db):
    for number in range(3):
        a_cohort(f"new-{number}")
    a_transplanted()
    work(claim())
    first = refresh(until=0)
    assert (first.here, first.elsewhere) == (1, 2)
    assert recompute().snapshots == 2
    assert not StaleCohort.objects.exists()


def test_a_task_whose_time_is_up_goes_no_further(db, monkeypatch):
    asked = []

    def ended(cohorts):
        asked.append(cohorts)
        raise SoftTimeLimitExceeded

    cohorts = [a_cohort("one"), a_cohort("two")]
    monkeypatch.setattr(refreshing, "refresh_cohorts", ended)
    with pytest.raises(SoftTimeLimitExceeded):
        refreshing._refreshed(cohorts, set())
    assert asked == [cohorts]


def test_a_worker_is_called_where_there_is_work_for_two(db):
    called = []
    for number in range(TOGETHER + 1):
        a_cohort(f"cohort-{number}")
    a_transplanted()
    sweep(call_another=lambda: called.append("first"))
    a_transplanted()
    sweep(call_another=lambda: called.append("again"))
    sweep(call_another=lambda: called.append("with nobody derived"))
    assert called == ["first", "again"]


def settle() -> None:
    """Sweep until the version is the newest change.

    Transactions of other test databases share the server's transaction numbers.
    """
    deadline = time.monotonic() + 20
    while data_version() != newest_change() and time.monotonic() < deadline:
        sweep()
        time.sleep(0.1)
    sweep()


def test_a_number_given_before_an_open_commit_is_not_claimed(committed_db):
    """Numbers are given before the commit: the newest seen may not be the last."""
    a_cohort()
    patient = a_transplanted()
    settle()
    before = newest_change()
    said = connection.get_connection_params()
    allowed = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{k: v for k, v in said.items() if k in allowed}) as other:
        other.execute("SELECT set_config('dayzero.everything', 'yes', true)")
        other.execute(
            "UPDATE registry_patient SET consent_version = 'open' WHERE id = %s",
            [a_patient().pk],
        )
        a_record("relapse", patient)  # committed later numbers, seen at once
        sweep()
        held = Snapshot.objects.first().data_version
        assert before <= held < newest_change()
        other.commit()
    settle()
    assert Snapshot.objects.first().data_version == newest_change()


def test_queued_changes_hold_the_version_back(cohort):
    a_transplanted()
    sweep()
    held = newest_change()
    a_transplanted()
    assert data_version() == held


@pytest.mark.parametrize(("of_today", "older_days", "stay"), [(5, 3, 8), (60, 3, 53)])
def test_the_newest_fifty_and_each_days_last_stay(cohort, of_today, older_days, stay):
    now = timezone.now()
    times = [now - timedelta(days=age) for age in range(older_days, 0, -1)]
    for at in [*times, *[now] * of_today]:
        Snapshot.objects.create(
            cohort=cohort,
            cohort_version=1,
            data_version=1,
            computed_at=at,
            results={},
        )
    thin([cohort])
    assert Snapshot.objects.count() == stay
    assert NEWEST == 50
