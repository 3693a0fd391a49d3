"""A past that takes long: asked for by readers, computed by a worker, kept."""

import pytest
from django.utils import timezone

from outcomes.cohorts.kept import whole, with_days
from outcomes.models import Lookback
from outcomes.past import lookback as asking
from outcomes.past import looking
from outcomes.past.cut import Cut, cut_of
from outcomes.past.lookback import StillLooking, looked_back
from outcomes.past.looking import ATTEMPTS, look_back
from outcomes.past.results import results_as_of
from outcomes.pipeline.sweep import sweep
from registry.models import Change, Patient
from tests.builders import a_record
from tests.db.pipeline.conftest import a_cohort, a_transplanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(monkeypatch):
    """Let the past of any cohort take too long for a reader to wait."""
    monkeypatch.setattr(asking, "AT_ONCE", 0)


@pytest.fixture
def cohort(db):
    a_transplanted()
    cohort = a_cohort()
    sweep(seconds=float("inf"))
    return cohort


def the_change():
    return cut_of(str(Change.objects.latest("id").pk))


def edited():
    a_record("relapse", Patient.objects.first())
    sweep(seconds=float("inf"))


def test_the_past_of_few_patients_is_computed_at_once_and_kept(cohort, monkeypatch):
    cut = the_change()
    edited()
    first = looked_back(cohort, cut)
    monkeypatch.setattr(asking, "results_as_of", None)
    again = looked_back(cohort, cut)
    assert whole(again.snapshot) == whole(first.snapshot)
    assert Lookback.objects.get().days


def test_the_past_of_many_is_computed_by_a_worker(cohort, slow):
    cut = the_change()
    edited()
    for _time in range(2):
        with pytest.raises(StillLooking) as waiting:
            looked_back(cohort, cut)
    assert Lookback.objects.get() == waiting.value.lookback
    assert look_back()
    found = looked_back(cohort, cut)
    true = results_as_of(cohort, cut)
    assert whole(found.snapshot) == whole(true.snapshot)
    assert found.snapshot.data_version == cut.change
    alone = with_days(found.snapshot, ["survival/OS"])["survival"]
    assert "day" in next(iter(alone["OS"]["curves"].values()))
    assert "day" not in next(iter(alone["LFS"]["curves"].values()))
    assert not look_back()


@pytest.mark.django_db(transaction=True)
def test_a_worker_says_how_far_it_is(slow, monkeypatch):
    a_transplanted()
    cohort = a_cohort()
    sweep(seconds=float("inf"))
    cut = the_change()
    edited()
    with pytest.raises(StillLooking):
        looked_back(cohort, cut)
    seen = []
    compute = looking.results_as_of

    def watched(of, at, tell):
        def told(done, total):
            tell(done, total)
            seen.append(Lookback.objects.values_list("done", "total").get())

        return compute(of, at, told)

    monkeypatch.setattr(looking, "results_as_of", watched)
    assert look_back()
    assert Lookback.objects.values_list("done", "total").get() == (1, 1)
    assert len(seen) == 2


def test_what_kills_its_worker_is_given_up(cohort, slow):
    with pytest.raises(StillLooking):
        looked_back(cohort, the_change())
    Lookback.objects.update(attempts=ATTEMPTS)
    assert not look_back()
    with pytest.raises(StillLooking) as waiting:
        looked_back(cohort, the_change())
    assert waiting.value.lookback.failed


def test_what_fails_is_said_and_tried_no_more(cohort, slow, monkeypatch, caplog):
    with pytest.raises(StillLooking):
        looked_back(cohort, the_change())
    monkeypatch.setattr(looking, "results_as_of", lambda *_: 1 / 0)
    assert look_back()
    assert "ZeroDivisionError" in caplog.text
    assert Lookback.objects.get().failed
    assert not look_back()


def test_who_withdrew_since_is_in_no_answer_that_was_kept(cohort):
    a_transplanted()
    cut = the_change()
    edited()
    assert looked_back(cohort, cut).snapshot.results["n"] == 2
    Patient.objects.filter(pk=Patient.objects.first().pk).update(
        consent_status="withdrawn", consent_withdrawn_scope="all"
    )
    assert looked_back(cohort, cut).snapshot.results["n"] == 1


def test_a_day_that_has_not_ended_is_given_again_for_minutes(cohort, slow):
    with pytest.raises(StillLooking):
        looked_back(cohort, Cut("now", before=timezone.now()))
    edited()
    with pytest.raises(StillLooking):
        looked_back(cohort, Cut("now", before=timezone.now()))
    assert Lookback.objects.count() <= 2  # two when ten minutes end in between
