"""R's results for Cox, the test of proportional hazards, and Fine-Gray."""

import numpy as np
import pytest

from outcomes.estimators.regression import (
    Design,
    concordance,
    cox_regression,
    fine_gray,
    proportional_hazards,
)
from tests.unit.estimators.agreement import differences, rows_of
from tests.unit.estimators.r_cases import R, cases, values

pytestmark = pytest.mark.shared


def numbers(rows, name):
    return [float(row[name]) for row in rows]


def labels(rows, name):
    return [row[name] for row in rows]


def start_stop(rows):
    return {name: numbers(rows, name) for name in ("start", "stop", "event")}


def model_of(name):
    """Return the design and the times of a case by its name."""
    if "kmsurvbmt" in name:
        rows = rows_of(R / "kmsurv_bmt.csv")
        more = {} if name.startswith("zph") else {"z8": numbers(rows, "z8")}
        design = Design.of(
            {
                "factor(group)": labels(rows, "group"),
                "z1": numbers(rows, "z1"),
                "z2": numbers(rows, "z2"),
                **more,
            }
        )
        return design, {"stop": numbers(rows, "t2"), "event": numbers(rows, "d3")}
    if "heart" in name:
        rows = rows_of(R / "survival_heart.csv")
        columns = ("age", "year", "surgery", "transplant")
        return Design.of({x: numbers(rows, x) for x in columns}), start_stop(rows)
    rows = rows_of(R / "derived_bmt_td_platelet.csv")
    columns = {"exposed": numbers(rows, "exposed")}
    if name == "zph_strata_td":
        design = Design.of({**columns, "age": numbers(rows, "age")})
        return design, {**start_stop(rows), "stratum": labels(rows, "group")}
    columns["factor(group)"] = labels(rows, "group")
    return Design.of({**columns, "age": numbers(rows, "age")}), start_stop(rows)


@cases("cox", "cox_")
def test_cox(case):
    design, times = model_of(case["id"])
    ties, expected = case["id"].rsplit("_", 1)[1], case["result"]
    found = cox_regression(design, **times, ties=ties)
    coefficients = found.coefficients
    ours = {
        "coef": {name: x.coef for name, x in coefficients.items()},
        "se": {name: x.std_err for name, x in coefficients.items()},
        "var": [values(row) for row in found.variance],
        "loglik": list(found.log_likelihood),
        "lrt": found.likelihood_ratio.chisq,
        "score": found.score_test.chisq,
        "wald": found.wald.chisq,
        "df": found.wald.df,
        "n": found.n,
        "nevent": found.events,
        "concordance": concordance(design.matrix @ found.beta, **times),
    }
    theirs = {key: expected[key] for key in ours}
    if ties == "exact":  # R reports none there
        del theirs["concordance"]
    assert differences(ours, theirs) == []


@cases("cox", "zph_")
def test_proportional_hazards(case):
    design, times = model_of(case["id"])
    name = case["id"].rsplit("_", 1)[1]
    transform = name if name != "td" else "km"
    found = proportional_hazards(
        cox_regression(design, **times), **times, transform=transform
    )
    tests = {**found.terms, "GLOBAL": found.whole}
    assert list(tests) == case["result"]["rows"]
    ours = [[test.chisq, test.df, test.p] for test in tests.values()]
    assert differences(ours, case["result"]["table"]) == []


@cases("landmark_timedep", "landmark_supermodel")
def test_clusters_and_strata(case):
    """Patients are in several landmark sets, each a stratum of its own."""
    rows = []
    for landmark in range(30, 181, 30):
        for patient, row in enumerate(rows_of(R / "kmsurv_bmt.csv")):
            day = float(row["t2"])
            if day > landmark:
                until = min(day, landmark + 365)
                event = int(row["d3"] == "1" and day <= landmark + 365)
                exposed = int(row["da"] == "1" and float(row["ta"]) <= landmark)
                rows.append((patient, landmark, until, event, exposed, row["group"]))
    patient, landmark, until, event, exposed, group = zip(*rows, strict=True)
    found = cox_regression(
        Design.of({"x": exposed, "factor(group)": group}),
        until,
        event,
        start=landmark,
        stratum=landmark,
        cluster=patient,
        ties="breslow",
    )
    ours = {
        "coef": {name: x.coef for name, x in found.coefficients.items()},
        "naive_se": values(np.sqrt(found.model_variance.diagonal())),
        "var": [values(row) for row in found.variance],
        "loglik": list(found.log_likelihood),
        "score": found.score_test.chisq,
        "rscore": found.robust_score_test.chisq,
        "wald": found.wald.chisq,
    }
    assert differences(ours, {key: case["result"][key] for key in ours}) == []


@cases("multistate", "ms_ebmt3_cox_transition")
def test_each_transition_is_a_model_of_its_own(case):
    """R's multi-state Cox model is these three, clustered by patient."""
    rows = rows_of(R / "derived_ebmt3_long.csv")
    ours = {"coef": {}, "se": {}, "naive": []}
    moves = (("1:2", "Tx", "PR"), ("1:3", "Tx", "RelDeath"), ("2:3", "PR", "RelDeath"))
    for name, state, to in moves:
        mine = [row for row in rows if row["from"] == state]
        found = cox_regression(
            Design.of({x: labels(mine, x) for x in ("tcd", "drmatch")}),
            numbers(mine, "stop"),
            [int(row["event"] == to) for row in mine],
            start=numbers(mine, "start"),
            cluster=labels(mine, "id"),
            ties="breslow",
        )
        for column, x in found.coefficients.items():
            ours["coef"][f"{column}_{name}"] = x.coef
            ours["se"][f"{column}_{name}"] = x.std_err
        ours["naive"] += values(np.sqrt(found.model_variance.diagonal()))
    assert differences(ours, case["result"]) == []


@cases("finegray", "crr_bmtcrr_cause")
def test_fine_gray(case):
    rows, expected = rows_of(R / "casebase_bmtcrr.csv"), case["result"]
    columns = {name: labels(rows, name) for name in ("Sex", "D", "Phase", "Source")}
    found = fine_gray(
        Design.of({"Age": numbers(rows, "Age"), **columns}),
        numbers(rows, "ftime"),
        [int(row["Status"]) for row in rows],
        of_interest=int(case["id"][-1]),
    )
    assert differences(values(found.beta), expected["coef_polished"]) == []
    assert found.variance == pytest.approx(np.array(expected["var"]), rel=1e-6)
    likelihoods = [expected["loglik_null"], expected["loglik"]]
    assert differences(list(found.log_likelihood), likelihoods) == []


# ---- Where R has no answer, or an odd one


def small(case):
    data = case["data"]
    covariates = {name: data[name] for name in ("x", "y") if name in data}
    return cox_regression(Design.of(covariates), data["time"], data["status"])


@cases("edge_cases", "cox_monotone")
def test_a_monotone_likelihood_has_no_coefficient(case):
    assert case["result"]["coef"] > 20
    assert small(case).coefficients["x"].code == "infinite_ratio_of_covariate"


@cases("edge_cases", "cox_no_events")
def test_no_events_no_model(case):
    assert small(case).code == "no_events"


@cases("edge_cases", "cox_collinear")
def test_a_covariate_said_by_others_has_no_coefficient(case):
    found = small(case).coefficients
    assert differences(found["x"].coef, case["result"]["coef"][0]) == []
    assert found["y"].code == "aliased"
