"""Who is behind flow, recruitment, Table 1, grades, expansion, states, state curves."""

import pytest

from outcomes.behind.links import marks_of_table
from outcomes.behind.mark import Mark, NoSuchMark, mark_of
from outcomes.behind.who import behind, subjects_behind
from outcomes.cohorts.definition import parse
from outcomes.cohorts.results import compute
from outcomes.cohorts.toxicity import ANY
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.table_one import lines_of as lines_of_table
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION
from registry.audit.context import SYSTEM
from tests.api.study import the_study
from tests.builders import a_patient, a_record, day
from tests.db.pipeline.conftest import a_cohort
from tests.db.pipeline.test_later_groups import FROM_INFUSION, an_infused
from tests.db.test_behind import forms, people
from tests.web.study import the_results

pytestmark = pytest.mark.django_db


def many(cohort, mark):
    return behind(SYSTEM, cohort, mark).count


def test_every_count_of_who_they_were_is_as_many_patients():
    cohort = the_study()
    results = cohort.snapshots.get().results
    for step in results["flow"]["steps"]:
        assert many(cohort, Mark(step=step["key"])) == step["n"], step["key"]
        if step["out"]:
            out = many(cohort, Mark(step=step["key"], out="yes"))
            assert out == step["out"]["n"], step["key"]
    for centre in results["recruitment"]:
        of = {"centre": centre["centre"]}
        assert many(cohort, Mark(**of)) == centre["n"]
        for month, n in list(zip(centre["months"], centre["counts"], strict=True))[:4]:
            assert many(cohort, Mark(**of, month=month)) == n
    for one in results["table_one"][::3]:
        for group in results["groups"]:
            of = {"group": group["key"], "variable": one["variable"]}
            numbers = one["numbers"].get(group["key"])
            counted = {
                value["key"]: value["n"][group["key"]] for value in one["values"]
            }
            counted |= {"+": numbers["n"]} if numbers else {}
            counted |= {"": one["missing"][group["key"]]}
            for value, n in counted.items():
                assert many(cohort, Mark(**of, value=value)) == n, (of, value)
    for name, courses in results["toxicity_course"].items():
        for course in courses:
            of = {"subset": "yes", "variable": name, "value": course["key"]}
            assert many(cohort, Mark(**of)) == course["n"]
            for timed in ("onset", "duration"):
                assert many(cohort, Mark(**of, timed=timed)) == course[timed]["n"]
    for point in results["expansion"]["points"]:
        measured = Mark(subset="yes", measured=point["day"])
        assert many(cohort, measured) == point["n"]


def test_every_cell_that_counts_has_a_mark_that_an_address_can_name():
    results, definition = the_results(), parse(DEFINITION)
    for name, figure in FIGURES.items():
        if not figure.shown(results) or figure.people_table:
            continue
        table, marks = figure.table(results), marks_of_table(name, results)
        assert any(any(row) for row in marks), name
        assert len(marks) <= len(table["rows"]) + 1, name
        for row, texts in zip(marks, table["rows"], strict=False):
            assert len(row) <= len(texts), (name, texts)
        for mark in {mark for row in marks for mark in row if mark}:
            assert mark_of(mark.query, definition) == mark
    counted = [line for line in lines_of_table(results) if line.variable]
    assert counted


def test_who_is_registered_and_never_infused_is_listed_without_a_day_0():
    treated, waiting = an_infused(), a_patient()
    sweep()
    cohort = a_cohort(definition=FROM_INFUSION)
    assert forms(cohort, step="registered") == {
        treated.pk: ("patient", None),
        waiting.pk: ("patient", None),
    }
    assert [*forms(cohort, step="registered", out="yes")] == [waiting.pk]
    assert people(cohort, step="treated") == {treated.pk}


