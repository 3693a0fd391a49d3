"""The study's rows, through the database, give what R gives on them."""

import json
from pathlib import Path

import pytest

from outcomes.models import AnalysisSubject, Cohort, Snapshot
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION, SLUG
from outcomes.study.counts import counts
from outcomes.study.published import comparisons
from outcomes.study.table import table
from tests.builders import a_centre
from tests.db.pipeline.study_rows import load_study

DATA = Path(__file__).parents[2] / "data"
EXPECTED = json.loads((DATA / "study_expected.json").read_text())
ARMS = ("car_t", "chemotherapy")


def exact(value):
    return pytest.approx(value, rel=1e-9)


@pytest.fixture
def results(db):
    """The results of the study's cohort, swept."""
    cohort = Cohort.objects.create(
        slug=SLUG, title_en="Study", title_zh="研究", definition=DEFINITION
    )
    cohort.centres.add(a_centre("LDP"))
    load_study()
    swept = sweep()
    assert (swept.patients, swept.snapshots) == (158, 1)
    return Snapshot.objects.get().results


def test_the_figures_are_those_of_r(results):
    for paramcd in ("OS", "LFS"):
        ours = results["survival"][paramcd]
        for arm, key in enumerate(ARMS):
            at = ours["curves"][key]["at_horizon"]
            for name, kind in (("loglog", "log-log"), ("arcsin", "arcsin")):
                expected = EXPECTED[f"{paramcd}_{name}"]
                assert at["estimate"] == exact(expected["estimate"][arm])
                assert at["std_err"]["greenwood"] == exact(expected["std_err"][arm])
                limits = [expected["lower"][arm], expected["upper"][arm]]
                assert at["limits"][kind] == exact(limits)
                assert at["at_risk"] == expected["n_risk"][arm]
            assert ours["curves"][key]["median"]["day"] is None
        test = EXPECTED[f"{paramcd}_logrank"]
        assert ours["test"]["chisq"] == exact(test["chisq"])
        assert ours["test"]["p"] == exact(test["p"])
    for paramcd, name in (
        ("RI", "relapse_incidence"),
        ("NRM", "non_relapse_mortality"),
    ):
        ours, expected = results["incidence"][paramcd], EXPECTED[name]
        for arm, key in enumerate(ARMS):
            at = ours["curves"][key]["at_horizon"]
            assert at["estimate"] == exact(expected["estimate"][arm])
            assert at["std_err"]["cmprsk"] ** 2 == exact(expected["variance"][arm])
        assert ours["test"]["chisq"] == exact(expected["gray_chisq"])
        assert ours["test"]["p"] == exact(expected["gray_p"])


def test_published_and_reproduced_side_by_side(results):
    verdicts = {row["endpoint"]: row["verdict"] for row in comparisons(results)}
    assert verdicts == {
        "OS": "agrees",
        "LFS": "agrees",
        "RI": "p_differs",
        "NRM": "estimate_differs",
    }
    said = {row["endpoint"]: row["explanation"] for row in comparisons(results)}
    assert said["OS"] is None
    assert "103.1 %" in said["NRM"]["en"]
    assert "28.9 and 22.2 %" in said["NRM"]["en"]
    assert "0.557" in said["RI"]["en"]
    assert "0.368" in said["RI"]["en"]
    assert all(count["agrees"] for count in counts(results))


def test_grades_and_day_28(results):
    crs = {c["key"]: c["n"] for c in results["toxicity"]["crs_grade"]["categories"]}
    assert crs == {"0": 1, "1": 23, "2": 9, "3": 1, "4": 0, "5": 0, "": 0}
    mrd = {c["key"]: c["n"] for c in results["day_28"]["d28_mrd"]["categories"]}
    assert (mrd["negative"], mrd["positive"], mrd[""]) == (31, 3, 0)
    response = results["day_28"]["d28_response"]["categories"]
    assert {c["key"]: c["n"] for c in response if c["n"]} == {"CR": 15, "CRi": 19}


def test_subgroups_of_the_car_t_arm(results):
    found = {s["variable"]: s for s in results["subgroups"]}
    assert {name: s["cut_by"] for name, s in found.items()} == {
        "age": "fixed",
        "blasts_before_car_t": "fixed",
        "copies_before_hsct": "median",
        "car_t_dose": "median",
    }
    for subgroup in found.values():
        assert sum(part["n"] for part in subgroup["groups"]) == 34
        assert subgroup["missing"] == 0
        assert {*subgroup["tests"]} == {"OS", "LFS", "RI", "NRM"}
    young = found["age"]["groups"][0]
    assert young["n"] == 8
    assert young["estimates"]["OS"]["estimate"] == exact(0.875)
    low_blasts = found["blasts_before_car_t"]["groups"][0]
    assert low_blasts["estimates"]["RI"]["estimate"] == 0


def test_every_infusion_and_transplant_is_a_subject(results):
    kinds = AnalysisSubject.objects.values_list("index_kind", flat=True)
    assert sorted(kinds) == ["hsct"] * 158 + ["infusion"] * 34


def test_the_table_in_words(results):
    text = table(Snapshot.objects.get())
    assert "61.9" in text
    assert "67.6" in text
    assert "(44.3-78.0)" in text
    assert "estimate differs" in text


def test_a_changed_study_says_so_and_an_empty_one_too(results):
    results["survival"]["OS"]["curves"]["car_t"]["at_horizon"]["estimate"] = 0.5
    changed, *_ = comparisons(results)
    assert changed["verdict"] == "estimate_differs"
    assert "no longer those of the paper" in changed["explanation"]["en"]
    results["survival"]["OS"]["curves"]["car_t"] = None
    empty, *_ = comparisons(results)
    assert empty["arms"][0]["reproduced"] is None
    assert "no patients" in empty["explanation"]["en"]
