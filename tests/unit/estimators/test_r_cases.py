"""R's results case by case, with the R call that gave each."""

import math

import numpy as np
import pytest

from outcomes.estimators import (
    Counts,
    aalen_johansen,
    cox_by_group,
    gray_test,
    kaplan_meier,
    log_mean_ratio,
    log_rank,
    mean_difference,
    merge_near_ties,
    quantile,
    restricted_mean,
    reverse_kaplan_meier,
    trend,
)
from outcomes.estimators.follow_up import median_follow_up
from tests.unit.estimators.agreement import differences, rows_of
from tests.unit.estimators.r_cases import (
    R,
    cases,
    no_nan,
    steps_of,
    transplants,
    value,
    values,
)

pytestmark = pytest.mark.shared


def leukaemias(group=None, only=None):
    rows = rows_of(R / "casebase_bmtcrr.csv")
    rows = [row for row in rows if only is None or row["D"] == only]
    return Counts.from_rows(
        [float(row["ftime"]) for row in rows],
        [int(row["Status"]) for row in rows],
        None if group is None else [row[group] for row in rows],
        n_causes=2,
        groups=("CR1", "CR2", "CR3", "Relapse") if group == "Phase" else None,
    )


DFS = transplants("t2", lambda row: row["d3"], "group") if R.exists() else None
OS = transplants("t1", lambda row: row["d1"], "group") if R.exists() else None


# ---- Kaplan-Meier


def named_groups(case):
    return [("all", None)] if "_all_" in case["id"] else [
        (f"group={group}", group) for group in DFS.groups
    ]  # fmt: skip


@cases("km", "km_kmsurvbmt_dfs")
def test_curve_limits_and_quantiles(case):
    conf_type = case["id"].rsplit("_", 1)[1]
    expected = no_nan(case["result"])
    for name, group in named_groups(case):
        curve = kaplan_meier(DFS, group)
        theirs = {
            key: expected["step"][name][key] for key in steps_of(curve, conf_type)
        }
        assert differences(steps_of(curve, conf_type), theirs) == []
        found = [quantile(curve, p, conf_type) for p in (0.25, 0.5, 0.75)]
        ours = {
            "quantile": values(q.day for q in found),
            "lower": values(q.lower for q in found),
            "upper": values(q.upper for q in found),
        }
        quantiles = expected["quantiles"]
        theirs = {
            key: quantiles[key] if group is None else quantiles[key][name]
            for key in ours
        }
        assert differences(ours, theirs) == []


@cases("km", "km_kmsurvbmt_dfs")
def test_curve_read_at_days(case):
    conf_type, at = case["id"].rsplit("_", 1)[1], no_nan(case["result"]["at"])
    strata = at.get("strata") or ["all"] * len(at["time"])
    for i, (name, day) in enumerate(zip(strata, at["time"], strict=True)):
        group = name.removeprefix("group=") if "=" in name else None
        point = kaplan_meier(DFS, group).at(day, conf_type)
        ours = {
            "n_risk": point.at_risk,
            "surv": value(point.estimate),
            "std_err": value(point.std_err),
            "lower": value(point.lower),
            "upper": value(point.upper),
        }
        assert differences(ours, {key: at[key][i] for key in ours}) == []


@cases("km", "km_reverse_followup_group")
def test_median_follow_up_with_status_flipped(case):
    for group in OS.groups:
        median = median_follow_up(OS, group, deaths="stay")
        assert median == case["result"]["quantile"][f"group={group}"][1]


@cases("km", "km_reverse_followup", but=("_group", "_prodlim"))
def test_reverse_curve_with_status_flipped(case):
    flipped = transplants("t1", lambda row: 1 - int(row["d1"]))
    steps, theirs = steps_of(kaplan_meier(flipped), "log-log"), case["result"]["step"]
    assert differences(steps, {key: theirs["all"][key] for key in steps}) == []
    found = [value(quantile(kaplan_meier(flipped), p).day) for p in (0.25, 0.5, 0.75)]
    assert found == case["result"]["quantiles"]["quantile"]


