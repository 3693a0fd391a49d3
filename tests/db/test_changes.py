"""What changed: which acts moved a curve, by how much, adding up to the difference."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.cohorts.kept import whole
from outcomes.cohorts.saving import save_cohort
from outcomes.models import AnalysisSubject, Snapshot
from outcomes.past import changes as changing
from outcomes.past.changes import TooManyActs, changes_since
from outcomes.past.cohort import since_of
from outcomes.past.cut import Cut, NotACut
from outcomes.pipeline.sweep import sweep
from registry.audit.context import SYSTEM, acting
from registry.models import Centre, Change, Patient
from tests.api.study import a_cohort, the_study
from tests.builders import a_centre, a_record, an_investigator, day
from tests.db.pipeline.conftest import a_transplanted

pytestmark = pytest.mark.django_db


def here():
    newest = Change.objects.latest("id").pk
    return Cut(str(newest), change=newest)


def swept():
    sweep(seconds=float("inf"))
    return whole(Snapshot.objects.first())


def curve(results, endpoint, group):
    part = "survival" if endpoint in ("OS", "LFS") else "incidence"
    return results[part][endpoint]["curves"][group]


def told(results, endpoint, group):
    found = curve(results, endpoint, group)
    return found["n"], sum(found["events"]), found["at_horizon"]["estimate"]


def read(reading):
    return reading.n, reading.events, reading.estimate


def chained(found, group):
    """Return the readings of a group along the acts, checking that they join."""
    last = found.start.of[group]
    for one in found.moved:
        if group in one.after:
            assert one.before[group] == last
            last = one.after[group]
    return last


@pytest.mark.parametrize("endpoint", ["OS", "LFS", "RI", "NRM"])
def test_acts_lead_from_the_figure_of_then_to_that_of_now(endpoint):
    cohort = the_study()
    before, cut = whole(Snapshot.objects.first()), here()
    alive = [p for p in Patient.objects.order_by("pk") if not p.death_set.exists()]
    one, two, three, four = alive[:4]
    a_record("death", one, death_date=one.hsct_set.get().hsct_date)
    two.followup_set.all().delete()
    three.diagnosis_set.update(disease="B-ALL")
    a_record("relapse", four, relapse_date=four.hsct_set.get().hsct_date)
    Patient.objects.filter(pk=four.pk).update(weight_kg=55)
    a_transplanted(study_no="NEW-1")
    now = swept()
    found = changes_since(cohort, cut, endpoint)
    for group in ("car_t", "chemotherapy"):
        assert read(found.start.of[group]) == pytest.approx(
            told(before, endpoint, group)
        )
        assert read(found.end.of[group]) == pytest.approx(told(now, endpoint, group))
        assert chained(found, group) == found.end.of[group]
    assert not found.definitions
    assert AnalysisSubject.objects.filter(patient_id__lt=0).count() == 0


def test_an_act_says_who_and_what_it_moved():
    cohort = a_cohort()
    patient, _other = a_transplanted(), a_transplanted()
    sweep()
    cut = here()
    user = an_investigator()
    with acting(user.actor(), "the letter came"):
        a_record("death", patient, death_date=day(400))
    sweep()
    found = changes_since(cohort, cut, "OS")
    (one,) = found.moved
    assert one.act.patient == patient.pk
    assert [c.actor_id for c in one.act.changes] == [user.pk]
    assert one.act.changes[0].reason == "the letter came"
    before, after = one.before["car_t"], one.after["car_t"]
    assert (before.n, before.events, before.estimate) == (2, 0, 1.0)
    assert (after.n, after.events, after.estimate) == (2, 1, 0.5)
    assert found.start.of["car_t"].median is None


def test_what_moves_nothing_is_counted_and_not_told():
    cohort = a_cohort()
    patient = a_transplanted()
    sweep()
    cut = here()
    Patient.objects.update(weight_kg=50)
    a_record("bridging", patient)
    found = changes_since(cohort, cut, "OS")
    # All that one test writes is one transaction: one act.
    assert (found.moved, found.still) == ([], 1)


def test_a_record_moved_to_another_patient_moves_both():
    cohort = a_cohort()
    one, two = a_transplanted(), a_transplanted(car_t=False)
    death = a_record("death", one, death_date=day(400))
    before, cut = swept(), here()
    with acting(SYSTEM, "wrong patient"):
        type(death).objects.filter(pk=death.pk).update(patient=two)
    now = swept()
    found = changes_since(cohort, cut, "OS")
    assert {m.act.patient for m in found.moved} == {one.pk, two.pk}
    for group in ("car_t", "chemotherapy"):
        assert read(found.start.of[group]) == told(before, "OS", group)
        assert read(found.end.of[group]) == told(now, "OS", group)


def test_who_came_from_another_centre_brings_what_was_recorded_there():
    cohort = a_cohort()
    a_transplanted()
    comes = a_transplanted(centre="HEB")
    sweep()
    cut = here()
    Patient.objects.filter(pk=comes.pk).update(centre=a_centre("LDP"), study_no="X-1")
    now = swept()
    found = changes_since(cohort, cut, "OS")
    assert (found.start.of["car_t"].n, found.end.of["car_t"].n) == (1, 2)
    assert read(found.end.of["car_t"]) == told(now, "OS", "car_t")


def test_who_withdrew_is_in_neither_reading():
    cohort = a_cohort()
    gone, _stays = a_transplanted(), a_transplanted()
    sweep()
    cut = here()
    a_record("death", gone, death_date=day(400))
    Patient.objects.filter(pk=gone.pk).update(consent_status="withdrawn")
    sweep()
    found = changes_since(cohort, cut, "OS")
    assert (found.start.of["car_t"].n, found.end.of["car_t"].n) == (1, 1)
    assert (found.moved, found.still) == ([], 0)


def redefine(cohort, **parts):
    cohort.definition = {**cohort.definition, **parts}
    cohort.save()
    return here()


def test_an_edit_of_the_definition_is_a_step_between_the_acts():
    cohort = a_cohort()
    one, two, three = (a_transplanted() for _ in range(3))
    anybody = {"variable": "age", "to": 200}
    before, cut = swept(), here()
    a_record("death", one, death_date=day(300))
    redefine(cohort, horizon=365, analysis={"limits": "plain"})
    a_record("death", two, death_date=day(400))
    redefine(cohort, groups={"variable": "sex"}, filters=[anybody])
    a_record("death", three, death_date=day(200))
    now = swept()
    found = changes_since(cohort, cut, "OS")
    assert read(found.start.of["car_t"]) == told(before, "OS", "car_t")
    assert {k: read(of) for k, of in found.end.of.items()} == {
        k: told(now, "OS", k) for k in now["survival"]["OS"]["curves"]
    }
    kinds = [type(step).__name__ for step in found.steps]
    assert kinds == ["Moved", "Redefined", "Moved", "Redefined", "Moved"]
    # Each step begins where the one before ended.
    last = found.start.of
    for step in found.steps:
        assert {group: last[group] for group in step.before} == step.before
        last = step.after if hasattr(step, "era") else {**last, **step.after}
    assert last == found.end.of
    shorter, other = found.definitions
    said = {d.name.en: (d.old.en, d.new.en) for d in shorter.differences}
    assert said["Read at"] == ("day 730", "day 365")
    assert shorter.before["car_t"].upper != shorter.after["car_t"].upper
    assert shorter.moves
    assert "car_t" not in other.labels_after


def test_other_centres_are_a_step_and_a_title_is_none():
    cohort = a_cohort()
    a_transplanted()
    a_transplanted(centre="HEB")
    sweep()
    cut = here()
    cohort.title_en = "Another name"
    cohort.save()
    assert changes_since(cohort, cut, "OS").steps == []
    system = {"slug": cohort.slug, "title": cohort.title, "actor": SYSTEM}
    both = Centre.objects.filter(code__in=["LDP", "HEB"])
    save_cohort(**system, definition=cohort.definition, centres=both)
    cohort = type(cohort).objects.get(pk=cohort.pk)
    now = swept()
    found = changes_since(cohort, cut, "OS")
    (step,) = found.steps
    assert (step.before["car_t"].n, step.after["car_t"].n) == (1, 2)
    assert read(found.end.of["car_t"]) == told(now, "OS", "car_t")
    # Since the version itself its centres are those of then, and nothing changed.
    since = since_of(cohort, f"v{cohort.version}")
    assert changes_since(cohort, since, "OS").steps == []
    assert changes_since(cohort, since_of(cohort, "v1"), "OS").definitions
    with pytest.raises(NotACut):
        since_of(cohort, "v99")


def test_more_acts_than_are_taken_one_by_one(monkeypatch):
    cohort = a_cohort()
    sweep()
    a_transplanted()
    cut = here()
    monkeypatch.setattr(changing, "MOST_ACTS", 0)
    Patient.objects.update(weight_kg=50)
    with pytest.raises(TooManyActs):
        changes_since(cohort, cut, "OS")


def test_queries_do_not_grow_with_the_acts():
    cohort = a_cohort()
    first = a_transplanted()
    sweep()
    cut = here()
    a_record("death", first, death_date=day(400))
    with CaptureQueriesContext(connection) as few:
        changes_since(cohort, cut, "OS")
    for _ in range(4):
        a_record("death", a_transplanted(), death_date=day(500))
    with CaptureQueriesContext(connection) as more:
        found = changes_since(cohort, cut, "OS")
    assert len(found.moved) == 5
    tables = {"registry_patient", "registry_diagnosis", "registry_infusion"}
    # One query for each table that the acts wrote to.
    assert len(more) - len(few) <= len(tables) + 3


LANDMARK = {
    "index": "hsct",
    "horizon": 730,
    "groups": {"variable": "agvhd", "landmark": 100},
}


@pytest.mark.parametrize(
    "definition",
    [
        LANDMARK,
        {"index": "infusion", "horizon": 730, "hsct": "censor"},
        {"index": "infusion", "horizon": 730, "hsct": "competing"},
    ],
)
def test_readings_are_those_of_a_cohort_that_reads_otherwise(definition):
    cohort = a_cohort("read-otherwise", definition=definition)
    one, two, _three = (a_transplanted() for _ in range(3))
    two.hsct_set.all().delete()
    before, cut = swept(), here()
    a_record("death", one, death_date=day(300))
    a_record("death", two, death_date=day(400))
    now = swept()
    for endpoint in ("RI", "NRM"):
        found = changes_since(cohort, cut, endpoint)
        for group, curve in now["incidence"][endpoint]["curves"].items():
            if curve is not None:
                assert read(found.start.of[group]) == told(before, endpoint, group)
                assert read(found.end.of[group]) == told(now, endpoint, group)


def test_too_many_acts_are_told_before_anything_is_derived(monkeypatch):
    cohort, cut = the_study(), here()
    monkeypatch.setattr(changing, "MOST_ACTS", 1)
    monkeypatch.setattr(changing, "as_it_stood", None)
    for patient in Patient.objects.all()[:2]:
        a_record("relapse", patient)
    with pytest.raises(TooManyActs):
        changes_since(cohort, cut, "OS")
