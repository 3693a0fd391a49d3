"""Where a request comes from, behind a proxy."""

from ipaddress import ip_address

from django.http import HttpRequest


def address_behind_proxy(request: HttpRequest) -> str | None:
    """Return the address that the proxy wrote, else the one that connected.

    It stands last: what is before it, whoever asks may have said of themselves.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        connected: str | None = request.META.get("REMOTE_ADDR") or None
        return connected
