"""Days of engraftment at the edges of the rules."""

from decimal import Decimal

import pytest

from registry.grading import grade


def anc(*counts):
    """Return the day of neutrophil engraftment, or why there is none."""
    return grade("engraftment_anc", {"counts": [list(pair) for pair in counts]}).grade


def platelets(counts, transfusions=(), **settings):
    """Return the day of platelet engraftment, or why there is none."""
    findings = {"counts": counts, "transfusion_days": list(transfusions), **settings}
    return grade("engraftment_plt", findings).grade


def daily(first, *values):
    """Return counts on consecutive days."""
    return [[first + place, value] for place, value in enumerate(values)]


def test_three_days_of_half_a_thousand_engraft():
    assert anc((8, 0.1), (9, 0.4), (10, 0.5), (11, 0.6), (12, 0.5), (13, 0.7)) == 10


def test_a_fall_between_restarts_the_search():
    assert anc((8, 0.1), (9, 0.6), (10, 0.4), (11, 0.6), (12, 0.7), (13, 0.8)) == 11


def test_two_values_are_not_three():
    assert anc((8, 0.1), (9, 0.6), (10, 0.7)) == "not_engrafted"


def test_two_counts_of_one_day_are_one_value():
    assert anc((8, 0.1), (9, 0.6), (9, 0.7), (10, 0.8)) == "not_engrafted"
    assert anc((8, 0.1), (9, 0.6), (10, 0.8), (11, 0.9), (9, 0.3)) == "not_engrafted"


def test_neutrophils_that_never_fall_are_not_an_engraftment():
    assert anc((1, 2.0), (5, 1.1), (9, 0.5)) == "never_below"


def test_values_before_the_fall_do_not_count():
    assert anc((0, 3.0), (1, 2.0), (2, 1.0), (3, 0.2), (9, 0.6), (10, 1), (11, 2)) == 9


def test_counts_before_the_transplant_do_not_count():
    before = [(-9, 0.1), (-5, 0.7), (-4, 0.8), (-3, 0.9)]
    assert anc(*before, (0, 0.9), (7, 0.1), (12, 0.5), (13, 0.6), (14, 0.7)) == 12


@pytest.mark.parametrize("counts", [[], None, [[-3, 0.4]]])
def test_without_a_count_the_day_is_open(counts):
    answer = grade("engraftment_anc", {"counts": counts})
    assert answer.grade is None
    assert answer.missing == ("counts",)
    assert answer.possible == ()


@pytest.mark.parametrize(
    "counts",
    ["12", [[1]], [[1, 2, 3]], [[1.5, 2]], [[True, 2]], [["1", 2]], [[1, 250]], [1, 2]],
)
def test_counts_that_cannot_be_are_invalid(counts):
    assert grade("engraftment_anc", {"counts": counts}).errors == ("counts",)


def test_a_day_past_any_follow_up_is_invalid():
    assert grade("engraftment_anc", {"counts": [[99999, 2]]}).errors == ("counts",)


def test_decimals_are_numbers():
    counts = [[8, Decimal("0.1")], [9, Decimal("0.5")], [10, 1], [11, 2]]
    assert grade("engraftment_anc", {"counts": counts}).grade == 9


def test_seven_days_without_transfusion_engraft():
    assert platelets(daily(9, 10, 20, 21, 22, 23, 24, 25, 26), [9]) == 10


def test_the_threshold_is_a_setting():
    counts = daily(9, 10, 20, 51, 52, 53, 54, 55, 56, 57)
    assert platelets(counts, [9]) == 10
    assert platelets(counts, [9], threshold=50) == 11


def test_a_low_value_in_the_week_restarts_the_search():
    assert platelets(daily(9, 10, 20, 19, 22, 23, 24, 25, 26, 27, 28), [9]) == 12


def test_platelets_never_low_and_never_transfused_did_not_engraft():
    assert platelets(daily(3, 90, 80, 70, 60, 55, 60, 70, 80)) == "never_below"


def test_values_before_the_first_low_or_transfusion_do_not_count():
    high = daily(0, 150, 120, 100, 80, 60, 40, 30, 25)
    assert platelets([*high, *daily(8, 12, 25, 30, 35, 40, 45, 50, 55)]) == 9
    assert platelets([*high, *daily(8, 25, 30, 35, 40, 45, 50, 55)], [7]) == 8


def test_by_three_values_a_transfusion_among_them_does_not_count():
    counts = daily(0, 10, 15, 18, 19, 19, 19, 19, 25, 30, 40, 50, 60)
    assert platelets(counts, [0], rule="CIBMTR_3_VALUES") == 7
    assert platelets(counts, [0, 8], rule="CIBMTR_3_VALUES") == "not_engrafted"


def test_unrecorded_transfusions_leave_the_day_open():
    answer = grade("engraftment_plt", {"counts": [], "transfusion_days": None})
    assert answer.missing == ("counts", "transfusion_days")
    assert "at_least" not in answer.as_json()


@pytest.mark.parametrize("days", ["9", [1.5], [None], {"9": 1}])
def test_transfusion_days_that_cannot_be_are_invalid(days):
    findings = {"counts": [[9, 10]], "transfusion_days": days}
    assert grade("engraftment_plt", findings).errors == ("transfusion_days",)
