"""Standardized differences and quartiles, against hand-worked and R's numbers."""

from math import sqrt

import pytest

from outcomes.cohorts.differences import of_numbers, of_values
from outcomes.cohorts.spread import spread


def test_numbers_differ_by_their_common_spread():
    assert of_numbers([(10, 3), (14, 5)]) == pytest.approx(4 / sqrt((9 + 25) / 2))


def test_two_values_differ_as_their_shares():
    # Austin 2009, equation 2.
    wanted = (0.6 - 0.2) / sqrt((0.6 * 0.4 + 0.2 * 0.8) / 2)
    assert of_values([[6, 4], [20, 80]]) == pytest.approx(wanted)


def test_several_values_differ_by_mahalanobis_distance():
    # By hand: the last two shares differ by (0, 0.3); the mean of their covariances is
    # [[0.21, -0.105], [-0.105, 0.205]].
    wanted = sqrt(0.3**2 * 0.21 / (0.21 * 0.205 - 0.105**2))
    assert of_values([[5, 3, 2], [2, 3, 5]]) == pytest.approx(wanted)


@pytest.mark.parametrize("groups", [[], [[3, 4]], [[3, 4], [0, 0]], [[3, 0], [0, 5]]])
def test_one_known_group_or_no_shared_value_has_no_difference(groups):
    assert of_values(groups) is None


def test_the_largest_of_several_differences_counts():
    assert of_numbers([(0, 1), (1, 1), (3, 1)]) == pytest.approx(3)


@pytest.mark.parametrize(("second", "wanted"), [((2, 0), 0.0), ((3, 0), None)])
def test_groups_without_spread(second, wanted):
    assert of_numbers([(2, 0), second]) == wanted


def test_quartiles_are_those_of_r():
    # quantile(c(1, 2, 2, 2, 10), c(.25, .5, .75)), type 7
    found = spread({10: 1, 1: 1, 2: 3})
    assert (found["n"], found["low"], found["median"], found["high"]) == (5, 2, 2, 2)
    found = spread({1: 1, 2: 1, 3: 1, 4: 1})
    assert (found["low"], found["median"], found["high"]) == (1.75, 2.5, 3.25)
    assert spread({})["median"] is None
