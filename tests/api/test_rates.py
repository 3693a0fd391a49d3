"""How often one may ask is counted per token, and said."""

import pytest

from config.rest.rates import PerToken
from registry.access.rates import count
from registry.models import RateWindow
from tests.builders import a_data_manager


def left(answer):
    return int(answer["RateLimit-Remaining"])


def test_every_answer_says_what_is_left(manager):
    first, second = (manager.get("/api/v1/patients/") for _ in range(2))
    assert first["RateLimit-Limit"] == "3000"
    assert first["RateLimit-Policy"] == '"token";q=3000;w=60'
    assert 0 < int(first["RateLimit-Reset"]) <= 60
    assert left(first) - left(second) == 1


def test_a_problem_says_it_too(manager):
    assert "RateLimit-Remaining" in manager.get("/api/v1/patients/999/")


def test_each_token_counts_for_itself(program_of, monkeypatch):
    user = a_data_manager()
    monkeypatch.setattr(PerToken, "most", 1)
    one, other = program_of(user), program_of(user)
    assert one.get("/api/v1/patients/").status_code == 200
    answer = one.get("/api/v1/patients/")
    assert answer.status_code == 429
    assert answer["Retry-After"] == answer["RateLimit-Reset"]
    assert left(answer) == 0
    assert other.get("/api/v1/patients/").status_code == 200


@pytest.mark.django_db
def test_a_window_begins_anew():
    assert [count("a", 60), count("a", 60), count("b", 60)] == [1, 2, 1]
    assert count("a", 120) == 1
    assert RateWindow.objects.count() == 2


@pytest.mark.django_db
def test_nobody_waits_for_the_log_of_these_counts(django_db_blocker):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class WHERE relname = 'registry_ratewindow'"
        )
        assert cursor.fetchone() == ("u",)
