"""Regressions of a cohort's rows, found again by real R."""

import subprocess

import pytest
from django.http import QueryDict

from outcomes.cohorts.definition import parse
from outcomes.regressions.asked import check
from outcomes.regressions.model import fitted
from outcomes.regressions.script import model_script
from outcomes.regressions.told import told
from outcomes.regressions.typed import read
from tests.api.study import the_study
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
