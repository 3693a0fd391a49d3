"""Restricted means: up to the day that a curve is read, or why there is none."""

import pytest

from outcomes.cohorts.curves import survival
from outcomes.estimators import Counts


def found(day, *rows):
    """Return survival of rows of (day, cause, group), read at a day."""
    days, causes, groups = zip(*rows, strict=True)
    counts = Counts.from_rows(days, causes, groups, n_causes=1)
    return survival("OS", counts, day)


FIRST = [(100, 1, "a"), (200, 0, "a"), (300, 1, "a"), (400, 0, "a")]
SECOND = [(50, 1, "b"), (60, 1, "b"), (400, 0, "b"), (400, 0, "b")]


def test_the_area_up_to_the_day_with_its_limits():
    endpoint = found(365, *FIRST, *SECOND)
    mean = endpoint["curves"]["a"]["restricted_mean"]
    # 1 to day 100, 3/4 to day 300, 3/8 to day 365.
    assert mean["mean"] == pytest.approx(100 + 150 + 65 * 3 / 8)
    low, high = mean["limits"]
    assert (low + high) / 2 == pytest.approx(mean["mean"])
    assert high - low == pytest.approx(2 * 1.959964 * mean["std_err"], rel=1e-6)
    other = endpoint["curves"]["b"]["restricted_mean"]
    apart = endpoint["means_apart"]
    assert [*apart] == ["b"]
    assert apart["b"]["estimate"] == pytest.approx(other["mean"] - mean["mean"])
    assert 0 < apart["b"]["p"] < 1


def test_a_curve_that_ends_before_the_day_has_none():
    endpoint = found(500, *FIRST, (50, 1, "b"), (60, 1, "b"))
    first, second = (one["restricted_mean"] for one in endpoint["curves"].values())
    assert first["mean"] is None
    assert first["why"]["code"] == "after_last_patient"
    assert second["mean"] == 55  # nobody is left: it is known ever after
    assert endpoint["means_apart"]["b"]["why"]["code"] == "after_last_patient"


def test_without_an_event_there_are_no_limits():
    endpoint = found(365, (400, 0, "a"), (500, 1, "a"), (400, 0, "b"), (400, 0, "b"))
    mean = endpoint["curves"]["a"]["restricted_mean"]
    assert mean["mean"] == 365
    assert mean["limits"] == [None, None]
    assert mean["why"]["code"] == "no_events"
    assert endpoint["means_apart"]["b"]["why"]["code"] == "no_spread"
