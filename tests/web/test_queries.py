"""The list of queries, one query, and opening one."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Act, ClosedAs, DataQuery, Status
from tests import builders
from tests.builders import a_query, closed

pytestmark = pytest.mark.django_db


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return browser(builders.a_data_manager())


@pytest.fixture
def monitor() -> Client:
    return browser(builders.a_monitor())


def page(client: Client, url: str = "", **asked: object) -> str:
    answer = client.get(url or reverse("queries"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, query: DataQuery, act: str, **sent: object):
    sent = {"version": query.version, **sent}
    return client.post(reverse("query-act", args=[query.pk, act]), sent)


def test_the_list_leads_to_the_field(manager):
    query = a_query()
    shown = page(manager)
    assert "Is it so?" in shown
    assert f"/patients/{query.patient_id}/edit/#id_weight_kg" in shown


def test_the_list_says_so_when_nothing_is_open(manager):
    closed(a_query())
    assert "No query is open" in page(manager)


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"state": "answered"}, False),
        ({"state": "all"}, True),
        ({"form": "infusion"}, False),
        ({"form": "patient"}, True),
        ({"check": "manual"}, True),
        ({"check": "DQ043"}, False),
        ({"check": "differs"}, False),
        ({"age": "7"}, False),
        ({"q": "p001"}, True),
        ({"q": "p002"}, False),
        ({"whose": "assigned"}, False),
        ({"whose": "turn"}, True),
        ({"state": "nonsense", "form": "nonsense"}, True),
    ],
    ids=str,
)
def test_the_list_is_narrowed(manager, asked, seen):
    a_query()
    assert ("Is it so?" in page(manager, **asked)) is seen


def test_the_list_keeps_where_the_record_differs_from_the_findings(manager):
    a_query(code="DQ062", says_en="Stages give II?")
    a_query(code="DQ043", says_en="Too heavy?")
    shown = page(manager, check="differs")
    assert "Stages give II?" in shown
    assert "Too heavy?" not in shown


def test_the_list_asks_the_database_as_often_for_many_rows(
    manager, django_assert_max_num_queries
):
    for number in range(30):
        a_query(assigned_to=builders.a_data_manager(), says_en=f"Number {number}?")
    with django_assert_max_num_queries(16):
        assert "Number 29?" in page(manager)


def test_the_list_goes_on_by_pages(manager):
    for number in range(60):
        a_query(says_en=f"Number {number}?")
    assert "Number 5?" not in page(manager)
    last = DataQuery.objects.order_by("-pk")[49]
    assert "Number 5?" in page(manager, after=last.pk)


def test_answered_queries_are_closed_together_by_the_monitor(monitor):
    answered = [a_query(status=Status.ANSWERED) for _ in range(2)]
    waiting = a_query()
    chosen = [query.pk for query in (*answered, waiting)]
    monitor.post(reverse("queries-many"), {"query": chosen, "act": "close"})
    assert DataQuery.objects.filter(closed_as=ClosedAs.ACCEPTED).count() == 2
    waiting.refresh_from_db()
    assert waiting.status == Status.OPEN


def test_chosen_queries_are_assigned_together(monitor):
    queries, to = [a_query(), a_query()], builders.a_data_manager()
    sent = {"query": [q.pk for q in queries], "act": "assign", "to": to.pk}
    answer = monitor.post(reverse("queries-many"), {**sent, "back": "form=patient"})
    assert answer.url.endswith("?form=patient")
    assert DataQuery.objects.filter(assigned_to=to).count() == 2


def test_nobody_of_another_centre_is_given_a_query(monitor):
    query, stranger = a_query(), builders.a_data_manager("HEB")
    sent = {"query": [query.pk], "act": "assign", "to": stranger.pk}
    monitor.post(reverse("queries-many"), sent)
    assert act(monitor, query, "assign", to=stranger.pk).status_code == 404
    query.refresh_from_db()
    assert query.assigned_to is None


def test_a_monitor_asks_and_a_data_manager_answers(monitor, manager):
    patient, to = builders.a_patient(), builders.a_data_manager()
    url = reverse("query-new", args=[patient.pk, "patient"])
    sent = {"field": "weight_kg", "asks": "In kg?", "to": to.pk}
    answer = monitor.post(url, sent)
    query = DataQuery.objects.get()
    assert answer.url == reverse("query", args=[query.pk])
    assert (query.says_en, query.assigned_to) == ("In kg?", to)
    act(manager, query, "answer", said="In kg, from the chart.")
    query.refresh_from_db()
    assert query.status == Status.ANSWERED
    assert "In kg, from the chart." in page(monitor, answer.url)
    act(monitor, query, "close")
    query.refresh_from_db()
    assert (query.status, query.closed_as) == (Status.CLOSED, ClosedAs.ACCEPTED)


def test_a_form_that_is_missing_can_be_asked_for(monitor):
    patient = builders.a_patient()
    url = reverse("query-new", args=[patient.pk, "infusion"])
    assert "has not got" in page(monitor, url)
    monitor.post(url, {"asks": "Was the patient infused?"})
    query = DataQuery.objects.get()
    assert (query.form, query.record_id) == ("infusion", None)
    begun = reverse("record-new", args=[patient.pk, "infusion"])
    assert begun in page(monitor, reverse("query", args=[query.pk]))


def test_asking_without_words_says_what_to_do_and_keeps_the_rest(monitor):
    url = reverse("query-new", args=[builders.a_patient().pk, "patient"])
    answer = monitor.post(url, {"field": "weight_kg", "asks": " "})
    assert answer.status_code == 422
    assert "Say what is to be answered." in answer.content.decode()


def test_a_monitor_sends_back_what_was_explained(manager, monitor):
    query = a_query(code="DQ043", severity="soft")
    act(manager, query, "confirm", said="It is so.")
    query.refresh_from_db()
    assert query.closed_as == ClosedAs.CONFIRMED
    act(monitor, query, "send-back", said="Says who?")
    query.refresh_from_db()
    assert (query.status, query.reopened) == (Status.OPEN, 1)
    assert [e.act for e in query.entries.all()] == [Act.CONFIRMED, Act.SENT_BACK]


@pytest.mark.parametrize(
    ("made", "done"),
    [
        ({}, "confirm"),
        ({"code": "DQ001", "severity": "hard"}, "confirm"),
    ],
)
def test_what_a_person_asked_or_cannot_be_is_not_confirmed(manager, made, done):
    answer = act(manager, a_query(**made), done, said="It is so.")
    assert answer.status_code == 409


def test_a_data_manager_closes_nothing(manager):
    assert act(manager, a_query(), "close", said="Done.").status_code == 403


def test_what_was_typed_is_kept_when_somebody_else_was_first(manager):
    query = a_query()
    act(manager, query, "comment", said="First.")
    answer = act(manager, query, "answer", said="Second.")
    assert answer.status_code == 412
    assert "Second." in answer.content.decode()


def test_an_answer_needs_words(manager):
    assert act(manager, a_query(), "answer", said="").status_code == 422


def test_who_asked_may_withdraw_and_others_may_not(manager, monitor):
    query = a_query(opened_by=builders.a_data_manager())
    other = browser(builders.a_data_manager(name="other"))
    assert act(other, query, "withdraw", said="No.").status_code == 403
    act(manager, query, "withdraw", said="My mistake.")
    query.refresh_from_db()
    assert query.closed_as == ClosedAs.WITHDRAWN


@pytest.mark.parametrize("name", ["query", "query-act"])
def test_another_centre_does_not_know_it(name):
    stranger = browser(builders.a_data_manager("HEB"))
    args = [a_query().pk] if name == "query" else [a_query().pk, "answer"]
    send = stranger.get if name == "query" else stranger.post
    assert send(reverse(name, args=args)).status_code == 404
