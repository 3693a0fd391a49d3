"""Where R answers oddly or stops, the reason is said; what is wrong is refused."""

import numpy as np
import pytest

from outcomes.estimators import (
    Counts,
    aalen_johansen,
    cox_by_group,
    gray_test,
    kaplan_meier,
    limits,
    log_mean_ratio,
    log_rank,
    mean_difference,
    median_follow_up,
    merge_near_ties,
    numbers_at_risk,
    quantile,
    restricted_mean,
    reverse_kaplan_meier,
    trend,
)
from outcomes.estimators.reason import (
    AFTER_LAST,
    AT_ONE,
    AT_ZERO,
    INFINITE_RATIO,
    LIMIT_NOT_REACHED,
    NO_CENSORING,
    NO_EVENTS,
    NO_PATIENTS,
    NO_SPREAD,
    NOT_REACHED,
    ONE_GROUP,
    SINGULAR,
)


def count(day, cause, group=None, **options):
    return Counts.from_rows(day, cause, group, **{"n_causes": 1, **options})


# ---- What is refused


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (([-1], [0]), "finite and >= 0"),
        (([np.nan], [0]), "finite and >= 0"),
        (([np.inf], [0]), "finite and >= 0"),
        (([1], [2]), r"causes must be in 0\.\.1"),
        (([1], [0.5]), "causes must be in"),
        (([1, 2], [0]), "one length"),
        (([1], [0], ["A", "B"]), "one length"),
    ],
)
def test_rows_that_cannot_be_counted_are_refused(rows, says):
    with pytest.raises(ValueError, match=says):
        count(*rows)


def test_unknown_groups_are_refused():
    with pytest.raises(ValueError, match="no such group"):
        count([1], [1], ["C"], groups=("A", "B"))
    with pytest.raises(ValueError, match="no such group"):
        kaplan_meier(count([1], [1]), "A")
    with pytest.raises(ValueError, match="say which"):
        count([1], [1], groups=("A", "B"))
    with pytest.raises(ValueError, match="no such group"):
        count([1], [1], [2], groups=("A", "B"))


@pytest.mark.parametrize("many", [[-1], [1.5]])
def test_multiplicity_is_a_whole_number(many):
    with pytest.raises(ValueError, match="multiplicity"):
        count([1], [1], multiplicity=many)


def test_parts_with_different_causes_do_not_add_up():
    with pytest.raises(ValueError, match="declare the same causes"):
        count([1], [1]) + count([1], [1], n_causes=2)


def test_questions_without_meaning_are_refused():
    curve = kaplan_meier(count([1, 2], [1, 0]))
    with pytest.raises(ValueError, match="probability"):
        quantile(curve, 1)
    with pytest.raises(ValueError, match="tau"):
        restricted_mean(curve, float("inf"))
    with pytest.raises(ValueError, match="conf_type"):
        limits(np.array([0.5]), np.array([0.1]), "loglog")
    with pytest.raises(ValueError, match="cause"):
        aalen_johansen(count([1], [1])).at(2, 1)
    with pytest.raises(ValueError, match="cause"):
        gray_test(count([1], [1]), 2)
    with pytest.raises(ValueError, match="strata"):
        log_rank([count([1], [1], ["A"]), count([1], [1], ["B"])])
    with pytest.raises(ValueError, match="strata"):
        log_rank([])
    with pytest.raises(ValueError, match="no such group"):
        cox_by_group(count([1], [1]), reference="A")


# ---- Counting


def test_groups_are_sorted_as_text():
    assert count([1] * 3, [1] * 3, [10, 9, 1]).groups == ("1", "10", "9")


def test_groups_can_be_given_by_position():
    counts = count([1, 2], [1, 1], [1, 0], groups=("B", "A"))
    assert counts.of("A").days.tolist() == [1]


def test_groups_of_two_parts_are_joined():
    both = count([1], [1], ["B"]) + count([2], [0], ["A"])
    assert both.groups == ("A", "B")
    assert both.n.tolist() == [1, 1]
    assert both.censored.tolist() == [[0, 1], [0, 0]]


def test_nobody_is_a_count():
    nobody = count([], [], [], groups=("A",))
    assert nobody.n.tolist() == [0]
    assert (nobody + count([3], [1], ["A"])).days.tolist() == [3]


