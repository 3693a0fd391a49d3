"""R's results for late entry, landmarks, states that change, and many states."""

import math

import numpy as np
import pytest

from outcomes.estimators import (
    Counts,
    by_state,
    cox_by_group,
    kaplan_meier,
    landmark,
    log_rank,
    mantel_byar,
    occupation,
    quantile,
)
from tests.unit.estimators.agreement import differences, rows_of
from tests.unit.estimators.r_cases import (
    R,
    cases,
    no_nan,
    read,
    steps_of,
    value,
    values,
)

pytestmark = pytest.mark.shared


def column(rows, name):
    return [float(row[name]) for row in rows]


def changes(file, state):
    """Return day, event and day of change of each patient of start-stop rows."""
    found = {}
    for row in rows_of(R / file):
        was = found.get(row["id"], (0, 0, math.nan))
        since = float(row["start"]) if row[state] == "1" else was[2]
        found[row["id"]] = (float(row["stop"]), int(row["event"]), since)
    return zip(*found.values(), strict=True)


@cases("edge_cases", "lt_risk_set_empties", "lt_entry_equals")
def test_patients_who_enter_late(case):
    data, expected = case["data"], no_nan(case["result"])
    counts = Counts.from_rows(
        data["time"], data["status"], entry=data["entry"], n_causes=1
    )
    curve = kaplan_meier(counts)
    kind = "log-log" if "empties" in case["id"] else "log"
    steps = steps_of(curve, kind)
    theirs = expected["all"]
    assert differences(steps, {key: theirs[key] for key in steps}) == []
    assert differences(values(curve.std_err), theirs["std_err_surv"]) == []


@cases("edge_cases", "lt_entry_ge_exit")
def test_an_entry_on_the_last_day_is_refused(case):
    data = case["data"]
    with pytest.raises(ValueError, match="each entry must be a day before"):
        Counts.from_rows(data["time"], data["status"], entry=data["entry"], n_causes=1)


@cases("landmark_timedep", "landmark_agvhd", "landmark_platelet")
def test_landmark(case):
    _, what, day = case["id"].split("_")
    happened, on = ("da", "ta") if what == "agvhd" else ("dp", "tp")
    rows = rows_of(R / "kmsurv_bmt.csv")
    known = [float(row[on]) if row[happened] == "1" else math.nan for row in rows]
    found = landmark(
        column(rows, "t2"), [int(r["d3"]) for r in rows], known,
        at=float(day), n_causes=1, groups=("0", "1"), group=["1"] * len(rows),
        before="0",
    )  # fmt: skip
    expected, counts = no_nan(case["result"]), found.counts
    assert dict(zip(counts.groups, counts.n.tolist(), strict=True)) == expected["n"]
    left = found.events_before + found.censored_before
    assert left == len(rows) - counts.n.sum()
    test, theirs = log_rank(counts), expected["logrank"]
    ours = {
        "n": counts.n.tolist(),
        "obs": values(test.observed),
        "exp": values(test.expected),
        "var": [values(row) for row in test.variance],
        "chisq": test.test.chisq,
        "p": test.test.p,
    }
    assert differences(ours, {key: theirs[key] for key in ours}) == []
    ratio, cox = cox_by_group(counts)["1"], expected["cox"]
    theirs = [cox["coef"]["x"], cox["se"]["x"]]
    assert differences([ratio.coef, ratio.std_err], theirs) == []
    for name, steps in expected.get("km", {}).items():
        curve = kaplan_meier(counts, name.removeprefix("x="))
        ours = steps_of(curve, "log-log")
        assert differences(ours, {key: steps[key] for key in ours}) == []
        median = expected["quantiles"]["quantile"][name][1]
        assert value(quantile(curve).day) == median


@cases("landmark_timedep", "simon_makuch")
def test_simon_makuch(case):
    start = 60 if "lm60" in case["id"] else None
    day, event, since = changes("derived_bmt_td_platelet.csv", "exposed")
    counts = by_state(day, event, since, n_causes=1, start=start)
    for name, group in (("exposed=0", "not yet"), ("exposed=1", "reached")):
        ours = steps_of(kaplan_meier(counts, group), "log-log")
        theirs = no_nan(case["result"])["step"][name]
        assert differences(ours, {key: theirs[key] for key in ours}) == []


@cases("landmark_timedep", "mantel_byar")
def test_mantel_byar(case):
    file, state = (
        ("survival_heart.csv", "transplant")
        if "heart" in case["id"]
        else ("derived_bmt_td_platelet.csv", "exposed")
    )
    counts = by_state(*changes(file, state), n_causes=1)
    found, expected = mantel_byar(counts), case["result"]["hypergeometric"]
    ours = {
        "O0": found.observed[0],
        "O1": found.observed[1],
        "E0": found.expected[0],
        "E1": found.expected[1],
        "V1": found.variance[1, 1],
        "chisq": found.test.chisq,
        "p": found.test.p,
    }
    assert differences(ours, {key: expected[key] for key in ours}) == []
    exact = case["result"]["cox_score_exact"]
    assert differences(found.test.chisq, exact) == []


# ---- Many states

STATES = ("Tx", "PR", "RelDeath")


def transplants_by_state(only=None):
    rows = rows_of(R / "derived_ebmt3_long.csv")
    rows = [row for row in rows if only is None or row["tcd"] == only]
    return occupation(
        column(rows, "start"),
        column(rows, "stop"),
        [row["from"] for row in rows],
        [row["event"].replace("censor", "") for row in rows],
        [row["id"] for row in rows],
        states=STATES,
    )


@cases("multistate", "ms_ebmt3_survfit")
def test_occupation_is_that_of_survfit(case):
    expected = case["result"]
    strata = expected["strata"] or ["all"] * len(expected["time"])
    found = {
        name: transplants_by_state(None if name == "all" else name.split("=")[1])
        for name in set(strata)
    }
    for i, (name, day) in enumerate(zip(strata, expected["time"], strict=True)):
        ours = {
            "n_risk": values(found[name].at_risk_on(day)),
            "pstate": values(found[name].at(day)),
            "std_err": values(found[name].std_err(day)),
        }
        assert differences(ours, {key: expected[key][i] for key in ours}) == []


def test_moves_and_mean_days_are_those_of_survfit():
    (case,) = read("multistate", "ms_ebmt3_survfit")[:1]
    expected, found = case["result"], transplants_by_state()
    moves = found.moves.sum(axis=0)[:, 1:].tolist()
    assert moves == [row[:2] for row in expected["transitions"]]
    means = [row[2] for row in expected["rmst_per_state_1825"]]
    assert differences(values(found.mean_days(1825)), means) == []


@cases("multistate", "ms_ebmt3_etm")
def test_covariance_is_that_of_etm(case):
    expected, found = case["result"], transplants_by_state()
    for i, day in enumerate(expected["time"]):
        step = int(np.searchsorted(found.days, day))
        assert differences(values(found.at(day)), expected["P_Tx"][i]) == []
        names = ("var_Tx_Tx", "var_Tx_PR", "var_Tx_RD")
        theirs = [expected[name][str(day)] for name in names]
        assert differences(values(found.greenwood[step].diagonal()), theirs) == []
