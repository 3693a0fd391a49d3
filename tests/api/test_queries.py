"""Queries by the API: who asks, who answers, what is refused and how it is said."""

import pytest
from rest_framework.test import APIClient

from registry.models import DataQuery, Status
from tests import builders

pytestmark = pytest.mark.django_db
LIST = "/api/v1/queries/"


def act(client: APIClient, query: DataQuery, name: str, **sent: object):
    query.refresh_from_db()
    headers = {"If-Match": f'"{query.version}"'}
    return client.post(f"{LIST}{query.pk}/{name}/", sent, "json", headers=headers)


def test_a_monitor_asks_and_reads_the_answer(monitor, manager):
    patient = builders.a_patient()
    name = builders.a_data_manager().username
    sent = {"patient": patient.pk, "form": "patient", "field": "weight_kg"}
    asked = monitor.post(LIST, {**sent, "asks": "In kg?", "assigned_to": name}, "json")
    assert asked.status_code == 201
    body = asked.json()
    assert (body["says"], body["check"], body["status"]) == ("In kg?", "", "open")
    assert (body["record"], body["assigned_to"]) == (patient.pk, name)
    query = DataQuery.objects.get()
    assert act(manager, query, "answer", said="Yes.").status_code == 200
    closed = act(monitor, query, "close").json()
    assert (closed["status"], closed["closed_as"]) == ("closed", "accepted")
    assert [one["act"] for one in closed["entries"]] == ["answered", "closed"]
    assert closed["entries"][0]["said"] == "Yes."


def test_the_etag_is_the_version(manager):
    query = builders.a_query()
    answer = manager.get(f"{LIST}{query.pk}/")
    assert answer["ETag"] == '"1"'
    same = manager.get(f"{LIST}{query.pk}/", headers={"If-None-Match": '"1"'})
    assert same.status_code == 304


def test_an_act_names_the_version_that_was_read(manager):
    query = builders.a_query()
    url = f"{LIST}{query.pk}/comment/"
    assert manager.post(url, {"said": "x"}, "json").status_code == 428
    assert act(manager, query, "comment", said="First.").status_code == 200
    late = manager.post(url, {"said": "x"}, "json", headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert late.json()["current"]["entries"][0]["said"] == "First."


def test_an_answer_without_words_is_a_problem_with_its_field(manager):
    answer = act(manager, builders.a_query(), "answer", said=" ")
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"].endswith("words-needed")
    assert problem["errors"][0]["pointer"] == "#/said"


def test_an_act_out_of_turn_says_how_the_query_stands(monitor):
    answer = act(monitor, builders.a_query(), "send-back", said="Again.")
    assert answer.status_code == 409
    assert answer.json()["status_of_query"] == "open"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"form": "patient", "field": "no_such"}, "field"),
        ({"form": "infusion", "record": 4711}, "record"),
        ({"form": "no_such"}, "form"),
        ({"form": "patient", "assigned_to": "stranger"}, "assigned_to"),
    ],
)
def test_what_is_not_there_is_named(monitor, sent, field):
    builders.a_data_manager("HEB", "stranger")
    plain = {"patient": builders.a_patient().pk, "asks": "So?"}
    answer = monitor.post(LIST, plain | sent, "json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("status=open", 1),
        ("status=open&status=answered", 2),
        ("check=DQ043", 1),
        ("form=infusion", 0),
        ("centre=ldp", 2),
        ("centre=heb", 0),
    ],
)
def test_the_list_is_narrowed(manager, asked, number):
    builders.a_query(code="DQ043", severity="soft")
    builders.a_query(status=Status.ANSWERED)
    builders.a_query(builders.a_patient("HEB"))
    assert len(manager.get(f"{LIST}?{asked}").json()["results"]) == number


def test_the_words_are_those_of_the_reader(manager):
    builders.a_query()
    headers = {"Accept-Language": "zh-hans"}
    assert (
        manager.get(LIST, headers=headers).json()["results"][0]["says"] == "是否属实?"
    )


def test_a_save_answers_with_the_queries_it_opened_and_closed(manager):
    patient = builders.a_patient()
    url = f"/api/v1/patients/{patient.pk}/"

    def save(weight: int):
        version = manager.get(url)["ETag"]
        sent = {"weight_kg": weight, "reason": "source checked"}
        return manager.patch(url, sent, "json", headers={"If-Match": version}).json()[
            "queries"
        ]

    opened = save(160)["opened"]
    assert "DQ043" in {query["check"] for query in opened}
    assert [query["check"] for query in save(80)["closed"]] == ["DQ043"]


def test_the_list_asks_the_database_as_often_for_many_rows(
    manager, django_assert_max_num_queries
):
    for _ in range(20):
        builders.a_query(assigned_to=builders.a_data_manager())
    with django_assert_max_num_queries(6):
        assert len(manager.get(LIST).json()["results"]) == 20
