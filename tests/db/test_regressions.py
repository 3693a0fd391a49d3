"""Regressions of a cohort's rows, found again by real R."""

import subprocess
from datetime import date

import pytest
from django.http import QueryDict

from outcomes.cohorts.definition import parse
from outcomes.pipeline.sweep import sweep
from outcomes.regressions.asked import check, endpoints_of
from outcomes.regressions.model import fitted
from outcomes.regressions.script import model_script
from outcomes.regressions.told import told
from outcomes.regressions.typed import read
from tests.api.study import the_study
from tests.builders import a_patient, a_record, day
from tests.db.pipeline.conftest import a_cohort
from tests.unit.figures.conftest import SOURCE

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "endpoint=OS&x=arm&x=age&x=sex",
    "endpoint=LFS&x=arm&x=age&age-by=points&age-points=14,40&stratum=sex",
    "endpoint=RI&x=arm&x=age&age-per=10&x=donor&x=index_date",
    "endpoint=RI&model=fine_gray&x=arm&x=age&x=sex",
    "endpoint=OS&x=age&x=relapsed&relapsed-by=time_dependent",
)


@pytest.mark.r
def test_r_finds_the_same_numbers(rscript, tmp_path):
    """One study for all models, one script for all of R's answers."""
    cohort = the_study()
    definition = parse(cohort.definition)
    scripts = []
    for address in ADDRESSES:
        checked = check(read(QueryDict(address)), definition)
        assert checked.problems == {}
        found = fitted(cohort, definition, checked.asked)
        model = told(found, checked.asked, definition)
        scripts.append(model_script(found, checked.asked, model, SOURCE))
        assert scripts[-1].count("stopifnot") >= 2
    file = tmp_path / "models.R"
    file.write_text("\n".join(scripts), encoding="utf-8")
    done = subprocess.run(
        [rscript, file], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.r
def test_time_that_begins_with_a_response_has_regressions_too(rscript, tmp_path):
    """States count from the response: R gets the same rows and finds the same."""
    for number in range(40):
        responders(number)
    sweep()
    chosen = {"index": "infusion", "horizon": 365, "endpoints": ["OS", "DOR", "DORNRM"]}
    cohort = a_cohort(definition=chosen)
    definition = parse(cohort.definition)
    scripts = []
    for address in (
        "endpoint=DOR&x=age&x=sex&x=hsct_done&hsct_done-by=time_dependent",
        "endpoint=DORNRM&model=fine_gray&x=age&x=sex",
    ):
        checked = check(read(QueryDict(address)), definition)
        assert checked.problems == {}
        found = fitted(cohort, definition, checked.asked)
        if "hsct_done" in address:
            state = found.rows.columns[2].values
            assert {32.0, 36.0, 40.0} <= set(state)
        scripts.append(
            model_script(
                found, checked.asked, told(found, checked.asked, definition), SOURCE
            )
        )
    file = tmp_path / "models.R"
    file.write_text("\n".join(scripts), encoding="utf-8")
    done = subprocess.run(
        [rscript, file], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def responders(number):
    """Save who responds on day 28; of five one relapses, one dies, some get an HSCT."""
    born = date(1950 + number, 3, 1)
    patient = a_patient(birth_date=born, sex="FM"[number % 2])
    a_record("diagnosis", patient)
    a_record("infusion", patient)
    a_record("disease_assessment", patient, assessment_date=day(28), response="CR")
    if number % 4 == 0:
        a_record("hsct", patient, hsct_date=day(60 + number))
    if number % 5 == 0:
        a_record("relapse", patient, relapse_date=day(70 + 7 * number))
    if number % 5 == 1:
        a_record("death", patient, death_date=day(90 + 5 * number))
    else:
        a_record("follow_up", patient, visit_date=day(500 + number))


def test_what_is_stacked_has_no_regression():
    definition = parse({"index": "hsct", "horizon": 365, "endpoints": ["OS", "NRMCAT"]})
    assert endpoints_of(definition) == ["OS"]
    refused = check(read(QueryDict("endpoint=NRMCAT&x=age")), definition)
    assert "Choose one of the study's endpoints." in refused.problems["endpoint"]
