"""Early ICAHT from counts: coverage, interpolation, joining of episodes."""

import pytest

from registry.grading import grade


def icaht(counts, **settings):
    """Grade counts by day."""
    return grade("icaht_early_from_counts", {"counts": counts, **settings})


def flat(low, value=0.3, until=30):
    """Return daily counts of 2, with ``value`` on the days of ``low``."""
    return [[day, value if day in low else 2.0] for day in range(until + 1)]


def test_days_between_two_counts_are_interpolated():
    counts = [[0, 2.0], [5, 0.5], [12, 0.5], [13, 2.0], [20, 2.0], [27, 2], [30, 2]]
    assert icaht(counts).grade == 2


def test_a_gap_of_seven_days_is_filled_one_of_eight_is_not():
    assert icaht([[0, 2], [7, 2], [14, 2], [21, 2], [28, 2], [30, 2]]).grade == 0
    answer = icaht([[0, 2], [8, 2], [14, 2], [21, 2], [28, 2], [30, 2]])
    assert answer.missing == ("counts",)


def test_counts_outside_the_days_help_to_fill_them():
    weekly = [[-3, 2], [4, 2], [11, 2], [18, 2], [25, 2], [32, 2]]
    assert icaht(weekly).grade == 0
    assert icaht(weekly[1:]).missing == ("counts",)
    assert icaht(weekly[:-1]).missing == ("counts",)


def test_low_days_after_day_30_do_not_count():
    assert icaht([*flat(set()), [31, 0.1], [32, 0.1]]).grade == 0


def test_the_end_of_follow_up_ends_the_need_for_counts():
    assert icaht(flat(set(range(5, 12)), until=20)).missing == ("counts",)
    assert icaht(flat(set(range(5, 12)), until=20), follow_up_ended=True).grade == 2


def test_never_above_until_the_end_of_follow_up():
    low = set(range(3, 21))
    assert icaht(flat(low, until=20), follow_up_ended=True).grade == 4
    assert icaht(flat(low - {20}, until=20), follow_up_ended=True).grade == 3


def test_the_first_low_day_after_day_3_was_above_before():
    assert icaht(flat(set(range(4, 31)))).grade == 3


@pytest.mark.parametrize("counts", [None, [], [[-9, 2]], [[40, 2]]])
def test_counts_outside_only_are_no_counts(counts):
    answer = icaht(counts, follow_up_ended=True)
    assert answer.missing == ("counts",)
    assert answer.at_least is None


def test_the_longest_episode_is_joined_over_two_days():
    low = {5, 6, 7, 10, 11, 12, 20}
    assert icaht(flat(low), duration_rule="longest_episode").grade == 2
    assert icaht(flat(low), duration_rule="cumulative").grade == 2
    assert icaht(flat({5, 20}), duration_rule="longest_episode").grade == 1
