"""The founding study's rows give what R gives on them (issue 3, point 6)."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from outcomes.endpoints import ENDPOINTS, USUAL, Death, Relapse, Timeline
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
    """Return the counts of each endpoint from the transplant on, by cohort."""
    with (DATA / "study_reconstruction.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {code: counts_of(ENDPOINTS[code], rows) for code in USUAL}


def counts_of(endpoint, rows):
    outcomes = [outcome_of(endpoint, row) for row in rows]
    return Counts.from_rows(
        [outcome.day for outcome in outcomes],
        [outcome.cause for outcome in outcomes],
        [row["cohort"] for row in rows],
        n_causes=endpoint.n_causes,
    )


def outcome_of(endpoint, row):
    timeline = Timeline(
        transplants=(on(row, "hsct_date"),),
        relapses=(Relapse(on(row, "relapse_date")),) if row["relapse_date"] else (),
        death=(
            Death(on(row, "death_date"), row["death_cause"])
            if row["death_date"]
            else None
        ),
        last_contact=on(row, "last_contact_date"),
    )
    return endpoint.derive(timeline, timeline.index_events()[0], None)


def on(row, column):
    return date.fromisoformat(row[column])


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
        incidence = aalen_johansen(study["RI"], cohort)
        point = incidence.at(cause, HORIZON, variance="cmprsk")
        assert point.estimate == exact(expected["estimate"][i])
        assert point.std_err**2 == exact(expected["variance"][i])
    test = gray_test(study["RI"], cause)
    own = gray_test(study["RI" if cause == 1 else "NRM"], 1)
    assert own.chisq == exact(test.chisq)
    assert (test.chisq, test.p) == exact((expected["gray_chisq"], expected["gray_p"]))


def test_hazard_ratio(study):
    """R stops its iteration within 1e-9 of the likelihood; ours goes on."""
    expected, ours = EXPECTED["OS_cox"], cox_by_group(study["OS"])["chemotherapy"]
    assert ours.coef == exact(expected["coef"])
    assert ours.ratio == exact(expected["hr"])
    assert ours.std_err == exact(expected["se"])
    assert ours.p == exact(expected["p"])
