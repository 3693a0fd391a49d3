"""Post a message to a judged address: no redirect is followed, little is read."""

import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any

from django.utils import timezone

from outcomes.models import Delivery
from outcomes.webhooks.address import Destination, NotAllowed, judged
from outcomes.webhooks.signing import signed

SECONDS = 5


class NotReceived(Exception):
    """The message did not arrive, and what came instead."""


def post(delivery: Delivery) -> str:
    """Send a message; return what was answered. Raises NotReceived."""
    try:
        to = judged(delivery.webhook.url)
    except NotAllowed as refused:
        raise NotReceived(str(refused)) from refused
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Day-Zero",
        **signed(delivery, timezone.now()),
    }
    connection = _connection(to)
    try:
        connection.request("POST", to.path, delivery.body.encode(), headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise NotReceived(type(error).__name__) from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotReceived(f"HTTP {status}")
    return f"HTTP {status}"


def _connection(to: Destination) -> HTTPConnection:
    if not to.secure:
        return _Plain(to)
    return _Secure(to)


class _Plain(HTTPConnection):
    def __init__(self, to: Destination) -> None:
        super().__init__(to.host, to.port, timeout=SECONDS)
        self._to = to

    def connect(self) -> None:
        self.sock = _socket(self._to)


class _Secure(HTTPSConnection):
    def __init__(self, to: Destination) -> None:
        super().__init__(to.host, to.port, timeout=SECONDS)
        self._to = to

    def connect(self) -> None:
        context = ssl.create_default_context()
        plain = _socket(self._to)
        self.sock = context.wrap_socket(plain, server_hostname=self._to.host)


def _socket(to: Destination) -> Any:
    return socket.create_connection((to.number, to.port), timeout=SECONDS)
