"""Scripts: real R draws the same numbers from them, and stops where one differs."""

import subprocess

import pytest

from outcomes.figures.r_lines import NoScript
from outcomes.figures.script import SCRIPTED, script_of
from tests.unit.figures.conftest import SHOWN, SOURCE


def run(rscript, tmp_path, script):
    file = tmp_path / "script.R"
    file.write_text(script, encoding="utf-8")
    return subprocess.run(
        [rscript, file], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.r
@pytest.mark.parametrize("name", [n for n in SCRIPTED if n in SHOWN])
def test_r_finds_the_same_numbers(rscript, tmp_path, results, name):
    done = run(rscript, tmp_path, script_of(name, results, SOURCE))
    assert done.returncode == 0, done.stderr


@pytest.mark.r
def test_r_stops_at_a_number_that_differs(rscript, tmp_path, results):
    curve = results["survival"]["OS"]["curves"]["car_t"]
    curve["at_horizon"]["estimate"] += 1e-6
    done = run(rscript, tmp_path, script_of("overall-survival", results, SOURCE))
    assert done.returncode != 0
    assert "horizon$surv and at_horizon are not equal" in done.stderr


@pytest.mark.r
@pytest.mark.parametrize("name", ["overall-survival", "relapse"])
def test_one_group_alone_has_a_script(rscript, tmp_path, results, name):
    del results["groups"][1]
    for part in ("survival", "incidence"):
        for endpoint in results[part].values():
            endpoint["test"] |= {"p": None, "chisq": None}
    done = run(rscript, tmp_path, script_of(name, results, SOURCE))
    assert done.returncode == 0, done.stderr


def test_script_says_cohort_data_and_code_and_names_no_patient(results):
    said = script_of("relapse", results, SOURCE)
    assert "# Cohort cd7-hsct, version 1." in said
    assert "change 1691, computed 2026-11-23T17:30:00+00:00" in said
    assert "group,day,status,n" in said
    assert said.rstrip().splitlines()[-1].startswith("stopifnot(all.equal(")
    assert "tolerance = 1e-9" in said


def test_names_of_groups_cannot_leave_their_text(results):
    results["groups"][0]["key"] = 'x"); system("echo")'
    results["survival"]["OS"]["curves"]['x"); system("echo")'] = results["survival"][
        "OS"
    ]["curves"].pop("car_t")
    assert "system(" not in script_of("overall-survival", results, SOURCE)


def test_figure_without_curves_has_no_script(results):
    with pytest.raises(NoScript):
        script_of("flow", results, SOURCE)
    results["survival"]["OS"]["curves"] = {}
    with pytest.raises(NoScript, match="nobody"):
        script_of("overall-survival", results, SOURCE)


def test_late_entry_has_no_script(results):
    results["survival"]["OS"]["curves"]["car_t"]["at_risk"][5] += 7
    with pytest.raises(NoScript, match="late"):
        script_of("overall-survival", results, SOURCE)