@cases("km", "km_reverse_followup_prodlim")
def test_reverse_curve_with_deaths_first(case):
    curve, expected = reverse_kaplan_meier(OS), case["result"]
    assert differences(values(curve.days), expected["time"]) == []
    assert differences(values(curve.survival), expected["G"]) == []


# ---- Edge cases


INLINE = (
    "all_", "n1_", "median_", "time_zero_", "event_and", "last_is",
)  # fmt: skip


@cases("edge_cases", "rmst_tau")
def test_mean_beyond_the_last_patient(case):
    data, table = case["data"], case["result"]
    curve = kaplan_meier(Counts.from_rows(data["time"], data["status"], n_causes=1))
    mean = restricted_mean(curve, 10)
    theirs = [table["rmean"], table["se(rmean)"]]
    assert differences([mean.days, mean.std_err], theirs) == []


@cases("edge_cases", "near_tied")
def test_days_that_differ_by_rounding_are_one(case):
    data, expected = case["data"], no_nan(case["result"])
    days = merge_near_ties(data["time"])
    curve = kaplan_meier(Counts.from_rows(days, data["status"], n_causes=1))
    steps = steps_of(curve, "log-log")
    assert differences(steps, {key: expected[key] for key in steps}) == []


@cases("edge_cases", "negative_time", "na_time")
def test_days_that_r_takes_or_drops_are_refused(case):
    data = case["data"]
    days = [math.nan if day is None else day for day in data["time"]]
    with pytest.raises(ValueError, match="finite and >= 0"):
        Counts.from_rows(days, data["status"], n_causes=1)


@cases("edge_cases", "n0", "cuminc_all_censored")
def test_r_stops_where_the_reason_is_said(case):
    data = case["data"]
    assert "error" in case["result"]
    counts = Counts.from_rows(data["time"], data["status"], n_causes=2)
    if case["id"] == "n0":
        assert kaplan_meier(counts).code == "no_patients"
        assert aalen_johansen(counts).code == "no_patients"
    else:
        assert gray_test(counts, 1).code == "no_events"


@cases("edge_cases", "logrank_")
def test_log_rank_of_small_samples(case):
    data, expected = case["data"], case["result"]
    found = log_rank(
        Counts.from_rows(data["time"], data["status"], data["g"], n_causes=1)
    )
    reasons = {
        "logrank_group_no_events": "one_group",
        "logrank_no_events": "no_events",
        "logrank_single_group": "one_group",
    }
    if case["id"] in reasons:
        assert found.test.code == reasons[case["id"]]
    else:
        ours = {
            "obs": values(found.observed),
            "exp": values(found.expected),
            "var": [values(row) for row in found.variance],
            "chisq": found.test.chisq,
            "p": found.test.p,
        }
        assert differences(ours, {key: expected[key] for key in ours}) == []


@cases("edge_cases", *INLINE)
def test_small_samples(case):
    data, expected = case["data"], no_nan(case["result"])
    curve = kaplan_meier(Counts.from_rows(data["time"], data["status"], n_causes=1))
    steps = steps_of(curve, "log-log")
    assert differences(steps, {key: expected[key] for key in steps}) == []
    assert differences(values(curve.std_err), expected["std_err_surv"]) == []
    for i, p in enumerate(expected["quantiles"]["p"]):
        found = quantile(curve, p)
        ours = [value(x) for x in (found.day, found.lower, found.upper)]
        theirs = [expected["quantiles"][k][i] for k in ("quantile", "lower", "upper")]
        assert differences(ours, theirs) == []
    table = expected["table"]
    mean = restricted_mean(curve, max(data["time"]))
    theirs = [table["rmean"], table["se(rmean)"]]
    assert differences([mean.days, mean.std_err], theirs) == []


def jumps(steps):
    """R lists each jump twice, the value before and after; keep the last of a day."""
    return {t: (e, v) for t, e, v in zip(*steps, strict=True)}


def assert_incidence(incidence, cause, theirs):
    ours = [incidence.at(cause, day, variance="cmprsk") for day in theirs["time"]]
    jump = jumps((theirs["time"], theirs["est"], theirs["var"]))
    for point in ours:
        estimate, variance = jump[point.day]
        read = [point.estimate, point.std_err**2]
        assert differences(read, [estimate, variance]) == []


