"""Efron's sums by a few points, against the sums over every factor, and R."""

import json
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.estimators import Counts, cox_by_group
from outcomes.estimators.ties import FAR, FEW, NEAR, Ties

R = """
suppressMessages({library(survival); library(jsonlite)})
d <- as.data.frame(fromJSON(commandArgs(TRUE)[1]))
precise <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)
f <- coxph(Surv(time, event) ~ group, d, control = precise)
cat(toJSON(c(coef(f), sqrt(diag(vcov(f)))), digits = NA))
"""
# Of two groups: events, and how many times as many are at risk.
DAY = st.tuples(
    st.lists(st.integers(0, 60), min_size=2, max_size=2).filter(any),
    st.lists(st.integers(1, 3 * FAR), min_size=2, max_size=2),
)


def one_by_one(died, at_risk, tied):
    """Return the sums of one day over each of its factors."""
    share = np.arange(died) / died
    factor = at_risk - share * tied
    return [
        np.log(factor).sum(),
        (1 / factor).sum(),
        (share / factor).sum(),
        (1 / factor**2).sum(),
        (share / factor**2).sum(),
        (share**2 / factor**2).sum(),
    ]


@given(st.lists(DAY, min_size=1, max_size=6), st.floats(0.01, 100))
def test_a_few_points_sum_what_all_factors_do(days, ratio):
    tied = np.array([events for events, _ in days])
    at_risk = tied * [times for _, times in days]
    of_group = np.array([1, ratio])
    ties = Ties.of(tied, at_risk)
    rows = [(of @ of_group)[ties.day] for of in (at_risk, tied)]
    sums = ties.sums(*rows)
    by_row = np.array([sums.logs, *sums.first, *sums.second])
    for day, (events, there) in enumerate(zip(tied, at_risk, strict=True)):
        found = by_row[:, ties.day == day].sum(axis=1)
        wanted = one_by_one(events.sum(), there @ of_group, events @ of_group)
        assert found == pytest.approx(wanted, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("times", [1, 1.2, 3.4, 3.6, 31.9, 32.1])
@pytest.mark.parametrize("died", [1, 4, 5, 8, 9, 28, 29, 500, 20_000])
def test_blocks_meet_where_one_way_ends(times, died):
    tied = np.array([[died]])
    at_risk = np.ceil(tied * times).astype(int)
    ties = Ties.of(tied, at_risk)
    sums = ties.sums(*(of[ties.day, 0].astype(float) for of in (at_risk, tied)))
    found = [one.sum() for one in (sums.logs, *sums.first, *sums.second)]
    wanted = one_by_one(died, at_risk[0, 0], died)
    assert found == pytest.approx(wanted, rel=1e-12, abs=1e-15)
    assert ties.weight.sum() == pytest.approx(died)


def test_the_work_does_not_grow_with_the_events():
    few, many = np.array([[3, 4]]), np.array([[3000, 4000]])
    for times, rows in ((FAR, 1), (4, 2)):
        work = [Ties.of(tied, tied * times).share.shape for tied in (few, many)]
        assert work == [(FEW, rows), (FEW, rows)]


def test_where_all_at_risk_have_the_event_it_grows_as_a_logarithm():
    rows = [Ties.of(*[np.array([[10**n]])] * 2).day.size for n in (3, 4, 5, 6)]
    more = np.diff(rows)
    assert rows[0] < 40
    assert (more <= 2 * np.ceil(np.log(10) / np.log(NEAR / (NEAR - 1)))).all()


@pytest.mark.r
def test_r_finds_the_same_with_hundreds_of_ties(rscript, tmp_path):
    chance = np.random.default_rng(20_261_126)
    n = 9_000
    group = np.array(["a", "b", "c"])[chance.integers(0, 3, n)]
    pace = 1 + 0.3 * (group == "b") - 0.2 * (group == "c")
    time = np.floor(chance.exponential(30, n) / pace) % 40 + 1
    event = (chance.random(n) < 0.5).astype(int)
    columns = {"time": time, "event": event, "group": group}
    asked = {name: column.tolist() for name, column in columns.items()}
    (tmp_path / "set.json").write_text(json.dumps(asked))
    (tmp_path / "cox.R").write_text(R)
    done = subprocess.run(
        [rscript, "cox.R", "set.json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    found = cox_by_group(Counts.from_rows(time, event, group, n_causes=1)).values()
    ours = [one.coef for one in found] + [one.std_err for one in found]
    assert ours == pytest.approx(json.loads(done.stdout), rel=1e-10)
