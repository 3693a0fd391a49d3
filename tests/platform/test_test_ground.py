"""The ground the tests stand on is what it says."""

import socket

import pytest
from django.db import connection


def test_a_test_is_the_application_role_and_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("dayzero_app",)
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
        )
        assert cursor.fetchone() == (0,)


def test_no_test_reaches_the_network():
    with pytest.raises(RuntimeError, match="reached for the network"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
