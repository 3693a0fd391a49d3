"""The ground the tests stand on is what it says."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections


def leave_a_row() -> None:
    Session.objects.create(session_key="left behind", expire_date=datetime.now(UTC))


def count_rows() -> int:
    try:
        return Session.objects.count()
    finally:
        connections.close_all()


def test_a_test_is_the_application_role_and_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("dayzero_app",)
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
        )
        assert cursor.fetchone() == (0,)


def test_what_a_committing_test_writes_is_seen_by_other_connections(committed_db):
    leave_a_row()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(count_rows).result() == 1


def test_and_is_gone_for_the_next_test(db):
    assert not Session.objects.exists()


def test_the_live_server_answers_with_the_same_database(live_server):
    leave_a_row()
    with urlopen(f"{live_server.url}/healthz") as answer:
        assert answer.status == 200


def test_and_leaves_nothing_either(db):
    assert not Session.objects.exists()


def test_no_test_reaches_the_network():
    with (
        socket.socket() as door,
        pytest.raises(RuntimeError, match="reached for the network"),
    ):
        door.connect(("192.0.2.1", 80))