SMALL_CUMINC = (
    "cuminc_n1", "cuminc_time0", "cuminc_ties", "cuminc_single",
    "cuminc_group_only", "cuminc_group_n1",
)  # fmt: skip


@cases("edge_cases", *SMALL_CUMINC)
def test_small_samples_of_competing_causes(case):
    data, expected = case["data"], case["result"]
    counts = Counts.from_rows(
        data["time"], data["status"], data.get("g"), n_causes=max(data["status"])
    )
    for name, steps in expected.items():
        if name != "Tests":
            group, cause = name.split()
            picked = group if len(counts.groups) > 1 else None
            assert_incidence(aalen_johansen(counts, picked), int(cause), steps)
    for i, chisq in enumerate(expected.get("Tests", {}).get("stat", [])):
        test = gray_test(counts, i + 1)
        if chisq == -1:
            assert test.code == "singular_variance"
        else:
            ours = [test.chisq, test.p]
            assert differences(ours, [chisq, expected["Tests"]["p"][i]]) == []
    if len(counts.groups) == 1 and "Tests" not in expected:
        assert gray_test(counts, 1).code == "one_group"


@cases("edge_cases", "cuminc_group_no_events")
def test_a_group_that_left_before_the_events_cannot_be_told_apart(case):
    data = case["data"]
    counts = Counts.from_rows(data["time"], data["status"], data["g"], n_causes=2)
    assert case["result"]["Tests"]["stat"] == [-1, -1]
    for cause in (1, 2):
        assert gray_test(counts, cause).code == "singular_variance"


# ---- Log-rank


@cases("logrank", "lr_kmsurvbmt")
def test_log_rank_family(case):
    name, rho = case["id"], 0.0
    if "rho" in name:
        rho = float(name.rsplit("rho", 1)[1])
    ours = log_rank(stratified() if "strat" in name else DFS, rho=rho)
    shape = {
        "obs": values(ours.observed),
        "exp": values(ours.expected),
        "var": [values(row) for row in ours.variance],
        "chisq": ours.test.chisq,
        "df": ours.test.df,
        "p": ours.test.p,
    }
    # R orders the groups 1, 2, 3 as we do.
    assert differences(shape, {key: case["result"][key] for key in shape}) == []


def stratified():
    rows = rows_of(R / "kmsurv_bmt.csv")
    return [
        Counts.from_rows(
            [float(row["t2"]) for row in rows if row["z10"] == value],
            [int(row["d3"]) for row in rows if row["z10"] == value],
            [row["group"] for row in rows if row["z10"] == value],
            n_causes=1,
        )
        for value in ("0", "1")
    ]


@cases("logrank", "lr_trend")
def test_trend(case):
    found = trend(log_rank(stratified() if "strat" in case["id"] else DFS))
    ours = {"z": found.z, "chisq": found.chisq, "p": found.p}
    known = ours.keys() & case["result"].keys()
    assert differences(ours, {key: case["result"][key] for key in known}) == []
    if "strat" not in case["id"]:
        assert differences(found.chisq, case["result"]["cox_exact_score"]) == []


@cases("logrank", "lr_group_without_events")
def test_log_rank_with_a_group_without_events(case):
    rows = rows_of(R / "kmsurv_bmt.csv")
    group = [
        "noev" if row["group"] == "1" and row["d3"] == "0" else "rest" for row in rows
    ]
    counts = Counts.from_rows(
        [float(row["t2"]) for row in rows],
        [int(row["d3"]) for row in rows],
        group,
        n_causes=1,
    )
    test = log_rank(counts).test
    theirs = [case["result"][key] for key in ("chisq", "p")]
    assert differences([test.chisq, test.p], theirs) == []
    assert cox_by_group(counts)["rest"].code == "infinite_ratio"


# ---- Competing risks


