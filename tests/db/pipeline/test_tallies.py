"""Kept counts: whatever is edited, they are what counting every row again gives."""

import random
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from outcomes.cohorts.days import apart
from outcomes.cohorts.definition import parse
from outcomes.cohorts.kept import whole
from outcomes.cohorts.parts import counted_anew
from outcomes.cohorts.results import compute
from outcomes.cohorts.stored import packed
from outcomes.cohorts.tally import Part, added, counted, difference
from outcomes.models import AnalysisSubject, Snapshot, StaleCohort, Tally
from outcomes.pipeline import renewal
from outcomes.pipeline.claims import claim
from outcomes.pipeline.everything import recompute
from outcomes.pipeline.refresh import refresh
from outcomes.pipeline.sweep import sweep
from outcomes.pipeline.work import work
from outcomes.study.cohort import DEFINITION
from registry.models import FORMS, Centre, Patient
from registry.simulation import CENTRES
from tests.db.pipeline.conftest import a_cohort

DEFINITIONS = {
    "study": DEFINITION,
    "infused": {
        "index": "infusion",
        "horizon": 365,
        "groups": {"variable": "disease"},
        "subgroups": [{"variable": "car_t_dose", "cut": "tertiles"}],
        "hsct": "competing",
    },
    "landmark": {
        "index": "hsct",
        "horizon": 730,
        "groups": {"variable": "agvhd", "landmark": 60},
        "strata": [{"variable": "sex"}, {"variable": "age", "cut": "median"}],
    },
    "state": {
        "index": "infusion",
        "horizon": 365,
        "filters": [{"variable": "age", "from": 5, "to": 75}],
        "groups": {"variable": "hsct_done", "time_dependent": True},
        "subset": {"variable": "sex", "in": ["F"]},
        "subgroups": [{"variable": "age", "cut": [14, 40]}],
    },
    "sextiles": {
        "index": "hsct",
        "horizon": 730,
        "groups": {"variable": "donor_age", "cut": "sextiles"},
        "subgroups": [{"variable": "donor"}, {"variable": "age", "cut": "median"}],
    },
}


@pytest.fixture
def cohorts(db):
    """Made-up patients of several centres, and cohorts of all kinds of definition."""
    call_command("simulate_records", patients=25, seed=3, stdout=StringIO())
    made = [a_cohort(slug, *CENTRES, definition=d) for slug, d in DEFINITIONS.items()]
    recompute()
    return made


def kept(cohort):
    found = Tally.objects.filter(cohort=cohort).values_list("part", "cells")
    return {part: bytes(cells) for part, cells in found}


def agree(cohorts):
    """Tell whether kept counts and newest snapshots are those of a full recount."""
    for cohort in cohorts:
        cohort.refresh_from_db()
        anew = counted_anew(cohort, parse(cohort.definition))
        again = {part: packed(cells) for part, cells in anew.items()}
        assert kept(cohort) == again, cohort.slug
        newest = Snapshot.objects.filter(cohort=cohort).latest()
        results = compute(cohort)
        assert newest.results == apart(results)[0], cohort.slug
        assert whole(newest) == results, cohort.slug


def a_random_record(chance, *forms):
    rows = [row for form in forms for row in FORMS[form].objects.order_by("pk")]
    return chance.choice(rows)


def later(chance):
    row = a_random_record(chance, "relapse", "follow_up")
    field = "relapse_date" if row.form == "relapse" else "visit_date"
    moved = getattr(row, field) + timedelta(days=chance.randint(1, 90))
    type(row).objects.filter(pk=row.pk).update(**{field: moved})


def relapsed(chance):
    row = a_random_record(chance, "follow_up")
    said = {"relapse_date": row.visit_date, "relapse_type": "haematological"}
    FORMS["relapse"].objects.create(patient_id=row.patient_id, **said)


def another_dose(chance):
    row = a_random_record(chance, "infusion")
    type(row).objects.filter(pk=row.pk).update(
        dose_1e6_per_kg=chance.choice([1, 2, 3, 5])
    )


def another_donor(chance):
    row = a_random_record(chance, "hsct")
    type(row).objects.filter(pk=row.pk).update(donor_age=chance.randint(18, 60))