def test_days_that_differ_by_rounding_are_one():
    assert merge_near_ties([0.1 + 0.2, 0.3, 0.5]).tolist() == [0.3, 0.3, 0.5]
    assert merge_near_ties([3, 1, 2]).tolist() == [3, 1, 2]
    assert merge_near_ties([2e6, 1e6, 1e6 + 1e-3]).tolist() == [2e6, 1e6, 1e6]
    assert merge_near_ties([7]).tolist() == [7]
    assert merge_near_ties([]).tolist() == []


# ---- What cannot be estimated


def test_an_empty_group_has_no_curve():
    counts = count([1], [1], ["A"], groups=("A", "B"))
    assert kaplan_meier(counts, "B") is NO_PATIENTS
    assert aalen_johansen(counts, "B") is NO_PATIENTS
    assert reverse_kaplan_meier(counts, "B") is NO_PATIENTS
    assert median_follow_up(counts, "B") is NO_PATIENTS
    assert gray_test(counts, 1) is ONE_GROUP
    assert log_rank(counts).test is ONE_GROUP
    assert cox_by_group(counts) == {"B": NO_PATIENTS}
    assert numbers_at_risk(counts, [0, 1, 2]).at_risk.tolist() == [[1, 1, 0], [0] * 3]


def test_all_censored():
    counts = count([5, 8, 8, 12], [0] * 4, list("ABAB"))
    curve = kaplan_meier(counts)
    point = curve.at(8)
    assert (point.estimate, point.std_err) == (1, 0)
    assert point.lower is AT_ONE
    assert curve.at(8, "log").upper == 1
    assert quantile(curve).day is NOT_REACHED
    assert quantile(curve).lower is LIMIT_NOT_REACHED
    assert log_rank(counts).test is NO_EVENTS
    assert gray_test(counts, 1) is NO_EVENTS
    assert cox_by_group(counts) == {"B": NO_EVENTS}
    assert aalen_johansen(counts).at(1, 8).lower is AT_ZERO
    assert aalen_johansen(counts).at(1, 8, "plain").upper == 0


def test_all_dead_leaves_no_limits_and_no_follow_up():
    counts = count([1, 2], [1, 1])
    point = kaplan_meier(counts).at(2)
    assert point.estimate == 0
    assert point.std_err is point.lower is point.upper is AT_ZERO
    assert median_follow_up(counts) is NO_CENSORING
    assert log_rank(counts).test is ONE_GROUP
    assert gray_test(counts, 1) is ONE_GROUP
    assert str(ONE_GROUP).startswith("not estimable: a comparison needs two groups")


def test_a_curve_before_its_first_and_after_its_last_day():
    counts = count([3, 5], [1, 0])
    before, after = (kaplan_meier(counts).at(day) for day in (2, 6))
    assert (before.at_risk, before.estimate, before.std_err) == (2, 1, 0)
    assert (before.lower, before.upper) == (1, 1)
    assert (after.at_risk, after.estimate) == (0, 0.5)
    incidence = aalen_johansen(counts)
    assert incidence.at(1, 2).upper == 0
    assert incidence.at(1, 6).estimate is AFTER_LAST
    assert incidence.at(1, 5).estimate == 0.5


def test_tied_deaths_leave_first_in_reverse_kaplan_meier():
    counts = count([4, 4, 4, 9], [1, 0, 0, 0])
    assert reverse_kaplan_meier(counts).survival[0] == pytest.approx(1 / 3)
    stay = reverse_kaplan_meier(counts, deaths="stay")
    assert stay.survival[0] == pytest.approx(1 / 2)
    assert median_follow_up(counts) == 4
    assert median_follow_up(counts, deaths="stay") == 6.5


def test_one_patient():
    counts = count([7], [1])
    assert quantile(kaplan_meier(counts)).day == 7
    assert restricted_mean(kaplan_meier(counts), 10).days == 7
    assert aalen_johansen(counts).at(1, 7, variance="cmprsk").std_err == 1


def test_a_quantile_passed_only_by_rounding_ends_with_follow_up():
    """A limit that touches the level and is never passed runs to the last day."""
    curve = kaplan_meier(count([1, 2, 3, 4], [1, 1, 0, 0]))
    assert quantile(curve).day == 3


def test_everyone_dying_on_one_day_gives_no_test():
    counts = count([4] * 4, [1] * 4, list("AABB"))
    assert log_rank(counts).test is SINGULAR
    ratio = cox_by_group(counts)["B"]
    assert ratio.coef == pytest.approx(0, abs=1e-12)


