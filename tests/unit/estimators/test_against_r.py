"""Real R on random patients with many ties: every number agrees to 1e-9."""

import csv
import json
import random
import subprocess
from pathlib import Path

import pytest

from outcomes.estimators import (
    Counts,
    NotEstimable,
    aalen_johansen,
    cox_by_group,
    gray_test,
    kaplan_meier,
    log_rank,
    median_follow_up,
    quantile,
    restricted_mean,
)
from tests.unit.estimators.agreement import differences

SCRIPT = Path(__file__).with_name("reference.R")
DAYS = [0, 1, 5, 12.5, 20, 33, 400]
pytestmark = pytest.mark.r


def patients(seed, *, many, groups, last, step):
    """Return (time, cause, group) of random patients on a coarse grid of days."""
    chance = random.Random(seed)
    return [
        (
            step * chance.randint(0, last),
            chance.choice([0, 0, 1, 1, 2]),
            chance.choice(groups),
        )
        for _ in range(many)
    ]


def ask_r(rscript, rows, path, conf_type):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("time", "status", "group"), *rows])
    days = ",".join(map(str, DAYS))
    done = subprocess.run(
        [rscript, SCRIPT, path, conf_type, days],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def number(value):
    return None if isinstance(value, NotEstimable) else value


def ours_of(counts, group, conf_type, tau):
    """Return one group's results in the shape of reference.R."""
    curve, incidence = kaplan_meier(counts, group), aalen_johansen(counts, group)
    median, mean = quantile(curve, 0.5, conf_type), restricted_mean(curve, tau)
    points = [curve.at(day, conf_type) for day in DAYS]
    read = [
        [incidence.at(cause, day, variance="cmprsk") for day in DAYS]
        for cause in (1, 2)
    ]
    return {
        "group": group,
        "n": curve.n,
        "events": int(curve.events.sum()),
        "median": [number(x) for x in (median.day, median.lower, median.upper)],
        "median_follow_up": number(median_follow_up(counts, group, deaths="stay")),
        "rmst": [mean.days, mean.std_err],
        "n_risk": [point.at_risk for point in points],
        **{
            name: [number(getattr(point, name)) for point in points]
            for name in ("estimate", "std_err", "lower", "upper")
        },
        "incidence": [[number(point.estimate) for point in row] for row in read],
        "variance": [
            [None if number(p.std_err) is None else p.std_err**2 for p in row]
            for row in read
        ],
    }


@pytest.mark.parametrize(
    ("seed", "conf_type", "design"),
    [
        (1, "log-log", {"many": 60, "groups": "AB", "last": 12, "step": 3}),
        (2, "arcsin", {"many": 150, "groups": "ABC", "last": 40, "step": 1}),
        (3, "log", {"many": 90, "groups": "ABCD", "last": 9, "step": 2.5}),
        (4, "plain", {"many": 40, "groups": "AB", "last": 6, "step": 7}),
        (5, "logit", {"many": 400, "groups": "ABC", "last": 25, "step": 1.5}),
    ],
)
def test_every_number_is_that_of_r(rscript, tmp_path, seed, conf_type, design):
    rows = patients(seed, **design)
    theirs = ask_r(rscript, rows, tmp_path / "patients.csv", conf_type)
    counts = Counts.from_rows(*zip(*rows, strict=True), n_causes=2)
    tau = min(
        max(time for time, _, group in rows if group == name) for name in counts.groups
    )
    ratios = list(cox_by_group(counts).values())
    tests = {"logrank": log_rank(counts), "peto_peto": log_rank(counts, rho=1)}
    ours = {
        "groups": [ours_of(counts, name, conf_type, tau) for name in counts.groups],
        **{name: [x.test.chisq, x.test.df] for name, x in tests.items()},
        "gray": [gray_test(counts, cause).chisq for cause in (1, 2)],
        "coef": [ratio.coef for ratio in ratios],
        "coef_std_err": [ratio.std_err for ratio in ratios],
    }
    if len(ratios) == 1:  # R writes a vector of one as a number
        ours |= {key: ours[key][0] for key in ("coef", "coef_std_err")}
    assert differences(ours, theirs) == []