def record_deleted(chance):
    forms = ("relapse", "expansion", "crs_episode", "death", "agvhd_episode")
    a_random_record(chance, *forms).delete()


def withdrawn(chance):
    patient = chance.choice(Patient.objects.order_by("pk"))
    said = {"consent_status": "withdrawn", "consent_withdrawn_scope": "all"}
    Patient.objects.filter(pk=patient.pk).update(**said)


def given_again(chance):
    Patient.objects.filter(consent_status="withdrawn").update(
        consent_status="given", consent_withdrawn_scope=None
    )


def another_centre(chance):
    patient = chance.choice(Patient.objects.order_by("pk"))
    centre = chance.choice(Centre.objects.order_by("pk"))
    Patient.objects.filter(pk=patient.pk).update(centre=centre)


def born_earlier(chance):
    patient = chance.choice(Patient.objects.order_by("pk"))
    born = patient.birth_date - timedelta(days=3000)
    Patient.objects.filter(pk=patient.pk).update(birth_date=born)


EDITS = (
    *(later, relapsed, another_dose, another_donor, record_deleted),
    *(withdrawn, given_again, another_centre, born_earlier),
)


@pytest.mark.parametrize("seed", [1, 2])
def test_kept_counts_are_those_of_a_full_recount(cohorts, seed, monkeypatch):
    agree(cohorts)

    def noted(*which):
        anew.append(which)
        return counted_anew(*which)

    anew, counted_anew = [], renewal.counted_anew
    chance = random.Random(seed)
    monkeypatch.setattr(renewal, "counted_anew", noted)
    for _ in range(8):
        for edit in chance.choices(EDITS, k=3):
            edit(chance)
        while claimed := claim():
            # As two workers would: each derives some, neither computes in between.
            work(claimed[::2])
            work(claimed[1::2])
        # Somebody's consent ends before the figures are made of what was derived.
        withdrawn(chance)
        assert refresh().here + sweep().snapshots
        assert anew == []  # an edit does not lead to counting every row again
    agree(cohorts)


def test_a_redefined_cohort_is_counted_anew(cohorts):
    cohort = cohorts[0]
    before = kept(cohort)
    cohort.definition = {**cohort.definition, "groups": {"variable": "donor"}}
    cohort.save()
    relapsed(random.Random(1))
    sweep()
    assert kept(cohort) != before
    agree(cohorts)


def test_what_was_marked_for_another_definition_is_not_put_on(cohorts):
    cohort = cohorts[-1]
    another_donor(random.Random(5))
    work(claim())
    marks = StaleCohort.objects.filter(cohort=cohort)
    assert marks.exists()
    cohort.definition = {**cohort.definition, "horizon": 365}
    cohort.save()
    sweep()
    agree(cohorts)


def test_all_recomputed_is_the_state_that_edits_led_to(cohorts):
    chance = random.Random(9)
    for edit in EDITS:
        edit(chance)
        sweep()
    before = [kept(cohort) for cohort in cohorts]
    results = [s.results for s in Snapshot.objects.order_by("cohort", "-id")]
    recompute(everything=True)
    assert [kept(cohort) for cohort in cohorts] == before
    assert [s.results for s in Snapshot.objects.order_by("cohort", "-id")] == results


def test_an_edit_that_changes_no_row_marks_nothing(cohorts):
    row = AnalysisSubject.objects.first()
    Patient.objects.filter(pk=row.patient_id).update(height_cm=171)
    work(claim())
    assert not StaleCohort.objects.exists()


def test_subtracting_and_adding_is_counting_again():
    old = {"a": counted_keys("xxy"), "b": counted_keys("z")}
    new = {"a": counted_keys("xyy"), "c": counted_keys("w")}
    changed = difference(old, new)
    assert changed == {
        "a": {("x",): -1, ("y",): 1},
        "b": {("z",): -1},
        "c": {("w",): 1},
    }
    assert added(old["a"], changed["a"]) == new["a"]
    with pytest.raises(ValueError, match="count anew"):
        added(new["a"], {("x",): -2})


def counted_keys(text):
    part = Part("a", "all", lambda row: [(row,)])
    return counted(text, [part], lambda _row: ["all"])["a"]
