"""How long somebody stays signed in."""

import re
import time

import pytest

from tests.builders import a_data_manager

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture
def clock(monkeypatch):
    """The clock of sessions: call it with seconds to let them pass."""
    now = [time.time()]
    monkeypatch.setattr("registry.access.sessions.time", lambda: now[0])

    def passes(seconds: float) -> None:
        now[0] += seconds

    return passes


@pytest.fixture
def signed_in(client, clock):
    client.force_login(a_data_manager())
    assert client.get("/").status_code == 200
    return client


def test_half_an_hour_without_activity_ends_the_session(signed_in, clock):
    clock(29 * MINUTE)
    assert signed_in.get("/").status_code == 200
    clock(29 * MINUTE)
    assert signed_in.get("/").status_code == 200
    clock(31 * MINUTE)
    assert signed_in.get("/patients/")["Location"] == "/sign-in/?next=/patients/"


def test_twelve_hours_end_it_whatever_happens(signed_in, clock):
    for _half_hour in range(24):
        assert signed_in.get("/").status_code == 200
        clock(29.9 * MINUTE)
    assert signed_in.get("/").status_code == 200
    clock(6 * MINUTE)
    assert signed_in.get("/").status_code == 302


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(signed_in, clock):
    for _minute in range(29):
        clock(MINUTE)
        polled = signed_in.get("/checks/", headers={"X-Poll": "1"})
        assert polled.status_code == 200
    clock(2 * MINUTE)
    assert signed_in.get("/").status_code == 302


def test_the_page_knows_how_long_it_has(signed_in, clock, settings):
    settings.SESSION_IDLE_SECONDS = 600
    page = signed_in.get("/").content.decode()
    assert 'data-session-seconds="600"' in page
    (left,) = re.findall(r'data-session-at-most="(\d+)"', page)
    assert 43_190 < int(left) <= 43_200


def test_activity_is_written_down_once_a_minute_at_most(signed_in, clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        for _second in range(5):
            clock(1)
            signed_in.get("/calculators/")
    written = [
        q for q in queries if "django_session" in q["sql"] and "UPDATE" in q["sql"]
    ]
    assert not written
