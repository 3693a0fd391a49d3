"""Late entry, landmarks and states: what holds for all data, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.estimators import (
    Counts,
    Stays,
    aalen_johansen,
    by_state,
    gray_test,
    kaplan_meier,
    landmark,
    log_rank,
    mantel_byar,
    numbers_at_risk,
    occupation,
    occupation_of,
)
from outcomes.estimators.reason import LATE_ENTRY, NO_PATIENTS

patient = st.tuples(st.integers(0, 30), st.integers(0, 2))
patients = st.lists(patient, min_size=1, max_size=40)
cuts = st.lists(st.integers(-2, 32), min_size=40, max_size=40)


def split(rows, cut):
    """Return each row in two where the cut lies within it: (0, cut], (cut, day]."""
    for (day, cause), at in zip(rows, cut, strict=False):
        if 0 <= at < day:
            yield at, 0, -1
            yield day, cause, at
        else:
            yield day, cause, -1


# ---- Late entry


@given(patients, cuts)
def test_rows_split_in_two_give_the_same_curves(rows, cut):
    whole = Counts.from_rows(*zip(*rows, strict=True), n_causes=2)
    day, cause, entry = zip(*split(rows, cut), strict=True)
    parts = Counts.from_rows(day, cause, entry=entry, n_causes=2)
    ours, theirs = (numbers_at_risk(x, range(32)).at_risk for x in (parts, whole))
    assert np.array_equal(ours[0, 1:], theirs[0, 1:])
    ours, theirs = kaplan_meier(parts), kaplan_meier(whole)
    kept = np.isin(ours.days, theirs.days)
    assert ours.survival[kept] == pytest.approx(theirs.survival, rel=1e-12)
    assert ours.at_risk[kept].tolist() == theirs.at_risk.tolist()
    ours, theirs = aalen_johansen(parts), aalen_johansen(whole)
    assert ours.incidence[:, kept] == pytest.approx(theirs.incidence, rel=1e-12)


@given(patients, cuts, st.integers(0, 60))
def test_counts_of_late_entries_add_up(rows, cut, at):
    rows = list(split(rows, cut))

    def count(part):
        day, cause, entry = zip(*part, strict=True) if part else ((), (), ())
        group = ["A"] * len(part)
        return Counts.from_rows(day, cause, group, entry=entry, n_causes=2)

    both, whole = count(rows[:at]) + count(rows[at:]), count(rows)
    assert both.at_risk.tolist() == whole.at_risk.tolist()
    assert both.pooled().at_risk.tolist() == whole.at_risk.tolist()


def test_who_enters_on_a_day_is_not_yet_at_risk_on_it():
    counts = Counts.from_rows(
        [2, 5, 6], [1, 1, 1], ["A", "B", "A"], entry=[0, 2, -1], n_causes=1
    )
    assert counts.at_risk.tolist() == [[2, 1, 1], [0, 1, 0]]
    assert counts.of("B").at_risk.tolist() == [[1]]
    table = numbers_at_risk(counts, [0, 2, 3])
    assert table.at_risk.tolist() == [[2, 2, 1], [0, 0, 1]]


def test_what_has_no_form_for_late_entry_says_so():
    counts = Counts.from_rows(
        [2, 5, 6], [1, 2, 1], ["A", "B", "A"], entry=[0, 2, -1], n_causes=2
    )
    assert gray_test(counts, 1) is LATE_ENTRY
    point = aalen_johansen(counts, "A").at(1, 3, variance="cmprsk")
    assert point.std_err is LATE_ENTRY
    assert point.lower is LATE_ENTRY
    assert point.estimate == 0.5
    assert aalen_johansen(counts, "A").at(1, 3).std_err > 0


def test_entries_need_one_length():
    with pytest.raises(ValueError, match="differ in length"):
        Counts.from_rows([2, 5], [1, 1], entry=[0], n_causes=1)


# ---- Landmark


@given(patients, st.integers(0, 31), st.data())
def test_a_landmark_counts_everyone_once(rows, at, data):
    day, cause = zip(*rows, strict=True)
    known = data.draw(
        st.lists(
            st.sampled_from([math.nan, 0.0, 5.0, 20.0, math.inf]),
            min_size=len(rows), max_size=len(rows),
        )
    )  # fmt: skip
    found = landmark(day, cause, known, at=at, n_causes=2)
    left = found.events_before + found.censored_before
    assert left + found.counts.n.sum() == len(rows)
    assert found.counts.groups == ("not yet", "reached")
    reached = sum(d > at and k <= at for d, k in zip(day, known, strict=True))
    assert found.counts.n[1] == reached


def test_what_becomes_known_after_the_landmark_does_not_group():
    found = landmark(
        [50, 50, 50, 20], [1, 0, 0, 1], [10, 40, math.nan, 5],
        ["CR", "CR", "PR", "PR"], at=28, n_causes=1, before="not assessed",
    )  # fmt: skip
    assert found.counts.groups == ("not assessed", "CR", "PR")
    assert found.counts.n.tolist() == [2, 1, 0]
    assert found.counts.days.tolist() == [22]
    assert (found.events_before, found.censored_before) == (1, 0)


@pytest.mark.parametrize("at", [-1, math.inf, math.nan])
def test_a_landmark_is_a_day(at):
    with pytest.raises(ValueError, match="landmark must be"):
        landmark([1], [1], [1], at=at, n_causes=1)


# ---- A state that changes


@given(patients, cuts)
@settings(deadline=None)
def test_states_share_the_patients_at_risk(rows, cut):
    day, cause = zip(*rows, strict=True)
    counts = by_state(day, cause, cut[: len(rows)], n_causes=2)
    whole = Counts.from_rows(day, cause, n_causes=2)
    both, alone = numbers_at_risk(counts, range(32)), numbers_at_risk(whole, range(32))
    assert np.array_equal(both.at_risk.sum(axis=0), alone.at_risk[0])
    assert np.array_equal(both.events.sum(axis=0), alone.events[0])


def test_a_row_may_stand_for_several_patients_who_change():
    counts = by_state([5, 9], [1, 0], [3, math.nan], n_causes=1, multiplicity=[3, 2])
    assert counts.at_risk.tolist() == [[5, 2, 2], [0, 3, 0]]


def test_nobody_changing_is_one_group():
    counts = by_state([1, 2], [1, 1], [math.nan, 2], n_causes=1)
    assert counts.n.tolist() == [2, 0]
    assert mantel_byar(counts).test.code == "one_group"


def test_a_change_on_day_0_is_the_second_state_from_the_beginning():
    counts = by_state([0, 3], [1, 1], [-1, 0], n_causes=1, groups=("CR", "HSCT"))
    assert counts.of("HSCT").at_risk.tolist() == [[2, 1]]
    assert counts.entries is None


def test_an_event_on_the_day_of_the_change_is_of_the_first_state():
    counts = by_state([5, 9], [1, 1], [5, 5], n_causes=1)
    assert counts.of("not yet").any_event.tolist() == [[1]]
    assert counts.of("reached").any_event.tolist() == [[1]]


def test_from_a_landmark_on_only_later_time_counts():
    counts = by_state([5, 20, 30], [1, 1, 0], [2, 8, 25], n_causes=1, start=10)
    assert counts.days.tolist() == [20, 25, 30]
    assert counts.at_risk.tolist() == [[1, 1, 0], [1, 0, 1]]


# ---- Many states

STATES = ("infused", "HSCT", "relapse", "dead")
some_day = st.sampled_from([math.nan, 0.0, 3.0, 7.0, 7.0, 12.0, 20.0])
path = st.tuples(some_day, some_day, some_day, st.integers(0, 25))
paths = st.lists(path, min_size=1, max_size=30)


def stays_of(rows):
    table = np.array(rows, float)
    return Stays.from_days(table[:, :3], table[:, 3], states=STATES)


@given(paths)
def test_occupation_adds_up_and_nobody_comes_back(rows):
    found = occupation_of(stays_of(rows))
    assert found.probability.sum(axis=1) == pytest.approx(1)
    assert (found.probability >= -1e-12).all()
    assert (np.diff(found.probability[:, 0]) <= 1e-12).all()
    assert (np.diff(found.probability[:, 3]) >= -1e-12).all()
    assert found.greenwood.sum(axis=2) == pytest.approx(0, abs=1e-12)
    assert found.mean_days(20).sum() == pytest.approx(20)
    assert np.isfinite(found.std_err(10)).all()


@given(paths)
def test_each_patient_moves_forward_only(rows):
    stays = stays_of(rows)
    assert (stays.to[stays.to >= 0] > stays.state[stays.to >= 0]).all()
    first = np.diff(stays.patient, prepend=-1) > 0
    assert first.sum() == len(rows)
    assert (stays.state[first] == 0).all()


@given(patients)
def test_one_way_out_is_kaplan_meier_and_two_are_aalen_johansen(rows):
    day, cause = zip(*rows, strict=True)
    counts = Counts.from_rows(day, cause, n_causes=2)
    relapse, death = (
        [d if c == k else math.nan for d, c in rows] for k in (1, 2)
    )  # fmt: skip
    stays = Stays.from_days(
        np.column_stack((relapse, death)), day, states=("alive", "relapse", "dead")
    )
    ended = stays.state == 0
    stays = occupation(
        stays.start[ended], stays.stop[ended], ["alive"] * len(rows),
        np.array(["", "alive", "relapse", "dead"])[stays.to[ended] + 1],
        stays.patient[ended], states=("alive", "relapse", "dead"),
    )  # fmt: skip
    known = aalen_johansen(counts)
    assert stays.probability[:, 0] == pytest.approx(known.survival, abs=1e-12)
    assert pytest.approx(known.incidence, abs=1e-12) == stays.probability[:, 1:].T
    variance = stays.greenwood[:, [1, 2], [1, 2]].T
    assert variance == pytest.approx(known.greenwood, abs=1e-12)


def test_of_states_entered_on_one_day_the_later_counts():
    stays = stays_of([(5, 5, math.nan, 9), (4, 4, 4, 4), (3, math.nan, 30, 8)])
    named = [
        (STATES[s], a, b, STATES[t] if t >= 0 else "")
        for s, a, b, t in zip(
            stays.state, stays.start, stays.stop, stays.to, strict=True
        )
    ]
    assert named == [
        ("infused", -1, 5, "relapse"), ("relapse", 5, 9, ""),
        ("infused", -1, 4, "dead"),
        ("infused", -1, 3, "HSCT"), ("HSCT", 3, 8, ""),
    ]  # fmt: skip


def test_occupation_before_the_first_day_and_after_the_last():
    found = occupation_of(stays_of([(5, math.nan, math.nan, 9)] * 2))
    assert found.at(1).tolist() == [1, 0, 0, 0]
    assert found.std_err(1).tolist() == [0, 0, 0, 0]
    assert found.at(100).tolist() == [0, 1, 0, 0]
    assert found.at_risk_on(5).tolist() == [2, 0, 0, 0]
    assert found.at_risk_on(10).tolist() == [0, 0, 0, 0]
    with pytest.raises(ValueError, match="tau"):
        found.mean_days(math.nan)


def test_nobody_has_no_occupation():
    assert occupation([], [], [], [], [], states=STATES) is NO_PATIENTS


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([(3, 3, "A", "", 1)], "end on a day after"),
        ([(0, 3, "A", "A", 1)], "own state"),
        ([(0, 3, "A", "", 1), (2, 4, "A", "", 1)], "overlap"),
        ([(0, 3, "A", "B", 1), (3, 4, "A", "", 1)], "state that was entered"),
        ([(0, 3, "C", "", 1)], "no such state"),
    ],
)
def test_paths_that_cannot_be_are_refused(rows, says):
    with pytest.raises(ValueError, match=says):
        occupation(*zip(*rows, strict=True), states=("A", "B"))


# ---- Weights of the log-rank family


@given(patients, st.data())
@settings(deadline=None)
def test_names_of_groups_mean_nothing(rows, data):
    labels = data.draw(
        st.lists(st.sampled_from("AB"), min_size=len(rows), max_size=len(rows))
    )
    day, cause = zip(*rows, strict=True)
    other = ["BA"["AB".index(label)] for label in labels]
    for weights in ({}, {"rho": 1}, {"gamma": 1}, {"rho": 0.5, "gamma": 0.5}):
        tests = [
            log_rank(
                Counts.from_rows(day, cause, g, n_causes=2, groups=("A", "B")),
                **weights,
            )
            for g in (labels, other)
        ]
        ours, theirs = (x.observed - x.expected for x in tests)
        assert ours == pytest.approx(theirs[::-1], abs=1e-9)
