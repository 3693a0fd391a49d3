"""On which day later states begin: the first after day 0, and none before."""

from outcomes.endpoints import ChronicGvhd, Episode, IndexEvent, Timeline
from outcomes.states import states_of
from outcomes.timelines import timeline_of
from tests.unit.cohorts.cases import DAY0, a_case, day, hsct, infusion


def from_infusion(**forms):
    case = a_case(infusion=[infusion()], **forms)
    return states_of(case, timeline_of(case), IndexEvent("infusion", 1, DAY0))


def test_hsct_is_the_next_one_and_conditioning_comes_before_it():
    found = from_infusion(hsct=[hsct(-5), hsct(60, conditioning_start=day(52))])
    assert (found["hsct_day"], found["before_hsct_day"]) == (60, 51)
    found = from_infusion(hsct=[hsct(60)])
    assert (found["hsct_day"], found["before_hsct_day"]) == (60, 60)
    assert from_infusion()["hsct_day"] is None


def test_conditioning_that_cannot_be_right_is_not_believed():
    found = from_infusion(hsct=[hsct(60, conditioning_start=day(70))])
    assert found["before_hsct_day"] == 60


def test_relapse_is_the_first_after_day_0():
    relapses = [{"relapse_date": day(n)} for n in (200, 90, -30)]
    assert from_infusion(relapse=relapses)["relapse_day"] == 90


def test_acute_gvhd_counts_from_grade_2_and_from_hsct():
    acute = (Episode(day(50), 4), Episode(day(70), 1), Episode(day(80), 3))
    line = Timeline(acute_gvhd=acute, chronic_gvhd=(ChronicGvhd(day(200)),))
    found = states_of(a_case(), line, IndexEvent("hsct", 1, day(60)))
    assert (found["agvhd_day"], found["cgvhd_day"]) == (20, 140)
