"""``manage.py estimate`` with strata, late entry and covariates: R's own numbers."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.unit.estimators.agreement import differences
from tests.unit.estimators.r_cases import R, read, values


def estimate(file, *more):
    out = io.StringIO()
    call_command("estimate", str(file), "--at=100", *more, stdout=out)
    return json.loads(out.getvalue())


def expected(topic, name):
    (case,) = [case for case in read(topic, name) if case["id"] == name]
    return case["result"]


BMT = ("--time=t2", "--status=d3")
HEART = ("--time=stop", "--status=event", "--entry=start")


@pytest.mark.shared
def test_cox_of_start_stop_rows():
    more = ("--covariates=age,year,surgery,transplant",)
    found = estimate(R / "survival_heart.csv", *HEART, *more)["regression"]["cox"]
    theirs = expected("cox", "cox_heart_td_efron")
    same = theirs.keys() - {"iter", "concordance_se"}
    assert differences(found, {key: theirs[key] for key in same}) == []


@pytest.mark.shared
@pytest.mark.parametrize("transform", ["km", "identity", "rank", "log"])
def test_proportional_hazards_with_factors(transform):
    more = ("--covariates=factor(group),z1,z2",)
    found = estimate(R / "kmsurv_bmt.csv", *BMT, *more)["regression"]["cox"]
    theirs = expected("cox", f"zph_kmsurvbmt_{transform}")
    assert differences(found["zph"][transform], theirs) == []


@pytest.mark.shared
def test_tests_within_strata():
    found = estimate(R / "kmsurv_bmt.csv", *BMT, "--group=group", "--strata=z10")
    theirs = expected("logrank", "lr_kmsurvbmt_strat_mtx")
    assert differences(found["tests"]["logrank"], theirs) == []


@pytest.mark.shared
def test_strata_of_curves_and_of_models_are_one():
    """The ratio from counts within strata is that of Cox with ``strata()``."""
    more = ("--group=group", "--strata=z10", "--covariates=factor(group)")
    found = estimate(R / "kmsurv_bmt.csv", *BMT, *more)
    by_counts = {term["term"][-1]: term["coef"] for term in found["cox"]}
    by_rows = {k[-1]: v for k, v in found["regression"]["cox"]["coef"].items()}
    assert by_counts == pytest.approx(by_rows, rel=1e-7)


@pytest.mark.shared
def test_fine_gray_of_each_cause():
    more = ("--time=ftime", "--status=Status", "--covariates=Age,Sex,D,Phase,Source")
    found = estimate(R / "casebase_bmtcrr.csv", *more)["regression"]["fine_gray"]
    for cause, own in found.items():
        theirs = expected("finegray", f"crr_bmtcrr_cause{cause}")
        ours = [*own["coef"].values()]
        assert differences(ours, theirs["coef_polished"]) == []
        assert own["var"] == [pytest.approx(row, rel=1e-6) for row in theirs["var"]]


@pytest.mark.shared
def test_clusters_give_robust_errors_beside_naive_ones():
    more = ("--covariates=age,surgery", "--cluster=id")
    found = estimate(R / "survival_heart.csv", *HEART, *more)["regression"]["cox"]
    assert found["variance"] == "robust"
    assert values(found["naive_se"]) != list(found["se"].values())
    assert found["rscore"] > 0


ROWS = "days,what,came,age,sex\n10,1,0,40,F\n20,0,5,50,M\n15,2,0,31,F\n30,1,2,62,M\n"
FILE = ("--time=days", "--status=what")


@pytest.fixture
def patients(tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_who_enters_late_is_not_at_risk_before(patients):
    curve = estimate(patients, *FILE, "--entry=came", "--at=1,4")["groups"][0]["km"]
    assert [point["n_risk"] for point in curve] == [4, 4]  # as R: just before day 10
    patients.write_text(ROWS + "40,1,12,20,F\n", encoding="utf-8")
    curve = estimate(patients, *FILE, "--entry=came", "--at=4,13")["groups"][0]["km"]
    assert [point["n_risk"] for point in curve] == [4, 4]


def test_what_a_method_cannot_do_says_so_by_path(patients):
    more = (*FILE, "--covariates=age", "--entry=came")
    found = estimate(patients, *more)
    assert found["regression"]["fine_gray"] == {"1": None, "2": None}
    why = found["not_estimable"]["regression.fine_gray.1"]
    assert "late" in why
    found = estimate(patients, *FILE, "--covariates=age", "--strata=sex")
    assert "strata" in found["not_estimable"]["regression.fine_gray.2"]


def test_a_covariate_that_parts_the_events_is_not_estimable(patients):
    rows = "days,what,x\n1,1,1\n2,1,1\n3,0,0\n4,0,0\n"
    patients.write_text(rows, encoding="utf-8")
    found = estimate(patients, *FILE, "--covariates=x")
    assert found["regression"]["cox"]["coef"] == {"x": None}
    assert found["regression"]["cox"]["se"] == {"x": None}
    assert "infinite" in found["not_estimable"]["regression.cox.coef.x"]


@pytest.mark.parametrize(
    ("row", "more", "says"),
    [
        ("9,1,9,30,F", ["--entry=came"], "row 6: came 9 is not before days 9"),
        ("9,1,x,30,F", ["--entry=came"], "row 6: came 'x' is not a day of entry"),
        ("9,1,0,NA,F", ["--covariates=age"], "row 6: age is missing"),
        ("9,1,0,30,", ["--strata=sex"], "row 6: sex is empty"),
        ("9,1,0,30,F", ["--covariates=age,age"], "each once"),
        ("9,1,0,30,F", ["--covariates=factor(x)"], "no column 'x'"),
        ("9,1,0,30,F", ["--strata=x"], "no column 'x'"),
    ],
)
def test_rows_and_columns_that_cannot_be_used_say_what_to_do(patients, row, more, says):
    patients.write_text(ROWS + row + "\n", encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        estimate(patients, *FILE, *more)
    assert says in str(refusal.value)
