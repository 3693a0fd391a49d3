"""Results of cohorts other than the study's: any groups, few patients, none."""

import json

import pytest

from outcomes.cohorts.results import compute
from outcomes.models import Snapshot, StaleCohort
from outcomes.pipeline import refresh as refreshing
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION
from tests.builders import a_record
from tests.db.pipeline.conftest import a_cohort, a_transplanted

PLAIN = {"index": "hsct", "horizon": 365}


def results_of(**definition):
    return compute(a_cohort(definition={**PLAIN, **definition}))


def test_without_groups_everybody_is_one_group(db):
    a_transplanted()
    a_transplanted(car_t=False)
    sweep()
    found = results_of()
    assert [(g["key"], g["n"]) for g in found["groups"]] == [("all", 2)]
    assert found["survival"]["OS"]["test"]["why"]["code"] == "no_events"
    assert found["subgroups"] == []
    assert found["subset"]["key"] == "all"


def test_groups_by_codes_are_those_that_occur_in_the_lists_order(db):
    for sex in ("F", "M", "F"):
        a_transplanted(sex=sex)
    sweep()
    found = results_of(groups={"variable": "sex"})
    assert [(g["key"], g["n"]) for g in found["groups"]] == [("M", 1), ("F", 2)]
    assert found["groups"][0]["label"] == {"en": "Male", "zh": "男"}


def test_a_cut_is_up_to_and_including(db):
    for dose in (1, 2, 3, None):
        patient = a_transplanted(car_t=False)
        a_record("infusion", patient, dose_1e6_per_kg=dose)
    sweep()
    fixed = results_of(groups={"variable": "car_t_dose", "cut": 2})
    assert [(g["key"], g["n"]) for g in fixed["groups"]] == [("low", 2), ("high", 1)]
    assert fixed["ungrouped"] == 1
    assert fixed["groups"][0]["label"]["en"] == "≤ 2"


def test_the_median_is_of_the_subset_alone(db):
    for dose in (1, 2, 4, 8):
        patient = a_transplanted(car_t=False)
        a_record("infusion", patient, dose_1e6_per_kg=dose)
    a_transplanted(car_t=False)
    sweep()
    subset = {"variable": "arm", "is": True}
    split = [{"variable": "car_t_dose", "cut": "median"}]
    (found,) = results_of(subset=subset, subgroups=split)["subgroups"]
    assert (found["cut"], found["cut_by"], found["missing"]) == (3.0, "median", 0)
    assert [part["n"] for part in found["groups"]] == [2, 2]


def test_filters_by_bounds_and_codes(db):
    for birth in ("2000-01-01", "2015-01-01", "2020-01-01"):
        a_transplanted(birth_date=birth)
    sweep()
    assert results_of(filters=[{"variable": "age", "to": 10}])["n"] == 2
    bounds = {"variable": "age", "from": 5, "to": 10}
    assert compute(a_cohort("b", definition={**PLAIN, "filters": [bounds]}))["n"] == 1
    lymphoma = {"variable": "disease", "in": ["T-LBL"]}
    assert compute(a_cohort("c", definition={**PLAIN, "filters": [lymphoma]}))["n"] == 0


def test_an_empty_cohort_has_reasons_in_place_of_numbers(db):
    found = compute(a_cohort(definition=DEFINITION))
    assert found["n"] == 0
    assert found["survival"]["OS"]["curves"] == {"car_t": None, "chemotherapy": None}
    assert found["survival"]["OS"]["test"]["why"]["code"] == "no_events"
    assert found["incidence"]["NRM"]["test"]["p"] is None
    by_age, _blasts, copies, _dose = found["subgroups"]
    assert by_age["groups"][0]["estimates"]["OS"]["why"]["code"] == "no_patients"
    assert (copies["cut"], copies["groups"]) == (None, [])
    json.dumps(found, allow_nan=False)


def test_a_cohort_that_fails_stays_due_and_stops_no_other(db, monkeypatch, caplog):
    broken, sound = a_cohort("broken"), a_cohort("sound")

    renewed = refreshing._renewed

    def failing(state, *rest):
        if state.cohort == broken:
            raise ArithmeticError("a value of somebody")
        return renewed(state, *rest)

    monkeypatch.setattr(refreshing, "_renewed", failing)
    a_transplanted()
    sweep()
    assert [s.cohort for s in Snapshot.objects.all()] == [sound]
    assert [m.cohort for m in StaleCohort.objects.all()] == [broken]
    assert "ArithmeticError" in caplog.text
    assert "somebody" not in caplog.text
    monkeypatch.setattr(refreshing, "_renewed", renewed)
    assert sweep().snapshots == 1


@pytest.mark.parametrize("many", [4, 40])
def test_results_ask_a_constant_number_of_queries(
    db, many, django_assert_max_num_queries
):
    for number in range(many):
        a_transplanted(car_t=number % 2 == 0)
    sweep()
    cohort = a_cohort()
    with django_assert_max_num_queries(26):
        compute(cohort)
