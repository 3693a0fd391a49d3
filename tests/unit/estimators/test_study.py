"""The founding study's rows give what R gives on them (issue 3, point 6)."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from outcomes.estimators import (
    Counts,
    aalen_johansen,
    cox_by_group,
    gray_test,
    kaplan_meier,
    log_rank,
    quantile,
)
from outcomes.estimators.reason import NOT_REACHED

DATA = Path(__file__).parents[2] / "data"
EXPECTED = json.loads((DATA / "study_expected.json").read_text())
HORIZON = 730
COHORTS = ("CAR-T", "chemotherapy")


def exact(value):
    return pytest.approx(value, rel=1e-9)


@pytest.fixture(scope="module")
def study():
    """Return the counts of OS and of relapse (1) against NRM (2), by cohort."""
    survival, relapse = [], []
    with (DATA / "study_reconstruction.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            survival.append((*overall_survival(row), row["cohort"]))
            relapse.append((*first_failure(row), row["cohort"]))
    return {
        "OS": Counts.from_rows(*zip(*survival, strict=True), n_causes=1),
        "LFS": Counts.from_rows(*zip(*relapse, strict=True), n_causes=2),
    }


def days(row, column):
    day0, until = (date.fromisoformat(row[c]) for c in ("hsct_date", column))
    return (until - day0).days


def overall_survival(row):
    if row["death_date"]:
        return days(row, "death_date"), 1
    return days(row, "last_contact_date"), 0


def first_failure(row):
    if row["relapse_date"]:
        return days(row, "relapse_date"), 1
    died, _ = overall_survival(row)
    return died, 2 if row["death_date"] else 0


@pytest.mark.parametrize("endpoint", ["OS", "LFS"])
@pytest.mark.parametrize(
    ("name", "conf_type"),
    [
        ("loglog", "log-log"),
        ("arcsin", "arcsin"),
    ],
)
@pytest.mark.parametrize("cohort", COHORTS)
def test_survival_at_two_years(study, endpoint, name, conf_type, cohort):
    expected, i = EXPECTED[f"{endpoint}_{name}"], COHORTS.index(cohort)
    curve = kaplan_meier(study[endpoint], cohort)
    point = curve.at(HORIZON, conf_type)
    assert point.at_risk == expected["n_risk"][i]
    for field in ("estimate", "std_err", "lower", "upper"):
        assert getattr(point, field) == exact(expected[field][i])
    assert expected["median"][i] is None
    assert quantile(curve).day is NOT_REACHED


@pytest.mark.parametrize("endpoint", ["OS", "LFS"])
def test_log_rank(study, endpoint):
    expected, test = EXPECTED[f"{endpoint}_logrank"], log_rank(study[endpoint]).test
    assert (test.chisq, test.p) == exact((expected["chisq"], expected["p"]))


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("relapse_incidence", 1),
        ("non_relapse_mortality", 2),
    ],
)
def test_incidence_and_gray(study, name, cause):
    expected = EXPECTED[name]
    for i, cohort in enumerate(COHORTS):
        incidence = aalen_johansen(study["LFS"], cohort)
        point = incidence.at(cause, HORIZON, variance="cmprsk")
        assert point.estimate == exact(expected["estimate"][i])
        assert point.std_err**2 == exact(expected["variance"][i])
    test = gray_test(study["LFS"], cause)
    assert (test.chisq, test.p) == exact((expected["gray_chisq"], expected["gray_p"]))


def test_hazard_ratio(study):
    """R stops its iteration within 1e-9 of the likelihood; ours goes on."""
    expected, ours = EXPECTED["OS_cox"], cox_by_group(study["OS"])["chemotherapy"]
    assert ours.coef == exact(expected["coef"])
    assert ours.ratio == exact(expected["hr"])
    assert ours.std_err == exact(expected["se"])
    assert ours.p == exact(expected["p"])
