"""Who is behind a mark, by REST."""

import pytest

from outcomes.models import Cohort
from tests.api.study import the_study
from tests.builders import a_statistician, an_investigator

BEHIND = "/api/v1/cohorts/cd7-hsct/patients/"

pytestmark = pytest.mark.django_db


def test_lines_lead_to_the_form_and_its_history(manager):
    the_study()
    asked = {"group": "car_t", "endpoint": "OS", "cause": 1, "page_size": 5}
    body = manager.get(BEHIND, asked).json()
    assert (body["count"], body["others"], len(body["results"])) == (14, 0, 5)
    line = body["results"][0]
    assert (line["cause"], line["happened"], line["by"]["form"]) == (
        1,
        "Death",
        "death",
    )
    assert manager.get(line["by"]["history"]).status_code == 200
    assert len(manager.get(body["next"]).json()["results"]) == 5


def test_a_statistician_gets_a_number_and_nobody(program_of):
    user = a_statistician()
    the_study().grants.create(user=user)
    body = program_of(user).get(BEHIND, {"group": "car_t"}).json()
    assert (body["count"], body["others"], body["results"]) == (0, 34, [])
    sums = an_investigator("HEB")
    Cohort.objects.get().grants.create(user=sums)
    body = program_of(sums).get(BEHIND, {"group": "car_t"}).json()
    assert (body["count"], body["others"], body["results"]) == (0, None, [])


def test_what_is_no_mark_is_explained(manager):
    the_study()
    answer = manager.get(BEHIND, {"endpoint": "OS", "cause": "x"})
    assert answer.status_code == 400
    assert "whole number" in answer.json()["title"]
