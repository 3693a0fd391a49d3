"""Regressions: laws that hold for all data, and what is refused or has no answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.estimators import Counts, NotEstimable, cox_by_group, log_rank
from outcomes.estimators.reason import (
    ALIASED,
    ENDLESS,
    NO_EVENTS,
    NO_PATIENTS,
    SINGULAR,
    TIME_ZERO,
)
from outcomes.estimators.regression import (
    Design,
    Regression,
    concordance,
    cox_regression,
    fine_gray,
    proportional_hazards,
)
from outcomes.estimators.regression.likelihood import PartialLikelihood
from outcomes.estimators.regression.residuals import score_residuals
from outcomes.estimators.regression.times import Times

patient = st.tuples(
    st.integers(1, 15), st.integers(0, 2), st.integers(-2, 2), st.sampled_from("AB")
)
patients = st.lists(patient, min_size=8, max_size=40)


def columns(rows):
    day, cause, x, group = (list(column) for column in zip(*rows, strict=True))
    return day, cause, [min(c, 1) for c in cause], x, group


def fitted(found):
    return isinstance(found, Regression) and not found.reasons


# ---- Laws


@given(patients)
@settings(max_examples=30, deadline=None)
def test_the_score_test_of_one_factor_without_ties_is_the_log_rank_test(rows):
    day, _, event, _, group = columns(rows)
    day = np.argsort(np.argsort(day, kind="stable")) + 1.0
    if len(set(group)) < 2:
        return
    found = cox_regression(Design.of({"group": group}), day, event)
    test = log_rank(Counts.from_rows(day, event, group, n_causes=1)).test
    if isinstance(found, Regression) and not isinstance(test, NotEstimable):
        assert found.score_test.chisq == pytest.approx(test.chisq, rel=1e-9)


@given(patients)
@settings(max_examples=30, deadline=None)
def test_a_factor_has_the_ratio_that_counts_give(rows):
    day, _, event, _, group = columns(rows)
    if len(set(group)) < 2:
        return
    found = cox_regression(Design.of({"group": group}), day, event)
    ratio = cox_by_group(Counts.from_rows(day, event, group, n_causes=1))["B"]
    if isinstance(ratio, NotEstimable):
        assert not fitted(found)
    else:
        coefficient = found.coefficients["groupB"]
        assert coefficient.coef == pytest.approx(ratio.coef, rel=1e-9, abs=1e-9)
        assert coefficient.std_err == pytest.approx(ratio.std_err, rel=1e-9)
        assert coefficient.p == pytest.approx(ratio.p, rel=1e-6, abs=1e-12)
        assert coefficient.limits() == pytest.approx(ratio.limits(), rel=1e-6)
        assert coefficient.ratio == pytest.approx(ratio.ratio, rel=1e-8)


@given(patients, st.floats(0.1, 50), st.floats(-20, 20))
@settings(max_examples=30, deadline=None)
def test_the_unit_of_a_covariate_only_scales_its_coefficient(rows, unit, origin):
    day, cause, event, x, _ = columns(rows)
    moved = [unit * value + origin for value in x]
    for fit in (
        lambda x: cox_regression(Design.of({"x": x}), day, event),
        lambda x: fine_gray(Design.of({"x": x}), day, cause),
    ):
        plain, scaled = fit(x), fit(moved)
        if fitted(plain) and fitted(scaled):
            ours = scaled.beta[0] * unit
            assert ours == pytest.approx(plain.beta[0], rel=1e-6, abs=1e-9)
            ours, theirs = scaled.wald.chisq, plain.wald.chisq
            assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-9)


@given(patients)
@settings(max_examples=30, deadline=None)
def test_rows_split_by_start_and_stop_are_the_same_model(rows):
    day, _, event, x, group = columns(rows)
    whole = cox_regression(Design.of({"x": x}), day, event, stratum=group)
    cut = [d / 2 for d in day]
    parts = cox_regression(
        Design.of({"x": x + x}),
        cut + day,
        [0] * len(day) + event,
        start=[0.0] * len(day) + cut,
        stratum=group + group,
    )
    if fitted(whole):
        assert parts.beta == pytest.approx(whole.beta, rel=1e-8, abs=1e-9)
        assert parts.log_likelihood == pytest.approx(whole.log_likelihood)


@given(patients)
@settings(max_examples=30, deadline=None)
def test_without_competing_events_fine_gray_is_cox(rows):
    day, _, event, x, _ = columns(rows)
    cox = cox_regression(Design.of({"x": x}), day, event, ties="breslow")
    found = fine_gray(Design.of({"x": x}), day, event)
    if fitted(cox):
        assert found.beta == pytest.approx(cox.beta, rel=1e-8, abs=1e-9)
        assert found.model_variance == pytest.approx(cox.variance, rel=1e-8)


@given(patients, st.sampled_from(["efron", "breslow"]))
@settings(max_examples=30, deadline=None)
def test_residuals_add_up_to_the_score(rows, ties):
    day, _, event, x, group = columns(rows)
    times = Times.from_rows(day, event, stratum=group)
    model = PartialLikelihood(times, np.array(x, float)[:, None], ties)
    beta = np.array([0.3])
    ours = score_residuals(model, beta).sum(axis=0)
    assert ours == pytest.approx(model(beta).score, abs=1e-9)


@given(patients)
@settings(max_examples=30, deadline=None)
def test_the_three_kinds_of_ties_are_one_without_ties(rows):
    day, _, event, x, _ = columns(rows)
    day = np.argsort(np.argsort(day, kind="stable")) + 1.0
    fits = [
        cox_regression(Design.of({"x": x}), day, event, ties=ties)
        for ties in ("efron", "breslow", "exact")
    ]
    if fitted(fits[0]):
        for other in fits[1:]:
            assert other.beta == pytest.approx(fits[0].beta, rel=1e-8, abs=1e-9)


@given(patients)
@settings(max_examples=30, deadline=None)
def test_turning_the_predictor_round_turns_concordance_round(rows):
    day, _, event, x, _ = columns(rows)
    found = concordance(x, day, event)
    if not isinstance(found, NotEstimable):
        other = concordance([-value for value in x], day, event)
        assert found + other == pytest.approx(1)


def test_concordance_by_hand():
    # Pairs (1, 2), (1, 3), (2, 3): the first two in order, the third tied.
    assert concordance([3, 1, 1], [1, 2, 3], [1, 1, 0]) == pytest.approx(2.5 / 3)
    assert concordance([3, 1], [1, 2], [0, 0]) is NO_EVENTS


# ---- No answer


DAYS, EVENTS = [1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 0]


def test_a_coefficient_without_end_leaves_the_others():
    design = Design.of({"x": [1, 1, 1, 0, 0, 0], "y": [0, 1, 0, 1, 0, 0]})
    events = [1, 1, 1, 0, 0, 0]
    found = cox_regression(design, DAYS, events)
    assert found.coefficients["x"] is ENDLESS
    assert found.coefficients["y"].std_err > 0
    assert found.wald is ENDLESS
    assert found.likelihood_ratio.df == 2
    assert proportional_hazards(found, DAYS, events) is ENDLESS


def test_what_never_varies_has_no_coefficient():
    design = Design.of({"x": [1] * 6, "y": [0, 1, 0, 1, 0, 0]})
    found = cox_regression(design, DAYS, EVENTS)
    assert found.coefficients["x"] is ALIASED
    assert list(proportional_hazards(found, DAYS, EVENTS).terms) == ["y"]
    assert cox_regression(Design.of({"x": [1] * 6}), DAYS, EVENTS) is SINGULAR
    assert fine_gray(Design.of({"x": [1] * 6}), DAYS, EVENTS) is SINGULAR


@pytest.mark.parametrize("cluster", [[1] * 6, [1, 1, 1, 2, 2, 2]])
def test_fewer_clusters_than_coefficients_have_no_test(cluster):
    design = Design.of({"x": [3, 1, 2, 5, 4, 0], "y": [0, 1, 0, 1, 0, 0]})
    assert cox_regression(design, DAYS, EVENTS, cluster=cluster).wald is SINGULAR


def test_nobody_and_no_event():
    for model in (cox_regression, fine_gray):
        assert model(Design.of({"x": []}), [], []) is NO_PATIENTS
        assert model(Design.of({"x": [1, 2]}), [3, 4], [0, 0]) is NO_EVENTS


def test_an_event_on_day_0_has_no_logarithm():
    design, days = Design.of({"x": [0, 1, 0, 1, 1, 0]}), [0, 2, 3, 4, 5, 6]
    found = cox_regression(design, days, EVENTS)
    assert proportional_hazards(found, days, EVENTS, transform="log") is TIME_ZERO
    assert proportional_hazards(found, days, EVENTS, transform="rank").whole.df == 1


# ---- What is refused


def test_questions_without_meaning_are_refused():
    design = Design.of({"x": [0, 1, 0, 1, 1, 0]})
    for says, rows in (
        ("covariates for", ([1], [1])),
        ("finite and >= 0", ([-1] * 6, EVENTS)),
        ("0 or 1", (DAYS, [2] * 6)),
        ("differ", (DAYS, [1])),
    ):
        with pytest.raises(ValueError, match=says):
            cox_regression(design, *rows)
    with pytest.raises(ValueError, match="one length"):
        fine_gray(design, [1], [1])
    with pytest.raises(ValueError, match="finite and >= 0"):
        fine_gray(design, [-1] * 6, EVENTS)
    with pytest.raises(ValueError, match="robust"):
        cox_regression(design, DAYS, EVENTS, cluster=DAYS, ties="exact")
    with pytest.raises(ValueError, match="one cluster"):
        cox_regression(design, DAYS, EVENTS, cluster=[1])
    with pytest.raises(ValueError, match="one stratum"):
        cox_regression(design, DAYS, EVENTS, stratum=[1])
    found = cox_regression(design, DAYS, EVENTS)
    with pytest.raises(ValueError, match="transform"):
        proportional_hazards(found, DAYS, EVENTS, transform="sqrt")


@pytest.mark.parametrize(
    ("covariates", "says"),
    [
        ({}, "at least one"),
        ({"x": [1.0, np.nan]}, "missing"),
        ({"x": ["A", ""]}, "missing"),
        ({"x": [1, 2], "y": [1]}, "differ in length"),
        ({"x": [[1, 2]]}, "one value a row"),
    ],
)
def test_covariates_that_cannot_be_used_are_refused(covariates, says):
    with pytest.raises(ValueError, match=says):
        Design.of(covariates)


def test_labels_become_levels():
    design = Design.of({"age": [50, 60, 70], "arm": ["B", "A", "C"], "old": [0, 1, 1]})
    assert design.columns == ("age", "armB", "armC", "old")
    assert design.terms == {"age": (0,), "arm": (1, 2), "old": (3,)}
    assert design.matrix[:, 1].tolist() == [1, 0, 0]
    assert Design.of({"arm": ["A", "A"]}).matrix.shape == (2, 0)


def test_a_likelihood_that_runs_flat_at_once_has_no_coefficient():
    """One step takes all information away; the reason is the same as for a climb."""
    fitted = cox_regression(
        Design.of({"age": [40.0, 50, 31, 62]}), [1, 4, 2, 5], [0, 0, 1, 0]
    )
    assert fitted.coefficients["age"].code == "infinite_ratio_of_covariate"
    within = cox_regression(
        Design.of({"age": [40.0, 50, 31, 62]}),
        [10, 20, 15, 30],
        [1, 0, 1, 1],
        stratum=list("FMFM"),
    )
    assert within.coefficients["age"].code == "infinite_ratio_of_covariate"
    assert within.wald.code == "infinite_ratio_of_covariate"


def test_clusters_without_any_variance_say_so():
    """One cluster's residuals add up to nothing to judge by."""
    fitted = cox_regression(
        Design.of({"x": [0.0, 1, 1, 0]}),
        [1, 2, 3, 4],
        [1, 1, 1, 1],
        cluster=[1, 1, 1, 1],
    )
    assert fitted.coefficients["x"].code == "no_variance"
