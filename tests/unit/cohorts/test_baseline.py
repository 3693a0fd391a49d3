"""What is known by day 0: nothing later, and of the right course."""

import pytest

from outcomes.baseline import baseline_of
from outcomes.endpoints import IndexEvent
from tests.unit.cohorts.cases import a_case, day, hsct, infusion


def at_hsct(case, number=1):
    on = case.hscts[number - 1]["hsct_date"]
    return baseline_of(case, IndexEvent("hsct", number, on))


def at_infusion(case, number=1):
    on = case.infusions[number - 1]["infusion_date"]
    return baseline_of(case, IndexEvent("infusion", number, on))


def test_age_is_in_completed_years():
    case = a_case(infusion=[infusion(), infusion(1, course_no=2)])
    assert at_infusion(case)["age"] == 14
    assert at_infusion(case, 2)["age"] == 15


def test_an_infusion_before_hsct_makes_the_arm():
    assert at_hsct(a_case(hsct=[hsct()]))["car_t"] is False
    assert at_hsct(a_case(hsct=[hsct()], infusion=[infusion(90)]))["car_t"] is False
    found = at_hsct(a_case(hsct=[hsct()], infusion=[infusion(dose_1e6_per_kg=2)]))
    assert (found["car_t"], found["car_t_dose"]) == (True, 2.0)
    assert found["car_t_to_hsct_days"] == 60


def test_the_last_infusion_before_hsct_counts():
    case = a_case(
        hsct=[hsct(100)],
        infusion=[infusion(), infusion(50, course_no=2)],
        crs_episode=[{"course_no": 2, "crs_occurred": "no"}],
    )
    found = at_hsct(case)
    assert (found["car_t_date"], found["crs_grade"]) == (day(50), 0)


def test_first_allogeneic_passes_over_an_autologous_one():
    case = a_case(hsct=[hsct(10, hsct_type="autologous"), hsct(60), hsct(300)])
    flags = [at_hsct(case, number)["first_allogeneic"] for number in (1, 2, 3)]
    assert flags == [False, True, False]


@pytest.mark.parametrize(
    ("days", "expected"),
    [((20, 36), None), ((21,), 21), ((25, 30), 30), ((26, 28, 35), 28), ((35,), 35)],
)
def test_day_28_is_the_nearest_within_21_to_35(days, expected):
    assessments = [
        {"assessment_date": day(n), "response": "CR", "mrd_result": "not_detected"}
        for n in days
    ]
    case = a_case(infusion=[infusion()], disease_assessment=assessments)
    found = at_infusion(case)
    assert found.get("d28_day") == expected
    assert found.get("d28_mrd") == (None if expected is None else "negative")


def test_day_28_never_comes_from_after_hsct():
    assessments = [{"assessment_date": day(28), "response": "CR"}]
    case = a_case(
        infusion=[infusion()], hsct=[hsct(25)], disease_assessment=assessments
    )
    assert at_hsct(case).get("d28_response") is None


@pytest.mark.parametrize(
    ("assessments", "expected"),
    [
        ([(-9, "other", 40), (-2, "pre_ld", 12), (28, "D28", 1)], 12.0),
        ([(None, "pre_ld", 33), (28, "D28", 1)], 33.0),
        ([(None, "diagnosis", 90)], None),
        ([(None, "pre_ld", 33), (-2, "other", 12)], 12.0),
    ],
)
def test_blasts_before_car_t(assessments, expected):
    rows = [
        {
            "assessment_date": None if on is None else day(on),
            "time_point": point,
            "bm_blasts_pct": blasts,
        }
        for on, point, blasts in assessments
    ]
    case = a_case(infusion=[infusion()], disease_assessment=rows)
    assert at_infusion(case)["blasts_before_car_t"] == expected


def test_copies_peak_in_the_course_and_last_before_hsct():
    copies = [(-5, 9e6), (10, 500), (14, 900), (40, 80), (70, 9e6)]
    rows = [{"expansion_date": day(n), "copies_per_ug": c} for n, c in copies]
    case = a_case(infusion=[infusion()], hsct=[hsct()], expansion=rows)
    found = at_hsct(case)
    assert (found["peak_copies"], found["peak_day"]) == (900.0, 14)
    assert found["copies_before_hsct"] == 80.0
    said = {"expansion_date": None, "time_point": "pre_hsct", "copies_per_ug": 7}
    case = a_case(infusion=[infusion()], hsct=[hsct()], expansion=[*rows, said])
    assert at_hsct(case)["copies_before_hsct"] == 7.0
    assert at_hsct(case)["peak_day"] == 14


def test_the_worst_grade_is_unknown_while_an_episode_is_open():
    mild = {"crs_occurred": "yes", "max_temp_c": 39}
    decided = {**mild, "hypotension": "none", "hypoxia": "none"}
    case = a_case(infusion=[infusion()], crs_episode=[decided, mild])
    assert at_infusion(case)["crs_grade"] is None
    case = a_case(infusion=[infusion()], crs_episode=[decided])
    assert at_infusion(case)["crs_grade"] == 1
    assert at_infusion(a_case(infusion=[infusion()]))["crs_grade"] is None


def of_grade(grade, onset=None, **values):
    """Return an episode of CRS that is graded so by its hypotension."""
    hypotension = {1: "none", 2: "fluids_only", 3: "one_vasopressor"}[grade]
    found = {"max_temp_c": 39, "hypotension": hypotension, "hypoxia": "none"}
    on = None if onset is None else day(onset)
    return {"crs_occurred": "yes", "crs_onset_date": on, **found, **values}


@pytest.mark.parametrize(
    ("episodes", "expected"),
    [
        ([of_grade(1, 3), of_grade(3, 31)], 1),
        ([of_grade(1, 3), of_grade(3, 30)], 3),
        ([of_grade(2, 40)], 0),
        ([of_grade(1, 3), {"crs_occurred": "yes", "crs_onset_date": day(40)}], 1),
        ([of_grade(3, 29, crs_resolved_date=day(45))], 3),
        ([of_grade(2), of_grade(3, 40)], 2),
    ],
)
def test_grades_are_of_what_began_by_day_30(episodes, expected):
    case = a_case(infusion=[infusion()], crs_episode=episodes)
    assert at_infusion(case)["crs_grade"] == expected


@pytest.mark.parametrize(("hsct_day", "expected"), [(25, 1), (26, 2)])
def test_grades_known_at_hsct_began_before_it(hsct_day, expected):
    began = {"icans_occurred": "yes", "icans_onset_date": day(hsct_day)}
    case = a_case(
        infusion=[infusion()],
        hsct=[hsct(hsct_day)],
        crs_episode=[of_grade(1, 3), of_grade(2, 25)],
        icans_episode=[began],
    )
    for found in (at_hsct(case), at_infusion(case)):
        assert (found["crs_grade"], found["icans_grade"]) == (expected, 0)


def test_lines_are_counted_else_taken_as_recorded():
    diagnosis = [{"disease": "T-ALL", "recorded_prior_lines": 3}]
    case = a_case(infusion=[infusion()], diagnosis=diagnosis)
    assert at_infusion(case)["prior_lines"] == 3
    case = a_case(infusion=[infusion()], diagnosis=diagnosis, prior_line=[{}, {}])
    assert at_infusion(case)["prior_lines"] == 2