def test_a_group_that_left_early_costs_no_degree_of_freedom():
    counts = count([1, 2, 3, 4, 5], [0, 1, 1, 1, 1], list("ABCBC"))
    test = log_rank(counts).test
    assert test.df == 1
    without = count([2, 3, 4, 5], [1, 1, 1, 1], list("BCBC"))
    assert test.chisq == pytest.approx(log_rank(without).test.chisq)
    assert gray_test(counts, 1) is SINGULAR


def test_a_group_without_patients_is_left_out_of_comparisons():
    rows = ([2, 3, 4, 5], [1, 1, 1, 1], list("BCBC"))
    counts, without = count(*rows, groups=("A", "B", "C")), count(*rows)
    assert log_rank(counts).test == log_rank(without).test
    assert gray_test(counts, 1) == gray_test(without, 1)
    assert cox_by_group(counts, reference="B")["A"] is NO_PATIENTS


def test_ratios_exist_only_between_groups_tied_by_events():
    days, dead = [1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 0, 0, 1]
    ratios = cox_by_group(count(days, dead, list("ABABCCA")))
    assert ratios["C"] is INFINITE_RATIO
    alone = cox_by_group(count([1, 2, 3, 4, 7], [1] * 5, list("ABABA")))
    assert ratios["B"].coef == pytest.approx(alone["B"].coef)


def test_a_first_step_too_long_is_shortened():
    """Newton's first step from 0 leads to a log ratio of 267; R ends at 6.34."""
    days = [1, 3, 2, *range(4, 803)]
    counts = count(days, [1, 0, *[1] * 800], ["B", "B", *["A"] * 800])
    ratio = cox_by_group(counts)["B"]
    assert ratio.coef == pytest.approx(6.3380381373879766, rel=1e-9)
    assert ratio.std_err == pytest.approx(1.435499972755075, rel=1e-9)


def test_stopping_like_r_falls_short_of_the_maximum():
    """Stopping like R is short of the maximum, and no further than R's tolerance."""
    random = np.random.default_rng(6)
    counts = count(
        random.integers(1, 20, 15),
        random.integers(0, 2, 15),
        random.choice(["A", "B"], 15),
    )
    best = cox_by_group(counts)["B"].coef
    like_r = cox_by_group(counts, stop_like_r=True)["B"].coef
    assert like_r == pytest.approx(best, abs=1e-4)
    assert like_r != best


def test_the_reference_group_can_be_chosen():
    counts = count([1, 2, 3, 4, 7], [1] * 5, list("ABABA"))
    there, back = cox_by_group(counts)["B"], cox_by_group(counts, reference="B")["A"]
    assert there.coef == pytest.approx(-back.coef)
    assert there.p == pytest.approx(back.p)
    assert there.reference == "A"


def test_gray_is_open_once_a_stratum_is_empty():
    """A stratum in which nobody has an event adds nothing."""
    full = count([1, 2, 3, 4], [1, 2, 1, 0], list("ABBA"), n_causes=2)
    none = count([3, 4], [0, 0], list("AB"), n_causes=2)
    assert gray_test([full, none], 1).chisq == pytest.approx(gray_test(full, 1).chisq)


# ---- Trend, and differences of means


def test_a_trend_needs_one_score_a_group():
    found = log_rank(count([1, 2, 3], [1, 1, 0], ["A", "B", "C"]))
    for scores in ([1, 2], [1, 2, np.nan]):
        with pytest.raises(ValueError, match="one a group"):
            trend(found, scores)
    assert trend(found, [2, 2, 2]) is SINGULAR
    assert trend(log_rank(count([1], [1], ["A"]))) is ONE_GROUP
    ours, theirs = trend(found), trend(found, [5, 6, 7])
    assert ours.z == pytest.approx(theirs.z)
    assert ours.z < 0
    assert trend(found, [3, 2, 1]).z == pytest.approx(-ours.z)


def test_means_are_compared_up_to_one_day():
    late = kaplan_meier(count([5, 8, 9], [1, 1, 0]))
    early = kaplan_meier(count([0, 0], [1, 1]))
    mean = restricted_mean(late, 7)
    with pytest.raises(ValueError, match="restrict both"):
        mean_difference(mean, restricted_mean(late, 6))
    assert mean_difference(mean, restricted_mean(early, 7)).estimate == mean.days
    assert log_mean_ratio(mean, restricted_mean(early, 7)) is NO_SPREAD
    soon = restricted_mean(late, 1)
    assert mean_difference(soon, soon) is NO_SPREAD
