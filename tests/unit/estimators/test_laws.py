"""Laws that hold for every set of patients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.estimators import (
    Counts,
    NotEstimable,
    aalen_johansen,
    cox_by_group,
    gray_test,
    kaplan_meier,
    log_rank,
    numbers_at_risk,
    quantile,
    restricted_mean,
    reverse_kaplan_meier,
)
from outcomes.estimators.limits import CONF_TYPES

GROUPS = ("A", "B", "C")
patient = st.tuples(st.integers(0, 30), st.integers(0, 2), st.sampled_from(GROUPS))
patients = st.lists(patient, min_size=1, max_size=60)


def count(rows, multiplicity=None):
    day, cause, group = zip(*rows, strict=True) if rows else ((), (), ())
    return Counts.from_rows(
        day, cause, group, n_causes=2, groups=GROUPS, multiplicity=multiplicity
    )


def same(a, b):
    assert a.groups == b.groups
    for name in ("days", "events", "censored"):
        assert np.array_equal(getattr(a, name), getattr(b, name))


@given(patients)
def test_survival_and_its_limits_are_probabilities(rows):
    curve = kaplan_meier(count(rows))
    assert (np.diff(curve.survival) <= 0).all()
    assert curve.n == len(rows)
    for conf_type in CONF_TYPES:
        lower, upper = curve.limits(conf_type)
        known = ~np.isnan(lower)
        assert np.array_equal(known, ~np.isnan(upper))
        assert (lower[known] <= curve.survival[known] + 1e-12).all()
        assert (upper[known] >= curve.survival[known] - 1e-12).all()
        for limit in (lower[known], upper[known], curve.survival):
            assert ((limit >= 0) & (limit <= 1)).all()


@given(patients)
def test_survival_and_incidences_add_up_to_one(rows):
    incidence = aalen_johansen(count(rows))
    total = incidence.survival + incidence.incidence.sum(axis=0)
    assert total == pytest.approx(np.ones_like(total), abs=1e-12)
    assert incidence.survival == pytest.approx(kaplan_meier(count(rows)).survival)
    assert (incidence.greenwood >= 0).all()
    assert (incidence.cmprsk >= 0).all()


@given(patients)
def test_one_cause_alone_has_the_variance_of_kaplan_meier(rows):
    counts = count([(day, min(cause, 1), group) for day, cause, group in rows])
    curve, incidence = kaplan_meier(counts), aalen_johansen(counts)
    alive = curve.survival > 0
    ours, theirs = incidence.greenwood[0][alive], curve.variance[alive]
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@given(patients, st.integers(0, 60))
def test_counts_of_shards_add_up_to_the_whole(rows, cut):
    same(count(rows[:cut]) + count(rows[cut:]), count(rows))


@given(patients, st.randoms())
def test_the_order_of_rows_means_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))
    same(count(shuffled), count(rows))


@given(patients)
def test_multiplicity_stands_for_repeated_rows(rows):
    distinct = sorted(set(rows))
    same(count(distinct, [rows.count(row) for row in distinct]), count(rows))


@given(patients)
def test_groups_add_up_to_all(rows):
    counts = count(rows)
    pooled = numbers_at_risk(counts.pooled(), range(32))
    by_group = numbers_at_risk(counts, range(32))
    for name in ("at_risk", "events", "censored"):
        parts, whole = getattr(by_group, name), getattr(pooled, name)
        assert np.array_equal(parts.sum(axis=0), whole[0])
    leaving = pooled.events[0] + pooled.censored[0]
    assert np.array_equal(pooled.at_risk[0][1:] + leaving[:-1], [len(rows)] * 31)


@given(patients)
@settings(deadline=None)
def test_scaling_time_scales_days_and_nothing_else(rows):
    rows = [(day + 1, cause, group) for day, cause, group in rows]
    slow = count([(2 * day, cause, group) for day, cause, group in rows])
    fast = count(rows)
    assert log_rank(fast).test == log_rank(slow).test
    assert gray_test(fast, 1) == gray_test(slow, 1)
    means = [restricted_mean(kaplan_meier(x), t) for x, t in ((fast, 9), (slow, 18))]
    assert 2 * means[0].days == pytest.approx(means[1].days)
    medians = [quantile(kaplan_meier(x)).day for x in (fast, slow)]
    if not isinstance(medians[0], NotEstimable):
        assert 2 * medians[0] == medians[1]


@given(patients)
@settings(deadline=None)
def test_comparisons_give_a_number_or_a_reason(rows):
    counts = count(rows)
    tests = [log_rank(counts, rho=rho).test for rho in (0, 1)]
    tests += [gray_test(counts, cause) for cause in (1, 2)]
    for test in tests:
        if not isinstance(test, NotEstimable):
            assert test.chisq >= -1e-9
            assert 0 <= test.p <= 1 + 1e-9
    for ratio in cox_by_group(counts).values():
        if not isinstance(ratio, NotEstimable):
            low, high = ratio.limits()
            assert low < ratio.ratio < high
            assert 0 <= ratio.p <= 1


@given(patients)
def test_observed_and_expected_events_are_as_many(rows):
    found = log_rank(count(rows))
    assert found.observed.sum() == pytest.approx(found.expected.sum())
    assert found.variance.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-9)


@given(patients)
def test_deaths_first_never_shows_longer_loss_than_deaths_staying(rows):
    counts = count(rows)
    first = reverse_kaplan_meier(counts)
    stay = reverse_kaplan_meier(counts, deaths="stay")
    assert (first.survival <= stay.survival + 1e-12).all()
