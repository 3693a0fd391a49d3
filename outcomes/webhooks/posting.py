"""Post a message to a judged address: no redirect is followed, little is read."""

import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any

from django.utils import timezone

from outcomes.models import Delivery
from outcomes.webhooks.address import Destination, NotAllowed, judged
from outcomes.webhooks.signing import signed

# For all of a message: to connect, to send it, to hear what came of it.
SECONDS = 5.0


class NotReceived(Exception):
    """The message did not arrive, and what came instead."""


def post(delivery: Delivery) -> str:
    """Send a message; return what was answered within SECONDS. Raises NotReceived."""
    end = monotonic() + SECONDS
    try:
        to = judged(delivery.webhook.url)
    except NotAllowed as refused:
        raise NotReceived(str(refused)) from refused
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Day-Zero",
        **signed(delivery, timezone.now()),
    }
    connection = _connection(to, end)
    try:
        connection.request("POST", to.path, delivery.body.encode(), headers)
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        raise NotReceived(type(error).__name__) from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotReceived(f"HTTP {status}")
    return f"HTTP {status}"


def _connection(to: Destination, end: float) -> HTTPConnection:
    if not to.secure:
        return _Plain(to, end)
    return _Secure(to, end)


class _Plain(HTTPConnection):
    def __init__(self, to: Destination, end: float) -> None:
        super().__init__(to.host, to.port)
        self._to, self._end = to, end

    def connect(self) -> None:
        self.sock: Any = _Until(self._end, _socket(self._to, self._end))


class _Secure(HTTPSConnection):
    def __init__(self, to: Destination, end: float) -> None:
        super().__init__(to.host, to.port)
        self._to, self._end = to, end

    def connect(self) -> None:
        context = ssl.create_default_context()
        plain = _socket(self._to, self._end)
        plain.settimeout(_left(self._end))
        secure = context.wrap_socket(plain, server_hostname=self._to.host)
        self.sock: Any = _Until(self._end, secure)


class _Until(RawIOBase):
    """A socket that is given up at ``end``, in however small pieces an answer comes."""

    def __init__(self, end: float, sock: socket.socket) -> None:
        self._end, self._sock = end, sock

    def sendall(self, said: bytes) -> None:
        self._sock.settimeout(_left(self._end))
        self._sock.sendall(said)

    def makefile(self, mode: str) -> BufferedReader:
        return BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(_left(self._end))
        return self._sock.recv_into(buffer)

    def close(self) -> None:
        self._sock.close()
        super().close()


def _socket(to: Destination, end: float) -> socket.socket:
    return socket.create_connection((to.number, to.port), timeout=_left(end))


def _left(end: float) -> float:
    """Return the seconds until ``end``. Raises TimeoutError."""
    left = end - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