def test_a_step_lists_who_stays_and_who_leaves_after_it():
    early, late = an_infused(dead=40), an_infused(followed=400)
    sweep()
    groups = {"variable": "d28_mrd", "landmark": 60}
    filters = [{"variable": "disease", "in": ["T-ALL"]}]
    cohort = a_cohort(
        definition={**FROM_INFUSION, "filters": filters, "groups": groups}
    )
    assert people(cohort, step="disease") == {early.pk, late.pk}
    assert people(cohort, step="disease", out="yes") == {early.pk}
    assert people(cohort, step="landmark") == {late.pk}
    assert people(cohort, step="landmark", out="yes") == set()


def test_a_state_lists_who_is_seen_in_it_on_the_day_and_how_they_came_there():
    moved = an_infused(hsct=60, dead=200)
    stays, lost = an_infused(followed=400), an_infused(followed=50)
    sweep()
    cohort = a_cohort(definition=FROM_INFUSION)
    assert people(cohort, state="infused", at=50) == {moved.pk, stays.pk, lost.pk}
    assert people(cohort, state="infused", at=60) == {stays.pk}
    assert people(cohort, state="hsct", at=60) == {moved.pk}
    assert people(cohort, state="dead", at=199) == set()
    hsct, death = moved.hsct_set.get(), moved.death_set.get()
    assert forms(cohort, state="hsct", at=60) == {moved.pk: ("hsct", hsct.pk)}
    assert forms(cohort, state="dead", at=900) == {moved.pk: ("death", death.pk)}


def test_a_measurement_leads_to_the_nearest_of_its_planned_day():
    patient = an_infused()
    a_record("expansion", patient, expansion_date=day(9), copies_per_ug=10)
    near = a_record("expansion", patient, expansion_date=day(7), copies_per_ug=20)
    sweep()
    cohort = a_cohort(definition=FROM_INFUSION)
    assert forms(cohort, measured=7) == {patient.pk: ("expansion", near.pk)}
    assert people(cohort, measured=28) == set()


def test_curves_by_state_list_whose_time_in_a_state_they_count():
    moved, stays = an_infused(hsct=60, dead=200), an_infused(dead=90)
    an_infused(followed=300)
    sweep()
    groups = {"variable": "hsct_done", "time_dependent": True}
    cohort = a_cohort(definition={**FROM_INFUSION, "groups": groups})
    assert people(cohort, endpoint="OS", entered="yes", cause=1) == {moved.pk}
    assert people(cohort, endpoint="OS", entered="no", cause=1) == {stays.pk}
    results = compute(cohort)
    table = {
        state: results["by_state"]["survival"]["OS"]["curves"][key]["table"]
        for state, key in (("no", "false"), ("yes", "true"))
    }
    for place, at in enumerate(results["at_risk"]["days"]):
        for state, said in table.items():
            there = Mark(endpoint="OS", entered=state, at=at)
            gone = Mark(endpoint="OS", entered=state, cause=0, last=at)
            assert many(cohort, there) == said["at_risk"][place], (state, at)
            assert many(cohort, gone) == said["censored"][place], (state, at)


@pytest.mark.parametrize(
    "words",
    [
        {"step": "nowhere"},
        {"out": "yes"},
        {"month": "2021-13"},
        {"state": "asleep", "at": "3"},
        {"state": "hsct"},
        {"measured": "5"},
        {"timed": "onset"},
        {"variable": "age", "value": ANY},
        {"endpoint": "OS", "entered": "yes"},
    ],
)
def test_an_address_that_names_no_course_says_so(words):
    with pytest.raises(NoSuchMark):
        mark_of(words, parse(FROM_INFUSION))


def test_marks_are_narrowed_by_each_other():
    patient = an_infused()
    sweep()
    cohort = a_cohort(definition=FROM_INFUSION)
    year = str(day(0).year)
    assert subjects_behind(cohort, Mark(month=year)).count() == 1
    assert people(cohort, month=year, variable="disease", value="T-ALL") == {patient.pk}
    assert people(cohort, month="1999", variable="disease", value="T-ALL") == set()
