"""What stands in an analysis for a date without its day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.endpoints import ENDPOINTS, IndexEvent, NotDerivable
from outcomes.imputation import flag_of, impute, imputed
from outcomes.timelines import last_contact, timeline_of
from registry.checks import Case
from registry.variables.entered import PartialDate

DAY0, TODAY = date(2023, 5, 20), date(2025, 1, 1)
INFUSION = IndexEvent("infusion", 1, DAY0)


def a_case(**forms):
    infusion = {"course_no": 1, "infusion_date": DAY0}
    return Case({}, {"infusion": [infusion], **forms}, TODAY)


def part(field, text, **more):
    return {field: None, "as_entered": {field: text} if text else {}, **more}


@pytest.mark.parametrize(
    ("text", "bounds", "day", "flag"),
    [
        ((2023, 5), {}, date(2023, 5, 15), "D"),
        ((2023, None), {}, date(2023, 7, 1), "M"),
        ((2023, 5), {"earliest": date(2023, 5, 20)}, date(2023, 5, 20), "D"),
        ((2023, 5), {"latest": date(2023, 5, 3)}, date(2023, 5, 3), "D"),
        ((2023, 5), {"earliest": date(2023, 6, 9)}, date(2023, 5, 31), "D"),
        ((2023, None), {"latest": date(2022, 1, 1)}, date(2023, 1, 1), "M"),
    ],
)
def test_rule(text, bounds, day, flag):
    found = impute(PartialDate(*text), **bounds)
    assert (found, flag_of(found)) == (day, flag)


@given(
    st.integers(1990, 2030),
    st.none() | st.integers(1, 12),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
def test_imputed_day_never_leaves_what_was_entered(year, month, earliest, latest):
    entered = PartialDate(year, month)
    day = impute(entered, earliest=earliest, latest=latest)
    assert entered.first <= day <= entered.last


def test_death_is_not_before_the_last_certain_day():
    visit = {"visit_date": date(2023, 8, 28), "vital_status": "alive"}
    case = a_case(follow_up=[visit], death=[part("death_date", "2023-08")])
    timeline = timeline_of(case)
    assert timeline.death.on == date(2023, 8, 28)
    assert timeline.death.imputed == "D"


def test_relapse_is_not_before_day_0_and_not_after_the_death():
    relapses = [part("relapse_date", "2023-05"), part("relapse_date", "2023-09")]
    dead = {"death_date": date(2023, 9, 3)}
    days = [r.on for r in timeline_of(a_case(relapse=relapses, death=[dead])).relapses]
    assert days == [DAY0, date(2023, 9, 3)]


def test_partial_date_is_a_contact_by_its_first_day():
    case = a_case(disease_assessment=[part("assessment_date", "2023-07")])
    assert last_contact(case) == date(2023, 7, 1)


def test_outcome_says_that_its_day_was_imputed():
    timeline = timeline_of(a_case(death=[part("death_date", "2023")]))
    outcome = ENDPOINTS["OS"].derive(timeline, INFUSION, None)
    assert (outcome.cause, outcome.imputed) == (1, "M")
    assert outcome.end == date(2023, 7, 1)


def test_death_on_no_known_day_is_left_out_with_the_reason():
    timeline = timeline_of(a_case(death=[part("death_date", "")]))
    with pytest.raises(NotDerivable, match="died on a day that is not known"):
        ENDPOINTS["OS"].derive(timeline, INFUSION, None)


def test_relapse_on_no_known_day_leaves_survival_alone():
    visit = {"visit_date": date(2023, 8, 28), "vital_status": "alive"}
    case = a_case(relapse=[part("relapse_date", "")], follow_up=[visit])
    timeline = timeline_of(case)
    assert ENDPOINTS["OS"].derive(timeline, INFUSION, None).cause == 0
    for endpoint in ("LFS", "RI", "NRM"):
        with pytest.raises(NotDerivable, match="relapse has no date"):
            ENDPOINTS[endpoint].derive(timeline, INFUSION, None)


def test_whole_dates_stay_as_they_are():
    case = a_case(death=[{"death_date": date(2024, 1, 1)}])
    assert imputed(case, None) == case
