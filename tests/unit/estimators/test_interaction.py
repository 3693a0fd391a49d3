"""The ratio between two groups in parts of the patients, and whether it is one."""

import json
import subprocess

import numpy as np
import pytest

from outcomes.estimators import Counts, NotEstimable, cox_by_group, interaction
from tests.unit.estimators.agreement import differences
from tests.unit.estimators.random_sets import RANDOM

R = """
suppressMessages({library(survival); library(jsonlite)})
precise <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 50)
found <- lapply(fromJSON(commandArgs(TRUE)[1], simplifyDataFrame = FALSE), function(d) {
  d <- as.data.frame(d)
  part <- function(l) {
    f <- coxph(Surv(time, event) ~ group, d, subset = layer == l, control = precise)
    unname(c(coef(f), sqrt(diag(vcov(f)))))
  }
  apart <- coxph(Surv(time, event) ~ group * layer, d, control = precise)
  alike <- coxph(Surv(time, event) ~ group + layer, d, control = precise)
  list(parts = lapply(sort(unique(d$layer)), part),
    chisq = 2 * (apart$loglik[2] - alike$loglik[2]),
    df = length(coef(apart)) - length(coef(alike)))
})
cat(toJSON(found, digits = NA, auto_unbox = TRUE))
"""


def cells(set_):
    """Return counts of every layer and group, and the names of each layer's."""
    layers, groups = sorted({*set_.layer}), sorted({*set_.group})
    parts = [[f"{layer}{group}" for group in groups] for layer in layers]
    own = [f"{a}{b}" for a, b in zip(set_.layer, set_.group, strict=True)]
    names = [name for part in parts for name in part]
    event = set_.event
    return (
        Counts.from_rows(set_.time, event, own, n_causes=1, groups=names),
        parts,
    )


@pytest.mark.r
def test_r_finds_the_same_in_random_patients_with_ties(rscript, tmp_path):
    asked = {
        name: {
            "time": one.time,
            "event": one.event,
            "group": one.group,
            "layer": one.layer,
        }
        for name, one in RANDOM.items()
    }
    (tmp_path / "sets.json").write_text(json.dumps(asked))
    (tmp_path / "interaction.R").write_text(R)
    done = subprocess.run(
        [rscript, "interaction.R", "sets.json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout)
    for name, one in RANDOM.items():
        counts, parts = cells(one)
        found = interaction(counts, parts)
        assert differences(found.df, theirs[name]["df"]) == [], name
        assert found.chisq == pytest.approx(theirs[name]["chisq"], rel=1e-8), name
        for part, of_r in zip(parts, theirs[name]["parts"], strict=True):
            ratios = [*cox_by_group(counts.of(*part)).values()]
            ours = [r.coef for r in ratios] + [r.std_err for r in ratios]
            assert differences(ours, of_r) == [], name


def test_one_ratio_in_all_parts_is_no_interaction():
    one, _ = cells(RANDOM["many ties"])
    twice = Counts(
        ("a", "b", "c", "d"),
        one.days,
        np.concatenate([one.events[:2], one.events[:2]]),
        np.concatenate([one.censored[:2], one.censored[:2]]),
    )
    found = interaction(twice, [["a", "b"], ["c", "d"]])
    assert (found.df, found.chisq) == (1, pytest.approx(0, abs=1e-9))
    assert found.p == pytest.approx(1)


def test_parts_without_a_ratio_are_left_out():
    day, event, cell = [1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 1, 0, 0], "abcdabcd"
    counts = Counts.from_rows(
        [*day, 3, 5, 9],
        [*event, 1, 0, 0],
        [*cell, "e", "e", "f"],
        n_causes=1,
        groups=[*"abcdef"],
    )
    whole = interaction(counts, [["a", "b"], ["c", "d"], ["e", "f"]])
    assert not isinstance(whole, NotEstimable)
    assert whole == interaction(counts, [["a", "b"], ["c", "d"]])
    assert interaction(counts, [["a", "b"], ["e", "f"]]).code == "one_part"
    assert interaction(counts, []).code == "one_part"
