"""Where a webhook may lead: nobody makes the registry talk to its own network.

An address is resolved once, and the connection goes to what was judged.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# What is given out on the internet: no translated, compatible or site-local address.
GIVEN_OUT = IPv6Network("2000::/3")
# What a path and a query may hold; all else is sent in its percent-encoding.
SENT_AS_IS = "%/:?@!$&'()*+,;=[]"


class NotAllowed(Exception):
    """The address may not be called, and why."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A judged address: what it names, and the number that is connected to."""

    secure: bool
    host: str
    port: int
    path: str
    number: str


def judged(url: str) -> Destination:
    """Return where ``url`` leads. Raises NotAllowed.

    It is https to port 443 of an address of the public network, or to one of the hosts
    that the settings name; http and other ports to these alone.
    """
    parts = _split(url)
    host, named = parts.hostname or "", settings.WEBHOOK_HOSTS
    own = host in named
    if parts.scheme != "https" and not (own and parts.scheme == "http"):
        raise NotAllowed(_("Only https is called, or a host that the settings name."))
    if parts.username or parts.password or parts.fragment or not host:
        raise NotAllowed(_("Give an address without user, password and fragment."))
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    if port != 443 and not own:
        raise NotAllowed(
            _("Only port 443 is called, or a host that the settings name.")
        )
    number = _resolved(host, port, own=own)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(secure, host, port, quote(path, SENT_AS_IS), number)


def _split(url: str):  # type: ignore[no-untyped-def]
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises where it is none
    except ValueError as error:
        raise NotAllowed(_("This is no address.")) from error
    return parts


def _resolved(host: str, port: int, *, own: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:  # ValueError: no name that may be looked up
        raise NotAllowed(_("The host is not known.")) from error
    numbers = [str(one[4][0]) for one in found]
    if not own and not all(_is_public(number) for number in numbers):
        raise NotAllowed(_("The host is inside a network. Ask for it in the settings."))
    return numbers[0]


def _is_public(number: str) -> bool:
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if isinstance(address, IPv6Address) and not _is_given_out(address):
        return False
    return address.is_global and not address.is_multicast


def _is_given_out(address: IPv6Address) -> bool:
    """Tell whether it names a machine itself, and no IPv4 address by way of a gate."""
    tunnelled = address.sixtofour or address.teredo
    return address in GIVEN_OUT and not tunnelled
