"""By which address failed tries are counted."""

import pytest
from django.test import RequestFactory

from config.addresses import counted_address


@pytest.mark.parametrize(
    ("comes_from", "counts_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "::ffff:203.0.113.9"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::"),
        ("fe80::1%eth0", "fe80::"),
        ("", None),
    ],
)
def test_an_ipv6_address_counts_as_its_network(comes_from, counts_as):
    asks = RequestFactory(REMOTE_ADDR=comes_from).get("/")
    assert counted_address(asks) == counts_as
