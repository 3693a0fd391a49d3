"""Where a request comes from: as it is noted, and as it is counted."""

from ipaddress import IPv4Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

# A customer is given so many of an address's bits at least, and has all that follow.
NETWORK_BITS = 64


def address_of(request: HttpRequest) -> str | None:
    """Return who asks: behind a proxy what it wrote, else the address that connected.

    What the proxy wrote stands last: what is before it, whoever asks may have said of
    themselves.
    """
    connected: str | None = request.META.get("REMOTE_ADDR") or None
    if not settings.BEHIND_PROXY:
        return connected
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(said))
    except ValueError:
        return connected


def counted_address(request: HttpRequest) -> str | None:
    """Return by what the lock-out counts: an IPv6 address's network, in its place.

    Whoever has the network would come from a new address at each try.
    """
    said = address_of(request)
    try:
        address = ip_address(said or "")
    except ValueError:
        return said
    if isinstance(address, IPv4Address) or address.ipv4_mapped:
        return said
    network = IPv6Network((int(address), NETWORK_BITS), strict=False)
    return str(network.network_address)
