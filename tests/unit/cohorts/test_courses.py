"""What happened after an index event, in days from it, of the right course."""

from outcomes.courses import after_index, after_infusion
from outcomes.endpoints import IndexEvent
from outcomes.timelines import timeline_of
from tests.unit.cohorts.cases import DAY0, a_case, day, hsct, infusion


def from_infusion(**forms):
    case = a_case(infusion=[infusion()], **forms)
    return after_index(timeline_of(case), case, IndexEvent("infusion", 1, DAY0))


def toxicity(*, until=None, **forms):
    return after_infusion(a_case(infusion=[infusion()], **forms), infusion(), until)


def episode(began, ended=None, **values):
    last = None if ended is None else day(ended)
    return {"crs_onset_date": day(began), "crs_resolved_date": last, **values}


def test_follow_up_ends_with_death_else_with_the_last_contact():
    seen = {"follow_up": [{"visit_date": day(90), "vital_status": "alive"}]}
    found = from_infusion(**seen)
    assert (found["death_day"], found["last_day"]) == (None, 90)
    found = from_infusion(**seen, death=[{"death_date": day(120)}])
    assert (found["death_day"], found["last_day"]) == (120, 120)


def test_responses_are_those_that_say_something_new():
    said = [(-3, "NR"), (28, "CR"), (60, "CR"), (75, "not_evaluable"), (90, "relapse")]
    rows = [{"assessment_date": day(n), "response": response} for n, response in said]
    found = from_infusion(disease_assessment=rows)
    assert found["responses"] == [[28, "CR"], [90, "relapse"]]


def test_toxicity_reaches_from_the_first_onset_to_the_last_end():
    found = toxicity(crs_episode=[episode(9, 12), episode(2, 5)])
    assert (found["crs_onset_day"], found["crs_days"]) == (2, 10)
    assert (found["icans_onset_day"], found["icans_days"]) == (None, None)


def test_toxicity_that_has_no_end_has_no_duration():
    found = toxicity(crs_episode=[episode(2, 5), episode(9)])
    assert (found["crs_onset_day"], found["crs_days"]) == (2, None)


def test_toxicity_is_of_the_episodes_that_are_graded():
    found = toxicity(crs_episode=[episode(2, 5), episode(40, 44)])
    assert (found["crs_onset_day"], found["crs_days"]) == (2, 3)
    assert toxicity(crs_episode=[episode(40, 44)])["crs_onset_day"] is None


def test_toxicity_of_another_course_does_not_count():
    found = toxicity(crs_episode=[episode(100, 104, course_no=2)])
    assert found["crs_onset_day"] is None


def test_copies_below_the_limit_are_none_and_stop_at_the_next_treatment():
    rows = [
        {"expansion_date": day(7), "copies_per_ug": 900, "lod": 25},
        {"expansion_date": day(14), "copies_per_ug": 20, "lod": 25},
        {
            "expansion_date": day(28),
            "absent": {"copies_per_ug": "below_detection"},
        },
        {"expansion_date": day(35), "car_t_pct_of_t": 3},
        {"expansion_date": day(90), "copies_per_ug": 5},
    ]
    found = toxicity(expansion=rows, hsct=[hsct(60)], until=day(60))
    assert found["copies"] == [[7, 900.0, 25.0], [14, None, 25.0], [28, None, None]]