@cases("competing_risks", "cr_")
def test_incidence_and_gray(case):
    name, expected = case["id"], case["result"]
    rho = float(name.rsplit("rho", 1)[1]) if "rho" in name else 0.0
    if "kmsurvbmt" in name:
        failure = {("1", "0"): 1, ("1", "1"): 1, ("0", "1"): 2, ("0", "0"): 0}
        counts = transplants(
            "t2", lambda row: failure[row["d2"], row["d1"]], "group", n_causes=2
        )
    else:
        counts = leukaemias({"D": "D", "all": None}.get(name.split("_")[2], "Phase"))
    tests = expected if "stat" in expected else expected.get("Tests", {})
    strata = (
        [leukaemias("Phase", only=d) for d in ("ALL", "AML")]
        if "strat" in name
        else counts
    )
    for i, chisq in enumerate(tests.get("stat", [])):
        test = gray_test(strata, i + 1, rho=rho)
        ours = [test.chisq, test.p, test.df]
        assert differences(ours, [chisq, tests["p"][i], tests["df"][i]]) == []
    for curve, steps in expected.get("cuminc", expected).items():
        if not isinstance(steps, dict) or "est" not in steps:
            continue
        group, cause = curve.split()
        picked = group if len(counts.groups) > 1 else None
        assert_incidence(aalen_johansen(counts, picked), int(cause), steps)


@cases("competing_risks", "aj_")
def test_limits_are_those_of_survfit(case):
    conf_type, counts = case["id"].rsplit("_", 1)[1], leukaemias("D")
    for group in counts.groups:
        ours, theirs = aalen_johansen(counts, group), case["result"][f"D={group}"]
        theirs = no_nan(theirs)
        assert differences(values(ours.days), theirs["time"]) == []
        for cause in (1, 2):
            lower, upper = ours.limits(cause, conf_type)
            curves = {
                "pstate": values(ours.incidence[cause - 1]),
                "std_err": values(np.sqrt(ours.greenwood[cause - 1])),
                "lower": values(lower),
                "upper": values(upper),
            }
            for key, mine in curves.items():
                other = [row[cause] for row in theirs[key]]
                assert differences(mine, other, f"{group} {cause} {key}") == []


@cases("competing_risks", "etm_")
def test_variance_is_that_of_etm(case):
    ours, expected = aalen_johansen(leukaemias()), case["result"]
    for cause in (1, 2):
        for i, day in enumerate(expected["time"]):
            point = ours.at(cause, day)
            read = [point.estimate, point.std_err**2]
            theirs = [
                list(expected[f"{what}{cause}"].values())[i] for what in ("est", "var")
            ]
            assert differences(read, theirs) == []


@cases("competing_risks", "ci_from_cmprsk_loglog")
def test_log_log_limits_on_the_variance_of_cmprsk(case):
    ours, expected = aalen_johansen(leukaemias()), case["result"]
    for cause in (1, 2):
        for i, day in enumerate((6, 12, 24, 60)):
            point = ours.at(cause, day, "log-log", variance="cmprsk")
            read = [point.estimate, point.std_err, point.lower, point.upper]
            keys = ("est", "se", "lower_loglog", "upper_loglog")
            theirs = [expected[key][cause - 1][i] for key in keys]
            assert differences(read, theirs) == []


# ---- Restricted mean


@cases("rmst", "rmst_kmsurvbmt_os")
def test_restricted_mean(case):
    expected = case["result"]
    for group in OS.groups:
        mean = restricted_mean(kaplan_meier(OS, group), expected["tau"])
        theirs = [expected["rmst"][group], expected["se"][group]]
        assert differences([mean.days, mean.std_err], theirs) == []


@cases("rmst", "rmst_kmsurvbmt_os")
def test_difference_and_ratio_of_restricted_means(case):
    expected = case["result"]
    first, second = (
        restricted_mean(kaplan_meier(OS, group), expected["tau"]) for group in "12"
    )
    difference = mean_difference(second, first)
    lower, upper = difference.limits()
    ours = {
        "est": difference.estimate,
        "se": difference.std_err,
        "lower": lower,
        "upper": upper,
        "p": difference.p,
    }
    assert differences(ours, expected["diff_2v1"]) == []
    ratio = log_mean_ratio(second, first)
    ours = {"log": ratio.estimate, "se": ratio.std_err}
    assert differences(ours, expected["ratio_2v1"]) == []
