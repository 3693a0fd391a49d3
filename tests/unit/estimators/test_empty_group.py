"""A group that nobody is in: R's tests leave it out, and so do ours, with a reason."""

import json
import subprocess

import pytest

from outcomes.estimators import (
    Counts,
    NotEstimable,
    aalen_johansen,
    gray_test,
    kaplan_meier,
    log_rank,
)
from tests.unit.estimators.random_sets import patients

ASKED = """
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
d <- fromJSON(commandArgs(TRUE)[1])
g <- factor(d$group, levels = c("A", "B", "nobody"))
one <- survdiff(Surv(d$time, d$status > 0) ~ g)
gray <- cuminc(d$time, d$status, g)$Tests
cat(toJSON(list(logrank = one$chisq, df = sum(one$n > 0) - 1, gray = gray[1, 1:3]),
           digits = NA, auto_unbox = TRUE))
"""


@pytest.fixture
def set_():
    return patients(seed=7, many=80, groups="AB", last=30, step=10)


@pytest.fixture
def counts(set_):
    groups = ["A", "B", "nobody"]
    return Counts.from_rows(
        set_.time, set_.status, set_.group, n_causes=2, groups=groups
    )


def test_it_has_no_curve_but_a_reason(counts):
    for curve in (kaplan_meier(counts, "nobody"), aalen_johansen(counts, "nobody")):
        assert isinstance(curve, NotEstimable)
        assert curve.code
        assert curve.en
        assert curve.zh


@pytest.mark.r
def test_the_tests_are_those_of_the_others(rscript, tmp_path, set_, counts):
    (tmp_path / "asked.R").write_text(ASKED)
    sent = {"time": set_.time, "status": set_.status, "group": set_.group}
    (tmp_path / "rows.json").write_text(json.dumps(sent))
    done = subprocess.run(
        [rscript, tmp_path / "asked.R", tmp_path / "rows.json"],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout)
    ours, gray = log_rank(counts).test, gray_test(counts, 1)
    assert ours.chisq == pytest.approx(theirs["logrank"], rel=1e-9)
    assert ours.df == theirs["df"] == 1
    assert [gray.chisq, gray.p, gray.df] == pytest.approx(theirs["gray"], rel=1e-9)
