"""Flow, Table 1, growth, toxicity, copies and states of a cohort, from its rows."""

import pytest

from outcomes.cohorts.people import people_of
from outcomes.cohorts.results import compute
from outcomes.pipeline.sweep import sweep
from tests.builders import (
    a_data_manager,
    a_patient,
    a_record,
    a_statistician,
    an_investigator,
    day,
)
from tests.db.pipeline.conftest import a_cohort, a_transplanted

INFUSED = {"index": "infusion", "horizon": 365}


def an_infused(centre="LDP", *, copies=(), **values):
    patient = a_patient(centre, **values)
    a_record("diagnosis", patient)
    a_record("infusion", patient)
    for on, number in copies:
        a_record(
            "expansion",
            patient,
            expansion_date=day(on),
            expansion_method="qPCR",
            copies_per_ug=number,
            lod=25,
        )
    a_record("follow_up", patient, visit_date=day(400))
    return patient


def results_of(slug="infused", **more):
    return compute(a_cohort(slug, definition=INFUSED | more))


def test_flow_says_who_is_left_out_and_why(db):
    an_infused(birth_date="2000-01-01")
    an_infused(birth_date="2020-01-01")
    a_patient("LDP")
    sweep()
    found = results_of(filters=[{"variable": "age", "to": 10}])["flow"]
    told = [
        (s["n"], s["out"] and (s["out"]["n"], s["out"]["label"]["en"]))
        for s in found["steps"]
    ]
    assert told == [
        (3, (1, "No CAR-T infusion, or consent withdrawn")),
        (2, (1, "Age at day 0: other, or not known")),
        (1, None),
    ]
    assert [(g["key"], g["n"], g["derivable"]) for g in found["groups"]] == [
        ("all", 1, 1)
    ]


def test_table_one_counts_each_group_apart(db):
    for sex, age in (("F", 2000), ("F", 2002), ("M", 2010)):
        an_infused(sex=sex, birth_date=f"{age}-01-01")
    sweep()
    found = {
        c["variable"]: c for c in results_of(groups={"variable": "sex"})["table_one"]
    }
    assert "sex" not in found
    age = found["age"]["numbers"]
    assert (age["F"]["n"], age["F"]["median"]) == (2, pytest.approx(23, abs=1))
    assert found["age"]["smd"] is not None
    assert "disease" not in found  # all have the same


def test_growth_is_by_centre_and_month(db):
    an_infused()
    an_infused()
    an_infused("HEB")
    sweep()
    cohort = a_cohort("two", "LDP", "HEB", definition=INFUSED)
    found = compute(cohort)["recruitment"]
    month = day(0).strftime("%Y-%m")
    assert [(c["centre"], c["months"], c["counts"]) for c in found] == [
        ("LDP", [month], [2]),
        ("HEB", [month], [1]),
    ]


def test_copies_are_read_at_the_planned_days(db):
    an_infused(copies=[(6, 100), (8, 300), (14, 2000)])
    an_infused(copies=[(7, 500), (13, 4000)])
    an_infused(copies=[(7, 10)])
    sweep()
    found = results_of()["expansion"]
    assert (found["n"], found["limit"]) == (3, 25)
    week = found["points"][0]
    assert (week["day"], week["n"], week["below"], week["median"]) == (7, 3, 1, 100)
    assert week["low"] == 50  # midway between none and 100


def test_states_follow_the_estimators(db):
    patient = a_transplanted(followed=900)
    a_record("relapse", patient, relapse_date=day(200))
    dead = a_transplanted(followed=300)
    a_record("death", dead, death_date=day(310))
    sweep()
    found = results_of()["states"]
    assert [state["key"] for state in found["states"]] == [
        "infused",
        "hsct",
        "relapsed",
        "dead",
    ]
    last = [state["probability"][-1] for state in found["states"]]
    assert last == pytest.approx([0, 0, 0.5, 0.5])
    for step in zip(*(s["probability"] for s in found["states"]), strict=True):
        assert sum(step) == pytest.approx(1)


def test_single_patients_are_those_whom_the_reader_may_see(db):
    an_infused()
    an_infused("HEB")
    sweep()
    cohort = a_cohort("two", "LDP", "HEB", definition=INFUSED)
    readers = {
        an_investigator: 1,
        a_statistician: 0,
        lambda: a_data_manager("HEB"): 1,
    }
    for reader, wanted in readers.items():
        found = people_of(cohort, reader().actor())
        assert (len(found.shown), found.everybody) == (wanted, wanted)
