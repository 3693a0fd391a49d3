"""The trial on which textbooks work Kaplan-Meier and log-rank by hand."""

import csv
from pathlib import Path

import pytest

from outcomes.estimators import (
    Counts,
    cox_by_group,
    kaplan_meier,
    log_rank,
    numbers_at_risk,
    quantile,
)

VECTOR = Path(__file__).parents[2] / "vectors" / "gehan_1965_remission.csv"


@pytest.fixture(scope="module")
def remission():
    lines = VECTOR.read_text().splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return Counts.from_rows(
        [int(row["week"]) for row in rows],
        [int(row["relapse"]) for row in rows],
        [row["arm"] for row in rows],
        n_causes=1,
    )


def test_survival_is_the_product_worked_by_hand(remission):
    product, steps = 1.0, {6: 18 / 21, 7: 16 / 17, 10: 14 / 15, 13: 11 / 12}
    steps |= {16: 10 / 11, 22: 6 / 7, 23: 5 / 6}
    curve = kaplan_meier(remission, "6-MP")
    for week, staying in steps.items():
        product *= staying
        assert curve.at(week).estimate == pytest.approx(product)
    assert round(product, 3) == 0.448


def test_medians(remission):
    weeks = {
        arm: quantile(kaplan_meier(remission, arm)).day for arm in remission.groups
    }
    assert weeks == {"6-MP": 23, "placebo": 8}


def test_log_rank_and_hazard_ratio(remission):
    assert round(log_rank(remission).test.chisq, 2) == 16.79
    ratio = cox_by_group(remission)["placebo"]
    assert (round(ratio.coef, 3), round(ratio.std_err, 3)) == (1.572, 0.412)


def test_numbers_under_the_curve(remission):
    under = numbers_at_risk(remission, [0, 10, 20, 30])
    assert under.at_risk.tolist() == [[21, 15, 8, 4], [21, 8, 2, 0]]
    assert under.censored.tolist() == [[0, 3, 7, 8], [0, 0, 0, 0]]
