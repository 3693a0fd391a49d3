"""What waits for whom."""

import pytest

from registry.models import DataQuery, Status
from registry.queries.open_queries import open_queries_for
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_data_manager_answers_and_a_monitor_closes():
    builders.a_query()
    builders.a_query(status=Status.ANSWERED)
    waiting = open_queries_for(builders.a_data_manager().actor())
    assert (waiting.to_answer, waiting.to_close, waiting.waiting) == (1, 0, 1)
    waiting = open_queries_for(builders.a_monitor().actor())
    assert (waiting.to_answer, waiting.to_close, waiting.waiting) == (0, 1, 1)


def test_what_is_assigned_to_somebody_comes_first():
    manager = builders.a_data_manager()
    builders.a_query()
    own = builders.a_query(assigned_to=manager)
    waiting = open_queries_for(manager.actor())
    assert (waiting.mine, waiting.first[0]) == (1, own)


def test_another_centre_sees_nothing():
    builders.a_query()
    waiting = open_queries_for(builders.a_data_manager("HEB").actor())
    assert (waiting.waiting, list(waiting.first)) == (0, [])


def test_what_is_settled_waits_for_nobody():
    query = builders.a_query()
    builders.closed(query)
    assert not open_queries_for(builders.a_data_manager().actor()).waiting


def test_the_number_of_queries_is_fixed(django_assert_num_queries):
    actor = builders.a_data_manager().actor()
    for _ in range(3):
        builders.a_query()
    with django_assert_num_queries(2):
        [query.patient.centre.code for query in open_queries_for(actor).first]
    assert DataQuery.objects.count() == 3
