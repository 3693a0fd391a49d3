"""The months under a curve reach as far as it is read."""

import pytest

from outcomes.cohorts.months import DAYS_A_MONTH, in_months


@pytest.mark.parametrize("until", [1, 365, 730, 1096])
def test_three_years_have_numbers_every_half_year(until):
    assert in_months(until)["at"] == [0, 6, 12, 18, 24, 30, 36]
    assert in_months(until)["days"] == [0, 183, 365, 548, 730, 913, 1096]


def test_five_ten_and_fifteen_years_end_at_their_reading():
    assert in_months(1826)["at"] == [0, 12, 24, 36, 48, 60]
    assert in_months(3653)["at"][-2:] == [96, 120]
    assert in_months(5479)["at"] == [0, 36, 72, 108, 144, 180]


@pytest.mark.parametrize("until", range(1000, 36_526, 977))
def test_what_is_read_lies_on_the_axis_under_seven_numbers_at_most(until):
    found = in_months(until)
    assert found["days"][-1] + 2 >= until
    assert 4 <= len(found["at"]) <= 7
    assert found["days"] == [round(month * DAYS_A_MONTH) for month in found["at"]]
