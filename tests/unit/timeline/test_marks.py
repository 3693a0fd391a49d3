"""What the forms put on the timeline, and from which day it counts."""

import pytest

from registry.queries.timeline import timeline
from tests.unit.timeline.cases import INFUSION, a_case, contact, day, transplant


def marks(*records, **said):
    line = timeline(a_case(*records, **said))
    assert line is not None
    return {mark.kind: mark for mark in line.marks}


def test_nothing_with_a_date_is_no_timeline():
    assert timeline(a_case()) is None
    assert timeline(a_case(("diagnosis", {"diagnosis_date": None}))) is None
    only_a_diagnosis = a_case(("diagnosis", {"diagnosis_date": day(0)}))
    assert timeline(only_a_diagnosis) is None


def test_days_count_from_the_infusion_and_again_from_the_transplant():
    line = timeline(a_case(INFUSION, transplant(46)))
    assert (line.origin, line.day_zero, line.hsct) == ("infusion", day(0), 46)


def test_without_an_infusion_days_count_from_the_transplant():
    line = timeline(a_case(transplant(0), contact(100)))
    assert (line.origin, line.day_zero, line.hsct) == ("hsct", day(0), None)


def test_transplant_before_the_infusion_is_no_second_scale():
    line = timeline(a_case(INFUSION, transplant(-400)))
    assert line.hsct is None
    assert [m.start for m in line.marks if m.kind == "hsct"] == [-400]


def crs(**answers):
    return "crs_episode", {"crs_occurred": "yes", **answers}


def test_episode_lasts_from_onset_to_resolution_and_carries_its_grade():
    found = {
        "crs_onset_date": day(3),
        "crs_resolved_date": day(8),
        "max_temp_c": 38.2,
        "antipyretic_or_anticytokine": "yes",
        "hypotension": "one_vasopressor",
        "hypoxia": "none",
        "crs_recorded_grade": "2",
    }
    mark = marks(INFUSION, crs(**found))["graded"]
    assert (mark.start, mark.end, mark.grade, mark.inside) == (3, 8, 3, "3")
    assert mark.label == "CRS 3, recorded 2"


def test_episode_whose_grade_is_open_says_so():
    mark = marks(INFUSION, crs(crs_onset_date=day(3)))["graded"]
    assert (mark.grade, mark.inside, mark.label) == (0, "?", "CRS grade open")


def test_episode_without_onset_stands_at_day_0_and_says_so():
    mark = marks(INFUSION, crs())["graded"]
    assert mark.start == 0
    assert "onset not recorded" in mark.note


def test_statement_that_nothing_occurred_is_a_mark_too():
    mark = marks(INFUSION, ("icans_episode", {"icans_occurred": "no"}))["none"]
    assert (mark.start, mark.end, mark.inside) == (0, 28, "none")
    assert "none" not in marks(
        INFUSION, ("icans_episode", {"icans_occurred": "unknown"})
    )


def assessment(at, **answers):
    return "disease_assessment", {"assessment_date": day(at), **answers}


@pytest.mark.parametrize(
    ("after", "until"),
    [
        ([contact(300)], 300),
        ([contact(100), contact(300)], 300),
        ([contact(300), ("relapse", {"relapse_date": day(200)})], 200),
        ([contact(300), ("death", {"death_date": day(250)})], 250),
    ],
)
def test_remission_lasts_to_relapse_death_or_last_contact(after, until):
    band = marks(INFUSION, assessment(28, response="CR"), *after)["remission"]
    assert (band.start, band.until) == (28, until)


def test_response_and_mrd_stand_at_their_day():
    mark = marks(INFUSION, assessment(28, response="CR", mrd_result="not_detected"))[
        "good"
    ]
    assert (mark.start, mark.label) == (28, "CR, MRD negative")
    assert marks(INFUSION, assessment(28, response="NR"))["poor"].label == "NR"


def test_gvhd_carries_its_grade_in_roman_numbers():
    acute = {
        "agvhd_occurred": "yes",
        "agvhd_onset_date": day(132),
        "skin": "2",
        "liver": "1",
        "lower_gi": "0",
        "upper_gi": "0",
    }
    mark = marks(INFUSION, transplant(46), ("agvhd_episode", acute))["graded"]
    assert (mark.label, mark.inside, mark.grade) == ("aGVHD II", "II", 2)
    assert mark.note == "skin 2, liver 1 · onset +86 · end not recorded"


def test_last_contact_stands_apart_and_death_takes_its_place():
    found = marks(INFUSION, contact(100), contact(300))
    assert (found["contact"].start, found["last"].start) == (100, 300)
    dead = marks(INFUSION, contact(300, "dead"), ("death", {"death_date": day(300)}))
    assert "last" not in dead
    assert "contact" not in dead
    assert dead["death"].start == 300


def test_today_is_shown_while_it_is_near():
    near = timeline(a_case(INFUSION, contact(300), today=400))
    far = timeline(a_case(INFUSION, contact(300), today=4000))
    dead = timeline(a_case(INFUSION, ("death", {"death_date": day(300)}), today=400))
    assert (near.today, far.today, dead.today) == (400, None, None)
