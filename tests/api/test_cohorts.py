"""Cohorts by REST: who sees which, and how new the results are."""

import pytest

from outcomes.models import Cohort
from registry.models import Patient
from tests import builders
from tests.api.study import a_cohort, the_study


def slugs(client):
    return [row["slug"] for row in client.get("/api/v1/cohorts/").json()["results"]]


@pytest.fixture
def cohorts(db):
    for slug, centres in (("own", ["LDP"]), ("theirs", ["HEB"]), ("both", None)):
        a_cohort(slug, centres or ["LDP", "HEB"])


def test_members_of_a_centre_see_its_cohorts(cohorts, program_of):
    for build in (
        builders.a_data_manager,
        builders.an_investigator,
        builders.a_monitor,
    ):
        client = program_of(build())
        assert slugs(client) == ["own"]
        assert client.get("/api/v1/cohorts/theirs/").status_code == 404
        assert client.get("/api/v1/cohorts/both/results/").status_code == 404


@pytest.mark.parametrize("centre", [None, "LDP"])
def test_a_statistician_sees_what_was_granted(cohorts, program_of, centre):
    user = builders.a_statistician(centre)
    client = program_of(user)
    assert slugs(client) == []
    a_cohort("both", [], granted_to=[user])
    assert slugs(client) == ["both"]
    assert client.get("/api/v1/cohorts/own/").status_code == 404


def test_a_system_administrator_sees_none(cohorts, program_of):
    client = program_of(builders.an_admin())
    assert client.get("/api/v1/cohorts/").status_code == 403
    assert client.get("/api/v1/cohorts/own/").status_code == 404


def test_results_name_the_data_they_came_from(manager):
    the_study()
    answer = manager.get("/api/v1/cohorts/cd7-hsct/results/")
    body = answer.json()
    assert body["results"]["n"] == 158
    assert body["data_version"] > 0
    assert not body["recomputing"]
    again = manager.get(
        "/api/v1/cohorts/cd7-hsct/results/", headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304
    cohort = manager.get("/api/v1/cohorts/cd7-hsct/").json()
    assert cohort["data_version"] == body["data_version"]
    assert cohort["centres"] == ["LDP"]


def test_results_say_that_a_change_waits(manager):
    the_study()
    builders.a_record("follow_up", Patient.objects.first())
    body = manager.get("/api/v1/cohorts/cd7-hsct/results/").json()
    assert body["recomputing"]
    assert manager.get("/api/v1/cohorts/cd7-hsct/").json()["recomputing"]


def test_a_change_at_another_centre_is_not_told(manager):
    the_study()
    builders.a_record("follow_up", builders.a_patient("HEB"))
    body = manager.get("/api/v1/cohorts/cd7-hsct/results/").json()
    assert not body["recomputing"]


def test_results_that_are_not_there_yet(manager):
    a_cohort()
    answer = manager.get("/api/v1/cohorts/cd7-hsct/results/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert "results" in answer.json()["title"]


def test_titles_come_in_the_readers_language(manager):
    a_cohort()
    headers = {"Accept-Language": "zh-hans"}
    body = manager.get("/api/v1/cohorts/cd7-hsct/", headers=headers).json()
    assert body["title"] == Cohort.objects.get().title_zh


def test_queries_do_not_grow_with_the_cohorts(manager, django_assert_num_queries):
    a_cohort("one")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        manager.get("/api/v1/cohorts/")
    for number in range(5):
        a_cohort(f"more-{number}")
    with django_assert_num_queries(len(few)):
        assert len(slugs(manager)) == 6
